"""Pure: on which days a wake-up with a date wakes us (RULES.md, What a no writes: wake_up)."""

from datetime import date, timedelta

from accounts.working_calendar import WorkingCalendar
from prospects.conversations import WakeUpKind
from prospects.new_no import Condition

# Lead times in days: ahead of a date, or after it.
AHEAD_OF_NOTICE = 90
AHEAD_OF_CONTRACT_END = 180
AHEAD_OF_BUDGET_YEAR = 120
AFTER_IT_SETTLED = 30
AFTER_IT_HAPPENED = 14
AHEAD_OF_THE_REST = 14
RE_ENTRY_DAY = 90
# In working days.
INTO_THE_BUDGET_YEAR = 10
WITHIN_OF_SHIPPING = 5


def wake_up_days(condition: Condition, calendar: WorkingCalendar, today: date) -> tuple[date, ...]:
    """The days a condition wakes us, in order; none without a date, two for a budget year.

    Each is a working day and never earlier than the next one.
    """
    days = sorted({_on_time(day, calendar, today) for day in _named_days(condition, calendar)})
    return tuple(days)


def re_entry_day(said_on: date, calendar: WorkingCalendar, today: date) -> date:
    """When to ask whether their choice holds, if they named no day: day 90."""
    return _on_time(said_on + timedelta(days=RE_ENTRY_DAY), calendar, today)


def _on_time(day: date, calendar: WorkingCalendar, today: date) -> date:
    return calendar.on_or_after(max(day, calendar.next_after(today)))


def _named_days(condition: Condition, calendar: WorkingCalendar) -> list[date]:
    if condition.kind == WakeUpKind.CONTRACT_END and condition.notice_on:
        return [condition.notice_on - timedelta(days=AHEAD_OF_NOTICE)]
    if condition.on is None:
        return []
    if condition.kind == WakeUpKind.BUDGET_YEAR:
        ahead = condition.on - timedelta(days=AHEAD_OF_BUDGET_YEAR)
        return [ahead, calendar.add(condition.on, INTO_THE_BUDGET_YEAR)]
    if condition.kind == WakeUpKind.WE_SHIP:
        return [calendar.add(condition.on, WITHIN_OF_SHIPPING)]
    return [condition.on + timedelta(days=_OFFSETS[condition.kind])]


_OFFSETS = {
    WakeUpKind.CONTRACT_END: -AHEAD_OF_CONTRACT_END,
    WakeUpKind.GO_LIVE: AFTER_IT_SETTLED,
    WakeUpKind.NEW_PERSON: AFTER_IT_SETTLED,
    WakeUpKind.PERSON_LEAVES: AFTER_IT_HAPPENED,
    WakeUpKind.VENDOR_STUMBLES: -AHEAD_OF_THE_REST,
    WakeUpKind.OTHER: -AHEAD_OF_THE_REST,
}
