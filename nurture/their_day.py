"""When it is day where somebody lives, as far as we know."""

from datetime import datetime
from zoneinfo import ZoneInfo

from accounts.working_calendar import WorkingCalendar
from nurture.hours import is_civil, next_civil_moment
from prospects.models import Prospect

MONDAY_TO_FRIDAY = frozenset(range(5))


def zone_of(person: Prospect) -> ZoneInfo:
    """Their time zone, else that of whoever looks after them."""
    return ZoneInfo(person.time_zone) if person.time_zone else person.owner.zone()


def calendar_of(person: Prospect) -> WorkingCalendar:
    """Monday to Friday without the holidays of their country, else of whoever looks after them."""
    at = person if person.country else person.owner
    return WorkingCalendar(weekdays=MONDAY_TO_FRIDAY, country=at.country, region=at.region)


def is_civil_for(person: Prospect, now: datetime) -> bool:
    """Whether a mail that comes now comes while people work."""
    return is_civil(now, zone_of(person), calendar_of(person))


def next_civil_for(person: Prospect, now: datetime) -> datetime:
    """The next moment at which that is so."""
    return next_civil_moment(now, zone_of(person), calendar_of(person))
