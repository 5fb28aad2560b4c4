"""Pure: when somebody's next digest leaves, and which one it is.

A digest belongs to a local date. Its instant is worked out once, from that date and the wall clock of the
person's zone: a time inside a gap becomes the first valid minute after it, a time that comes twice means its
first occurrence, and a local date the zone skips has no digest.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from accounts.working_calendar import WorkingCalendar

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
LEAST_AFTER_A_CHANGE = timedelta(hours=12)
LONGEST_GAP = timedelta(hours=48)
# A digest of 23:59 may leave a little after midnight and is still that day's.
STILL_ON_TIME = timedelta(hours=1)
# Nobody is away for longer and still wants to be reminded; also the end of a calendar without working days.
FURTHEST_AHEAD = timedelta(days=400)


class Rhythm(StrEnum):
    """Which digest it is."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True)
class Wishes:
    """How somebody wants to be reminded: where they live, when, on which days, which digests."""

    zone: ZoneInfo
    at: time
    calendar: WorkingCalendar
    daily: bool = True
    weekly: bool = False


@dataclass(frozen=True)
class Planned:
    """One digest: the local date it belongs to, the instant it leaves (UTC), which one it is."""

    day: date
    at: datetime
    rhythm: Rhythm


@dataclass(frozen=True)
class Standing:
    """What the schedule row says: the digest planned next, the last one that was made (`last`), and the last
    time one was due (`looked`), which may have found nothing to say."""

    planned: Planned | None = None
    last_day: date | None = None
    last_at: datetime | None = None
    looked_day: date | None = None
    looked_at: datetime | None = None

    def is_served(self, day: date) -> bool:
        """Whether this local date, or a later one, has had its digest."""
        return self.last_day is not None and day <= self.last_day


@dataclass(frozen=True)
class Decision:
    """What to do now: `send` this digest (None: none), and expect `then` as the next one.

    `missed_from` is the first local date whose digest an outage swallowed, when `send` makes up for it.
    """

    send: Planned | None
    then: Planned | None
    missed_from: date | None = None


def instant_on(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The UTC instant of local time `at` on local date `day`; None when the zone skips that whole date.

    A gap that ends at midnight (Greenland's) puts a late time into the first minute of the next date.
    """
    found = _first_minute(datetime.combine(day, at), zone)
    if found.astimezone(zone).date() == day or _exists(day, zone):
        return found
    return None


def _exists(day: date, zone: ZoneInfo) -> bool:
    """Whether any minute of this local date is ever read from a clock there."""
    return _first_minute(datetime.combine(day, time.min), zone).astimezone(zone).date() == day


def _first_minute(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks there first read `wall`, or come out of the gap that holds it."""
    first = wall.replace(tzinfo=zone).astimezone(UTC)
    return first if first.astimezone(zone).replace(tzinfo=None) == wall else _end_of_gap(wall, zone)


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first valid minute after the gap that holds the local time `wall`."""
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    new_offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == new_offset:
            after = middle
        else:
            before = middle
    whole = after.replace(second=0, microsecond=0)
    return whole if whole.astimezone(zone).utcoffset() == new_offset else whole + ONE_MINUTE


def digest_kind_for(day: date, daily: bool, weekly: bool, calendar: WorkingCalendar) -> Rhythm | None:
    """Which digest belongs to this local date: the weekly on the first working day of the week, in place of
    that day's daily; none on a day off."""
    if not calendar.is_working_day(day):
        return None
    if weekly and not calendar.days(monday_of(day), day - ONE_DAY):
        return Rhythm.WEEKLY
    return Rhythm.DAILY if daily else None


def next_digest(
    wishes: Wishes, first_day: date, not_before: datetime, owed_on: date | None = None
) -> Planned | None:
    """The first digest on or after local date `first_day` that leaves at `not_before` or later.

    `owed_on` is a day whose weekly was missed: the next digest of that week is the weekly then.
    """
    day = first_day
    while day <= first_day + FURTHEST_AHEAD:
        planned = digest_on(wishes, day, owed_on)
        if planned is not None and planned.at >= not_before:
            return planned
        day += ONE_DAY
    return None


def digest_on(wishes: Wishes, day: date, owed_on: date | None = None) -> Planned | None:
    """The digest of one local date, if it has one."""
    rhythm = digest_kind_for(day, wishes.daily, wishes.weekly, wishes.calendar)
    if owed_on is not None and same_week(day, owed_on) and wishes.calendar.is_working_day(day):
        rhythm = Rhythm.WEEKLY
    at = instant_on(day, wishes.at, wishes.zone)
    if rhythm is None or at is None:
        return None
    return Planned(day, at, rhythm)


def first_plan(wishes: Wishes, since: datetime) -> Planned | None:
    """The first digest of somebody who wants one from the instant `since` on."""
    return next_digest(wishes, since.astimezone(wishes.zone).date(), since)


def after_a_change(wishes: Wishes, standing: Standing, now: datetime) -> Planned | None:
    """The next digest after zone, hour, days or country changed.

    The next local digest time on a later local date than the last one and at least 12 hours after it. Where
    that would leave more than 48 hours without one, days off not counted, today's is sent at once instead.
    """
    today = now.astimezone(wishes.zone).date()
    earliest = now if standing.last_at is None else max(now, standing.last_at + LEAST_AFTER_A_CHANGE)
    first_day = today if standing.last_day is None else max(today, standing.last_day + ONE_DAY)
    planned = next_digest(wishes, first_day, earliest)
    may_be_today = first_day == today and earliest == now and not _was_looked_at(standing, today)
    if may_be_today and planned and _gap(wishes, standing, planned) > LONGEST_GAP:
        todays = digest_on(wishes, today)
        return replace(todays, at=now) if todays else planned
    return planned


def healed(wishes: Wishes, standing: Standing, now: datetime) -> Planned | None:
    """What belongs in place of a plan that lies further ahead than the rules allow; None when it may stand.

    Never a gap of more than 48 hours between working days: beyond them only days off can explain it.
    """
    planned = standing.planned
    if planned is not None and planned.at <= now + LONGEST_GAP:
        return None
    due = after_a_change(wishes, _with_looks_as_last(standing), now)
    return due if due is not None and (planned is None or due.at < planned.at) else None


def _with_looks_as_last(standing: Standing) -> Standing:
    """A day whose digest found nothing to say has had its turn all the same."""
    if standing.looked_day is None or standing.is_served(standing.looked_day):
        return replace(standing, planned=None)
    return replace(standing, planned=None, last_day=standing.looked_day, last_at=standing.looked_at)


def _was_looked_at(standing: Standing, day: date) -> bool:
    return standing.looked_day is not None and day <= standing.looked_day


def _gap(wishes: Wishes, standing: Standing, planned: Planned) -> timedelta:
    """The time from the last look to this digest, less the days off between them."""
    if standing.looked_day is None or standing.looked_at is None:
        return timedelta()
    between = (planned.day - standing.looked_day).days - 1
    worked = len(wishes.calendar.days(standing.looked_day + ONE_DAY, planned.day - ONE_DAY))
    return planned.at - standing.looked_at - (between - worked) * ONE_DAY


def decide(wishes: Wishes, standing: Standing, now: datetime) -> Decision:
    """What to do about a planned digest whose instant has come (or came long ago).

    On its own local date it is sent. After an outage the missed ones are never made up one by one: today's is
    sent if its hour has passed, awaited if it has not, and on a day off the next working day's carries all.
    """
    planned = standing.planned
    if planned is None or planned.at > now:
        return Decision(send=None, then=planned)
    day = _day_served_now(wishes, planned, now)
    owed_on = _weekly_missed(wishes, planned, day)
    current = digest_on(wishes, day, owed_on)
    if current is None or standing.is_served(day):
        return Decision(send=None, then=next_digest(wishes, _first_free_day(standing, day), now, owed_on))
    if current.at > now:
        return Decision(send=None, then=current)
    late = planned.day < day and standing.looked_day is not None
    # One that a change sent at once leaves at another time than the clock's: the next keeps its distance.
    sent_at_once = planned.day == day and planned.at != current.at
    then = next_digest(wishes, day + ONE_DAY, now + LEAST_AFTER_A_CHANGE if sent_at_once else now)
    return Decision(send=current, then=then, missed_from=planned.day if late else None)


def _day_served_now(wishes: Wishes, planned: Planned, now: datetime) -> date:
    """The local date of a digest that leaves now: today, or the planned one a moment after midnight."""
    today = now.astimezone(wishes.zone).date()
    return min(planned.day, today) if now - planned.at <= STILL_ON_TIME else today


def _first_free_day(standing: Standing, day: date) -> date:
    return (day if standing.last_day is None else max(day, standing.last_day)) + ONE_DAY


def _weekly_missed(wishes: Wishes, planned: Planned, today: date) -> date | None:
    """The day of this week whose weekly nobody has sent yet, if there is one."""
    if not wishes.weekly:
        return None
    if planned.rhythm is Rhythm.WEEKLY and same_week(planned.day, today):
        return today
    # Of the working days from the planned one on, the week's first is the day of its weekly.
    first = max(planned.day, monday_of(today))
    missed = wishes.calendar.days(first, today - ONE_DAY)
    opening = wishes.calendar.days(monday_of(today), today - ONE_DAY)
    return today if missed and opening[0] == missed[0] else None


def monday_of(day: date) -> date:
    """The Monday of the week `day` lies in."""
    return day - day.weekday() * ONE_DAY


def same_week(one: date, other: date) -> bool:
    """Whether two dates lie in one ISO week."""
    return monday_of(one) == monday_of(other)


def week_key(day: date) -> str:
    """The ISO week of a date, like 2026-W11."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def period_key(planned: Planned) -> str:
    """What makes a digest one of its kind: its local date, or its ISO week."""
    return planned.day.isoformat() if planned.rhythm is Rhythm.DAILY else week_key(planned.day)
