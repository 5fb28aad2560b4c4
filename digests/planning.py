"""Makes digests due: one mail row per person and period, claimed by compare-and-set on the schedule row.

Safe to run twice, at the same time, late or never: the row says what is planned; whoever moves it wins.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from accounts.models import User
from digests.kinds import KIND_NAMES
from digests.models import DigestSchedule
from digests.schedule import (
    LONGEST_GAP,
    Decision,
    Planned,
    Rhythm,
    Wishes,
    after_a_change,
    decide,
    first_plan,
    healed,
    monday_of,
    period_key,
)
from followups.agenda import Agenda, agenda_for
from outbox.claims import supersede_older
from outbox.models import Delivery

logger = logging.getLogger(__name__)

MOST_PER_RUN = 2000
# Hosts disagree by seconds; a plan made further in the future was made by a clock that was wrong.
CLOCKS_MAY_DIFFER = timedelta(minutes=10)
SUNDAY = timedelta(days=6)

Row = TypeVar("Row")
Answer = TypeVar("Answer")

# The columns in which a schedule row remembers the wishes it was made for, named as the user's.
WISH_COLUMNS = (
    "time_zone", "digest_time", "digest_daily", "digest_weekly", "working_days", "country", "region"
)  # fmt: skip


@dataclass(frozen=True)
class PlanReport:
    """How many schedules were looked at, how many mails came of it, and for how many people it failed."""

    looked_at: int
    made: int
    failed: int = 0


@dataclass(frozen=True)
class HealReport:
    """How many schedules stood further ahead than the rules allow, and for how many people looking failed."""

    healed: int
    failed: int = 0


def plan_digests(now: datetime) -> PlanReport:
    """Make the digests due at `now` (aware), and a schedule for everybody who has none."""
    without_schedule = _make_missing(now)
    rows = list(_with_calendars(_to_look_at(now)).order_by("next_at")[:MOST_PER_RUN])
    done = [_or_log(_advance, row, row.user_id, now) for row in rows]
    failed = without_schedule + done.count(None)
    return PlanReport(looked_at=len(rows), made=done.count(True), failed=failed)


def heal_schedules(now: datetime) -> HealReport:
    """Plan anew what stands further ahead than the rules allow, or does not stand at all.

    A wrong clock that wrote such a row is noticed by the next tick; this finds what came about in other ways.
    Safe to run twice and at the same time; a local date still has one digest.
    """
    wanted = Q(user__is_active=True) & (Q(user__digest_daily=True) | Q(user__digest_weekly=True))
    far = Q(next_at__gt=now + LONGEST_GAP) | Q(next_at__isnull=True)
    rows = _with_calendars(DigestSchedule.objects.filter(wanted & far))
    done = [_or_log(_heal, row, row.user_id, now) for row in rows]
    return HealReport(healed=done.count(True), failed=done.count(None))


def reschedule(user: User, now: datetime, *, absences_changed: bool = False) -> None:
    """Work out the next digest anew after zone, hour, days, country, wishes or absences of `user` changed.

    A minute later the tick would notice by itself; this makes the settings page tell the truth at once. An
    absence stands in no column: an hour later the healing would notice that one was taken away.
    """
    _make_missing(now)
    row = DigestSchedule.objects.filter(user=user).first()
    if row is not None:
        row.user = user
        if absences_changed or _wishes_changed(row):
            _replan(row, now)


def wishes_of(user: User) -> Wishes:
    """How `user` wants to be reminded."""
    return Wishes(
        zone=user.zone(),
        at=user.digest_time,
        calendar=user.calendar(),
        daily=user.digest_daily,
        weekly=user.digest_weekly,
    )


def agenda_of(user: User, rhythm: Rhythm, today: date) -> Agenda:
    """What a digest of this rhythm is about on the local date `today`; the weekly looks ahead to Sunday."""
    return agenda_for(user, today, monday_of(today) + SUNDAY if rhythm is Rhythm.WEEKLY else None)


def is_worth_a_mail(agenda: Agenda) -> bool:
    """Whether anything in it causes a digest; debriefs alone do not."""
    return bool(agenda.counted()) or any(item.is_counted for item in agenda.week)


def _make_missing(now: datetime) -> int:
    """A schedule for everybody active who has none; for how many that failed."""
    users = User.objects.filter(is_active=True, digest_schedule__isnull=True).prefetch_related("absences")
    rows = [_or_log(_first_row, user, user.pk, now) for user in users]
    # Another run may be making the same rows: whoever comes second changes nothing.
    made = [row for row in rows if row is not None]
    DigestSchedule.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)
    return rows.count(None)


def _first_row(user: User, now: datetime) -> DigestSchedule:
    """Reckoned from the day they joined: were the clock down since, today's digest is still theirs."""
    planned = first_plan(wishes_of(user), min(user.date_joined, now))
    return DigestSchedule(user=user, planned_at=now, **_next_columns(planned), **_wish_columns(user))


def _with_calendars(rows: QuerySet[DigestSchedule]) -> QuerySet[DigestSchedule]:
    """The schedules with their people, whose absences are read in one query for all."""
    return rows.select_related("user").prefetch_related("user__absences")


def _to_look_at(now: datetime) -> QuerySet[DigestSchedule]:
    changed = Q()
    for column in WISH_COLUMNS:
        changed |= ~Q(**{column: F(f"user__{column}")})
    clock_went_back = Q(planned_at__gt=now + CLOCKS_MAY_DIFFER)
    return DigestSchedule.objects.filter(Q(next_at__lte=now) | changed | clock_went_back)


def _or_log(work: Callable[[Row, datetime], Answer], row: Row, user_id: UUID, now: datetime) -> Answer | None:
    """What `work` answers; None when it raised: one broken person never stops the others."""
    try:
        return work(row, now)
    except Exception:
        logger.exception("The digest of user %s could not be planned", user_id)
        return None


def _advance(row: DigestSchedule, now: datetime) -> bool:
    """Move one schedule on; whether a mail came of it."""
    standing = row.standing()
    is_due = standing.planned is not None and standing.planned.at <= now
    if row.planned_at > now + CLOCKS_MAY_DIFFER or (_wishes_changed(row) and not is_due):
        _replan(row, now)
        return False
    decision = decide(wishes_of(row.user), standing, now)
    if decision.send is None:
        _move_on(row, decision.then, now)
        return False
    return _make(row, decision, decision.send, now)


def _make(row: DigestSchedule, decision: Decision, send: Planned, now: datetime) -> bool:
    agenda = agenda_of(row.user, send.rhythm, row.user.today(now))
    worth = row.user.is_active and is_worth_a_mail(agenda)
    looked: dict[str, Any] = {"looked_day": send.day, "looked_at": now}
    made = {"last_day": send.day, "last_at": now} if worth else {}
    with transaction.atomic():
        won = _move_on(row, decision.then, now, **looked, **made)
        if won and worth:
            supersede_older(row.user_id, tuple(KIND_NAMES.values()), send.at, now)
            _write_delivery(row.user, send, decision.missed_from, now)
    return won and worth


def _write_delivery(user: User, send: Planned, missed_from: date | None, now: datetime) -> None:
    context = {"day": send.day.isoformat(), "missed_from": missed_from and missed_from.isoformat()}
    row = Delivery(
        kind=KIND_NAMES[send.rhythm],
        recipient=user,
        owner=user,
        address=user.email,
        period_key=period_key(send),
        context=context,
        due_at=send.at,
        next_attempt_at=now,
        created_at=now,
    )
    # A row of this period can stand already when the clock went back: it counts, this one does not.
    Delivery.objects.bulk_create([row], ignore_conflicts=True)


def _replan(row: DigestSchedule, now: datetime) -> None:
    """Work out the next digest anew."""
    forgotten = _of_the_future(row, now)
    standing = replace(row.standing(), planned=None, **forgotten)
    _move_on(row, after_a_change(wishes_of(row.user), standing, now), now, **forgotten)


def _heal(row: DigestSchedule, now: datetime) -> bool:
    """Move a schedule back to where the rules want it; whether it had to be."""
    forgotten = _of_the_future(row, now)
    due = healed(wishes_of(row.user), replace(row.standing(), **forgotten), now)
    if due is None or not _move_on(row, due, now, **forgotten):
        return False
    logger.warning(
        "The next digest of user %s stood at %s, further ahead than the rules allow; it is at %s now.",
        row.user_id,
        row.next_at,
        due.at,
    )
    return True


def _of_the_future(row: DigestSchedule, now: datetime) -> dict[str, Any]:
    """What a wrong clock noted for a moment that has not come, as columns to empty."""
    columns: dict[str, Any] = {}
    if row.last_at is not None and row.last_at > now:
        columns |= {"last_day": None, "last_at": None}
    if row.looked_at is not None and row.looked_at > now:
        columns |= {"looked_day": None, "looked_at": None}
    return columns


def _move_on(row: DigestSchedule, planned: Planned | None, now: datetime, **columns: Any) -> bool:
    """Compare-and-set: False when another run moved the row first."""
    as_read = DigestSchedule.objects.filter(pk=row.pk, next_at=row.next_at, planned_at=row.planned_at)
    if row.next_at is None:
        as_read = DigestSchedule.objects.filter(pk=row.pk, next_at__isnull=True, planned_at=row.planned_at)
    return bool(
        as_read.update(planned_at=now, **_next_columns(planned), **_wish_columns(row.user), **columns)
    )


def _next_columns(planned: Planned | None) -> dict[str, Any]:
    if planned is None:
        return {"next_at": None, "next_day": None, "next_rhythm": ""}
    return {"next_at": planned.at, "next_day": planned.day, "next_rhythm": planned.rhythm.value}


def _wish_columns(user: User) -> dict[str, Any]:
    return {column: getattr(user, column) for column in WISH_COLUMNS}


def _wishes_changed(row: DigestSchedule) -> bool:
    return any(getattr(row, column) != getattr(row.user, column) for column in WISH_COLUMNS)
