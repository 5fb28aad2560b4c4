"""Pure: when somebody's letter of the month leaves, and which month it is about.

A letter is about one calendar month and leaves on the first working day of the next one, at the hour of the
reminder mail. It is of use until the month after that is over: whoever was not served by then gets the newer
one, and never two.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from accounts.working_calendar import WorkingCalendar
from digests.schedule import instant_on
from insights.calendar_months import Month, month_of

# Who works on no day for so long gets none; their calendar is looked at again then.
MOST_MONTHS_AHEAD: Final = 24


@dataclass(frozen=True)
class MonthlyWishes:
    """Where somebody lives, at what hour they want their mail, on which days they work."""

    zone: ZoneInfo
    at: time
    calendar: WorkingCalendar


@dataclass(frozen=True)
class PlannedLetter:
    """One letter: the month it is about, and the instant it leaves (UTC)."""

    month: Month
    at: datetime


@dataclass(frozen=True)
class MonthlyStanding:
    """What the schedule row says: the month planned next, and the last one that was made (None: none)."""

    next_month: Month
    last_month: Month | None = None


@dataclass(frozen=True)
class LetterDecision:
    """What to do now: `send` the letter of this month (None: none), and expect `then` as the next."""

    send: PlannedLetter | None
    then: PlannedLetter


def leaves_at(wishes: MonthlyWishes, month: Month) -> datetime | None:
    """When the letter about a month leaves: on the first working day of the next. None when it has none."""
    after = month.following()
    for day in wishes.calendar.days(after.first_day, after.last_day):
        if at := instant_on(day, wishes.at, wishes.zone):
            return at
    return None


def next_letter(wishes: MonthlyWishes, first: Month) -> PlannedLetter:
    """The first letter about this month or a later one."""
    for ahead in range(MOST_MONTHS_AHEAD):
        month = first.following(ahead)
        if at := leaves_at(wishes, month):
            return PlannedLetter(month, at)
    month = first.following(MOST_MONTHS_AHEAD)
    return PlannedLetter(month, _midnight(month.following().first_day, wishes.zone))


def first_letter(wishes: MonthlyWishes, since: datetime) -> PlannedLetter:
    """The first letter of somebody who is with us from the instant `since` on: about the month they came."""
    return next_letter(wishes, _month_at(wishes, since))


def letter_after_a_change(wishes: MonthlyWishes, standing: MonthlyStanding, now: datetime) -> PlannedLetter:
    """The next letter after zone, hour or days changed; one that should have left by now is due at once.

    Never one about a month that had its letter, nor about one that is over for more than a month.
    """
    current = _month_at(wishes, now)
    last = _not_of_the_future(standing.last_month, current)
    planned = standing.next_month if standing.next_month <= current.following() else current
    first = last.following() if last else planned
    return next_letter(wishes, max(first, current.before()))


def decide_letter(wishes: MonthlyWishes, standing: MonthlyStanding, now: datetime) -> LetterDecision:
    """What to do about a planned letter whose instant has come, or came long ago.

    Only the month that is just over has a letter to leave: after an outage of weeks the newest does, the
    older ones are never made.
    """
    current = _month_at(wishes, now)
    due = letter_after_a_change(wishes, standing, now)
    if due.month >= current or due.at > now:
        return LetterDecision(None, due)
    return LetterDecision(due, next_letter(wishes, current))


def newest_month(zone: ZoneInfo, now: datetime) -> Month:
    """The month that is just over there: the only one a letter may still be about."""
    return month_of(now.astimezone(zone).date()).before()


def _month_at(wishes: MonthlyWishes, now: datetime) -> Month:
    return month_of(now.astimezone(wishes.zone).date())


def _not_of_the_future(month: Month | None, current: Month) -> Month | None:
    """What a wrong clock noted for a month to come does not count. The one that runs may have been over where
    they were before, across the date line."""
    return month if month is not None and month <= current else None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    found = instant_on(day, time.min, zone)
    return found or datetime.combine(day, time(12), tzinfo=zone)
