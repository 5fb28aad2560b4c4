"""Pure: on which days a wake-up with a date wakes us (RULES.md, What a no writes: wake_up)."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from accounts.working_calendar import WorkingCalendar
from followups.team_numbers import OUR_NUMBERS, TeamNumbers
from prospects.conversations import WakeUpKind
from prospects.new_no import Condition

# Lead times in days: ahead of a date, or after it. Those a team may change stand in TeamNumbers.
AHEAD_OF_CONTRACT_END = 180
AFTER_IT_HAPPENED = 14
AHEAD_OF_THE_REST = 14
RE_ENTRY_DAY = 90
# In working days.
INTO_THE_BUDGET_YEAR = 10
WITHIN_OF_SHIPPING = 5


def wake_up_days(
    condition: Condition, calendar: WorkingCalendar, today: date, numbers: TeamNumbers = OUR_NUMBERS
) -> tuple[date, ...]:
    """The days a condition wakes us, in order; none without a date, two for a budget year.

    Each is a working day and never earlier than the next one.
    """
    days = sorted({_on_time(day, calendar, today) for day in _named_days(condition, calendar, numbers)})
    return tuple(days)


def last_day(
    condition: Condition, calendar: WorkingCalendar, numbers: TeamNumbers = OUR_NUMBERS
) -> date | None:
    """What a condition names, or the last day it would wake us on, whichever comes later; None without one.

    A contract is named by its notice: once that has passed, it runs on.
    """
    named = condition.notice_on or condition.on
    if named is None:
        return None
    return max(named, *_named_days(condition, calendar, numbers))


def next_year_after(day: date, today: date) -> date:
    """The same day of the year as it comes next, today or later."""
    years = today.year - day.year
    coming: date = day + relativedelta(years=years)
    if coming < today:
        coming = day + relativedelta(years=years + 1)
    return coming


def re_entry_day(said_on: date, calendar: WorkingCalendar, today: date) -> date:
    """When to ask whether their choice holds, if they named no day: day 90."""
    return _on_time(said_on + timedelta(days=RE_ENTRY_DAY), calendar, today)


def _on_time(day: date, calendar: WorkingCalendar, today: date) -> date:
    return calendar.on_or_after(max(day, calendar.next_after(today)))


def _named_days(condition: Condition, calendar: WorkingCalendar, numbers: TeamNumbers) -> list[date]:
    if condition.kind == WakeUpKind.CONTRACT_END and condition.notice_on:
        return [condition.notice_on - timedelta(days=numbers.contract_lead_days)]
    if condition.on is None:
        return []
    if condition.kind == WakeUpKind.BUDGET_YEAR:
        ahead = condition.on - timedelta(days=numbers.budget_lead_days)
        return [ahead, calendar.add(condition.on, INTO_THE_BUDGET_YEAR)]
    if condition.kind == WakeUpKind.WE_SHIP:
        return [calendar.add(condition.on, WITHIN_OF_SHIPPING)]
    if condition.kind in SETTLES:
        return [condition.on + timedelta(days=numbers.settled_after_days)]
    return [condition.on + timedelta(days=_OFFSETS[condition.kind])]


# What wants some time before anybody can say how it went.
SETTLES = frozenset({WakeUpKind.GO_LIVE, WakeUpKind.NEW_PERSON})
_OFFSETS = {
    WakeUpKind.CONTRACT_END: -AHEAD_OF_CONTRACT_END,
    WakeUpKind.PERSON_LEAVES: AFTER_IT_HAPPENED,
    WakeUpKind.VENDOR_STUMBLES: -AHEAD_OF_THE_REST,
    WakeUpKind.OTHER: -AHEAD_OF_THE_REST,
}
