"""A day in words, in the language of whoever reads it.

The patterns are Django's letters for dates and stand in the translations (docs/translating.md): order,
points and commas differ from language to language.
"""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import pgettext


def short_day(day: date) -> str:
    """With its weekday, short: "Fri 13 Mar"."""
    return _without_point(date_format(day, pgettext("date format", "D j M")))


def short_day_and_year(day: date) -> str:
    """The same with its year: "Fri 13 Mar 2026"."""
    return date_format(day, pgettext("date format", "D j M Y"))


def plain_day(day: date) -> str:
    """As short as can be: "6 Mar"."""
    return _without_point(date_format(day, pgettext("date format", "j M")))


def plain_day_and_year(day: date) -> str:
    """The same with its year: "6 Mar 2026"."""
    return date_format(day, pgettext("date format", "j M Y"))


def spoken_day(day: date) -> str:
    """As one says it: "6 March"."""
    return date_format(day, pgettext("date format", "j F"))


def long_day(day: date) -> str:
    """In full: "Friday 6 March"."""
    return date_format(day, pgettext("date format", "l j F"))


def long_day_and_year(day: date) -> str:
    """In full, with its year: "Friday 6 March 2026"."""
    return date_format(day, pgettext("date format", "l j F Y"))


def weekday_and_number(day: date) -> str:
    """Within the next weeks: "Friday 6"."""
    return date_format(day, pgettext("date format", "l j"))


def weekday(day: date) -> str:
    """Its name: "Friday"."""
    return date_format(day, "l")


def short_weekday(day: date) -> str:
    """Its name, short: "Fri"."""
    return date_format(day, "D")


def _without_point(day: str) -> str:
    """ "17. Nov." ends sentences that have their own point."""
    return day.removesuffix(".")
