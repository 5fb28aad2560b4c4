"""A holiday where the person lives, in words."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.countries import COUNTRIES
from accounts.working_calendar import WorkingCalendar
from followups.kinds import Kind


def holiday_text(kind: str, day: date, country: str, region: str) -> str:
    """ "public holiday in Norway", when that is so on `day`; "" for an ordinary day or our own debrief."""
    there = WorkingCalendar(country=country, region=region)
    if kind == Kind.DEBRIEF or not there.is_holiday(day):
        return ""
    return _("public holiday in %(country)s") % {"country": COUNTRIES.get(country, country)}
