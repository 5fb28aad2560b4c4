"""Pure: the hours at which a mail reaches somebody at work."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.working_calendar import WorkingCalendar

FROM, UNTIL = time(9), time(17)


def is_civil(now: datetime, zone: ZoneInfo, calendar: WorkingCalendar) -> bool:
    """Whether it is a working day there, between nine and five."""
    local = now.astimezone(zone)
    return FROM <= local.time() < UNTIL and calendar.is_working_day(local.date())


def next_civil_moment(now: datetime, zone: ZoneInfo, calendar: WorkingCalendar) -> datetime:
    """Now, if it is civil there, else nine o'clock of the next working day; raises NoWorkingDay."""
    if is_civil(now, zone, calendar):
        return now
    local = now.astimezone(zone)
    first = local.date() if local.time() < FROM else local.date() + timedelta(days=1)
    return _nine_on(calendar.on_or_after(first), zone)


def _nine_on(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, FROM, tzinfo=zone).astimezone(UTC)
