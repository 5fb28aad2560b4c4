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
from followups.actions.plans import dates_on
from followups.contact_rules import Actor, Blocked
from followups.models import FollowUp
from followups.verdicts import history_around, verdict_on


class Later(StrEnum):
    """The named days a follow-up can be put off to."""

    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"
    NEXT_MONTH = "next_month"
    WINDOW_END = "window_end"


# So often a follow-up is put off without a word about when it will really be.
SNOOZES_WITHOUT_A_DATE = 2


class RealDateNeeded(ValueError):
    """Put off twice before: the third time asks for a day somebody picked."""


class TooEarly(ValueError):
    """A follow-up is never put off to a day before tomorrow."""


@dataclass(frozen=True)
class PastTheWindow(Exception):
    """The day `until` lies after the window's last day; asked once before it is taken."""

    closes_on: date
    until: date


@dataclass(frozen=True)
class AgainstARule(Exception):
    """A contact rule stands against the day `until`; asked once before it is taken.

    `closes_on` is the window's last day where the day lies after it, too.
    """

    blocked: Blocked
    until: date
    closes_on: date | None


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


def needs_real_date(snoozes: int) -> bool:
    """Whether a follow-up that was put off so often takes no named day any more."""
    return snoozes >= SNOOZES_WITHOUT_A_DATE


@transaction.atomic
def snooze(
    pk: UUID,
    until: date | Later,
    *,
    by: User,
    today: date,
    now: datetime,
    expected_version: int | None = None,
    past_window_is_fine: bool = False,
    against_rule_is_fine: bool = False,
) -> FollowUp:
    """Put a follow-up off to `until`, the same row; a row without a window moves as a whole.

    `today` is the local date of the follow-up's owner. Raises NotOpen, RealDateNeeded for the third named
    day in a row, TooEarly, PastTheWindow unless `past_window_is_fine`, and AgainstARule unless
    `against_rule_is_fine`: what a person plans is theirs to choose.
    """
    follow_up = take(pk, expected_version)
    if isinstance(until, Later):
        if needs_real_date(follow_up.snoozes):
            raise RealDateNeeded
        until = day_for(until, follow_up, today, follow_up.owner.calendar())
    if until <= today:
        raise TooEarly
    is_past = _is_past_the_window(follow_up, until, today) and not past_window_is_fine
    if not against_rule_is_fine:
        _ask_the_rules(follow_up, until, today, follow_up.closes_on if is_past else None)
    if is_past:
        raise PastTheWindow(follow_up.closes_on, until)
    trail = Trail(actor=by, team=by.team, now=now)
    put_off(follow_up, until, trail)
    trail.write("snooze", follow_up)
    return follow_up


def put_off(follow_up: FollowUp, until: date, trail: Trail) -> None:
    """Move an open follow-up that was locked; whether the day is fine is the caller's to know."""
    trail.update(
        follow_up,
        **dates_on(follow_up, until),
        snoozes=follow_up.snoozes + 1,
        version=follow_up.version + 1,
    )


def _is_past_the_window(follow_up: FollowUp, until: date, today: date) -> bool:
    return follow_up.has_window() and today <= follow_up.closes_on < until


def _ask_the_rules(follow_up: FollowUp, until: date, today: date, closes_on: date | None) -> None:
    blocked = rule_against(follow_up, until, today)
    if blocked:
        raise AgainstARule(blocked, until, closes_on)


def rule_against(follow_up: FollowUp, until: date, today: date) -> Blocked | None:
    """The contact rule that speaks against this day, and that a person may go against."""
    verdict = verdict_on(follow_up, until, history_around(follow_up), today=today)
    return verdict if isinstance(verdict, Blocked) and verdict.may_override(Actor.PERSON) else None
