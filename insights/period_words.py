"""A selection's days in words."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.days import plain_day, plain_day_and_year
from insights.kinds import Period
from insights.selection import Selection


def period_text(selection: Selection, earliest: date | None) -> str:
    """Since when and until when: "April 2025 to March 2026". `earliest`: the day of the first no there is."""
    last = selection.last_on or selection.today
    first = selection.first_on or earliest
    if first is None:
        return _("Since the beginning")
    if selection.period in {Period.YEAR, Period.ALL}:
        return _span(_month(first), _month(last), is_one=(first.year, first.month) == (last.year, last.month))
    return _span(
        plain_day(first) if first.year == last.year else plain_day_and_year(first),
        plain_day_and_year(last),
        is_one=first == last,
    )


def _span(first: str, last: str, *, is_one: bool) -> str:
    return last if is_one else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _month(day: date) -> str:
    return date_format(day, "F Y")
