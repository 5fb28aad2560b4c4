"""Later: the same row on another day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from accounts.working_calendar import WorkingCalendar
from followups.actions.completing import take
from followups.models import FollowUp


class Later(StrEnum):
    """The named days a follow-up can be put off to."""

    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"
    NEXT_MONTH = "next_month"
    WINDOW_END = "window_end"


class TooEarly(ValueError):
    """A follow-up is never put off to a day before tomorrow."""


@dataclass(frozen=True)
class PastTheWindow(Exception):
    """The day lies after the window's last day; asked once before it is taken."""

    closes_on: date


def day_for(later: Later, follow_up: FollowUp, today: date, calendar: WorkingCalendar) -> date:
    """The date a named day means: the first working day from it, inside the window for its end."""
    if later == Later.TOMORROW:
        return calendar.next_after(today)
    if later == Later.WINDOW_END:
        last = calendar.on_or_before(follow_up.closes_on)
        return last if last > today else calendar.next_after(today)
    if later == Later.NEXT_WEEK:
        return calendar.on_or_after(today + timedelta(days=7 - today.weekday()))
    first_of_next = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return calendar.on_or_after(first_of_next)


@transaction.atomic
def snooze(
    pk: UUID,
    until: date,
    *,
    by: User,
    today: date,
    now: datetime,
    expected_version: int | None = None,
    past_window_is_fine: bool = False,
) -> FollowUp:
    """Put a follow-up off to `until`, the same row; a row without a window moves as a whole.

    Raises NotOpen, TooEarly, and PastTheWindow unless `past_window_is_fine`.
    """
    follow_up = take(pk, expected_version)
    if until <= today:
        raise TooEarly
    windowed = follow_up.has_window()
    was_open = follow_up.closes_on >= today
    if windowed and was_open and until > follow_up.closes_on and not past_window_is_fine:
        raise PastTheWindow(follow_up.closes_on)
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(follow_up, **_moved(follow_up, until), version=follow_up.version + 1)
    trail.write("snooze", follow_up)
    return follow_up


def _moved(follow_up: FollowUp, until: date) -> dict[str, date]:
    if follow_up.has_window():
        return {
            "opens_on": min(follow_up.opens_on, until),
            "due_on": until,
            "closes_on": max(follow_up.closes_on, until),
        }
    return {"opens_on": until, "due_on": until, "closes_on": until}
