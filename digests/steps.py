"""What a schedule row does next: worked out row by row, written for many rows at once.

Each move names the row as it was read (compare-and-set): when somebody else moved one of many meanwhile, none
of them is moved together, and each is tried by itself.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from accounts.models import User
from digests.beside import waited_for
from digests.kinds import KIND_NAMES
from digests.models import DigestSchedule
from digests.schedule import Planned, Rhythm, Wishes, after_a_change, decide, monday_of, period_key
from followups.agenda import first_counted_days
from outbox.claims import supersede_older
from outbox.models import Delivery
from outbox.states import MOVING

logger = logging.getLogger(__name__)

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
class Step:
    """One row's next step: what it expects `then`, other columns it sets, and the digest it makes (`send`).

    `until` is the last day the digest looks at.
    """

    row: DigestSchedule
    then: Planned | None
    columns: dict[str, Any] = field(default_factory=dict)
    send: Planned | None = None
    missed_from: date | None = None
    until: date = date.min

    def alike(self) -> tuple[object, ...]:
        """Steps for which this is the same are one UPDATE."""
        row = self.row
        wishes = tuple(wish_columns(row.user).values())
        return row.next_at, row.planned_at, self.then, tuple(self.columns.items()), wishes, self.send is None


def wishes_of(user: User) -> Wishes:
    """How `user` wants to be reminded."""
    return Wishes(
        zone=user.zone(),
        at=user.digest_time,
        calendar=user.calendar(),
        daily=user.digest_daily,
        weekly=user.digest_weekly,
    )


def or_log(work: Callable[[Row, datetime], Answer], row: Row, user_id: UUID, now: datetime) -> Answer | None:
    """What `work` answers; None when it raised: one broken person never stops the others."""
    try:
        return work(row, now)
    except Exception:
        logger.exception("The digest of user %s could not be planned", user_id)
        return None


def take(rows: Sequence[DigestSchedule], now: datetime) -> tuple[int, int]:
    """Move these schedules on: how many mails came of it, and for how many people it failed."""
    steps = [or_log(step_of, row, row.user_id, now) for row in rows]
    known = [step for step in steps if step is not None]
    try:
        decided = _decided(known, now)
    except Exception:
        logger.exception("What is due to %d people could not be read", len(known))
        return 0, len(rows)
    made, failed = _take_together(decided, now)
    return made, failed + steps.count(None)


def step_of(row: DigestSchedule, now: datetime) -> Step:
    """What belongs to a row at `now`; whether anything is due to its reader is not looked at yet."""
    standing = row.standing()
    is_due = standing.planned is not None and standing.planned.at <= now
    if row.planned_at > now + CLOCKS_MAY_DIFFER or (wishes_changed(row) and not is_due):
        return anew(row, now)
    decision = decide(wishes_of(row.user), standing, now)
    if decision.send is None:
        return Step(row, decision.then)
    until = last_day(decision.send.rhythm, row.user.today(now))
    return Step(row, decision.then, {}, decision.send, decision.missed_from, until)


def anew(row: DigestSchedule, now: datetime) -> Step:
    """Work out the next digest anew."""
    forgotten = of_the_future(row, now)
    standing = replace(row.standing(), planned=None, **forgotten)
    return Step(row, after_a_change(wishes_of(row.user), standing, now), forgotten)


def last_day(rhythm: Rhythm, today: date) -> date:
    """The last day a digest of `today` looks at: the weekly looks ahead to Sunday."""
    return monday_of(today) + SUNDAY if rhythm is Rhythm.WEEKLY else today


def _decided(steps: Sequence[Step], now: datetime) -> list[Step]:
    """The same, each digest made only where there is something to say."""
    making = [step for step in steps if step.send]
    if not making:
        return list(steps)
    owners = {step.row.user_id for step in making}
    first_days = first_counted_days(owners, max(step.until for step in making))
    waiting = waited_for(owners)

    def is_worth_it(step: Step) -> bool:
        user = step.row.user
        has_work = first_days.get(user.pk, date.max) <= step.until
        return user.is_active and (has_work or user.digest_when_empty or user.pk in waiting)

    return [_decide(step, now, worth=is_worth_it(step)) if step.send else step for step in steps]


def _decide(step: Step, now: datetime, *, worth: bool) -> Step:
    assert step.send is not None
    columns: dict[str, Any] = {"looked_day": step.send.day, "looked_at": now}
    if not worth:
        return replace(step, columns=columns, send=None)
    return replace(step, columns=columns | {"last_day": step.send.day, "last_at": now})


def _take_together(steps: Sequence[Step], now: datetime) -> tuple[int, int]:
    older = _with_mail_on_its_way(step.row.user_id for step in steps if step.send)
    made = failed = 0
    for alike in _grouped(steps):
        if len(alike) > 1 and _all_at_once(alike, older, now):
            made += len(alike) if alike[0].send else 0
            continue
        for step in alike:
            won = or_log(lambda step, now: take_one(step, now, older), step, step.row.user_id, now)
            made, failed = made + (won is True and step.send is not None), failed + (won is None)
    return made, failed


def _grouped(steps: Iterable[Step]) -> list[list[Step]]:
    groups: dict[tuple[object, ...], list[Step]] = {}
    for step in steps:
        groups.setdefault(step.alike(), []).append(step)
    return list(groups.values())


def _with_mail_on_its_way(owners: Iterable[UUID]) -> set[UUID]:
    """Who has a digest that has not left. A later one can only be made by whoever moves their row first."""
    moving = Delivery.objects.filter(kind__in=list(KIND_NAMES.values()), state__in=MOVING)
    wanted = list(owners)
    if not wanted:
        return set()
    return {
        found for found in moving.filter(recipient__in=wanted).values_list("recipient", flat=True) if found
    }


class _SomebodyWasFaster(Exception):
    """One of many rows is not as it was read."""


def _all_at_once(steps: Sequence[Step], older: set[UUID], now: datetime) -> bool:
    """Take steps that are alike in one transaction; False when that did not go through for all of them."""
    first = steps[0]
    try:
        with transaction.atomic():
            rows = _as_read(first.row).filter(pk__in=[step.row.pk for step in steps])
            if rows.update(**_columns(first, now)) != len(steps):
                raise _SomebodyWasFaster
            _make([step for step in steps if step.send], older, now)
    except (_SomebodyWasFaster, DatabaseError):
        return False
    return True


def take_one(step: Step, now: datetime, older: set[UUID] | None = None) -> bool:
    """Move one row, and make its digest; False when another run moved the row first."""
    with transaction.atomic():
        rows = _as_read(step.row).filter(pk=step.row.pk)
        won = bool(rows.update(**_columns(step, now)))
        if won and step.send:
            _make([step], {step.row.user_id} if older is None else older, now)
    return won


def _as_read(row: DigestSchedule) -> QuerySet[DigestSchedule]:
    if row.next_at is None:
        return DigestSchedule.objects.filter(next_at__isnull=True, planned_at=row.planned_at)
    return DigestSchedule.objects.filter(next_at=row.next_at, planned_at=row.planned_at)


def _columns(step: Step, now: datetime) -> dict[str, Any]:
    return {"planned_at": now, **next_columns(step.then), **wish_columns(step.row.user), **step.columns}


def _make(steps: Sequence[Step], older: set[UUID], now: datetime) -> None:
    """The mail rows; what has not left for these people is replaced by them."""
    for step in steps:
        if step.send and step.row.user_id in older:
            supersede_older(step.row.user_id, tuple(KIND_NAMES.values()), step.send.at, now)
    rows = [_delivery(step, step.send, now) for step in steps if step.send]
    # A row of this period can stand already when the clock went back: it counts, this one does not.
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def _delivery(step: Step, send: Planned, now: datetime) -> Delivery:
    user, missed_from = step.row.user, step.missed_from
    return Delivery(
        kind=KIND_NAMES[send.rhythm],
        recipient=user,
        owner=user,
        address=user.email,
        period_key=period_key(send),
        context={"day": send.day.isoformat(), "missed_from": missed_from and missed_from.isoformat()},
        due_at=send.at,
        next_attempt_at=now,
        created_at=now,
    )


def of_the_future(row: DigestSchedule, now: datetime) -> dict[str, Any]:
    """What a wrong clock noted for a moment that has not come, as columns to empty."""
    columns: dict[str, Any] = {}
    if row.last_at is not None and row.last_at > now:
        columns |= {"last_day": None, "last_at": None}
    if row.looked_at is not None and row.looked_at > now:
        columns |= {"looked_day": None, "looked_at": None}
    return columns


def next_columns(planned: Planned | None) -> dict[str, Any]:
    """The next digest as columns."""
    if planned is None:
        return {"next_at": None, "next_day": None, "next_rhythm": ""}
    return {"next_at": planned.at, "next_day": planned.day, "next_rhythm": planned.rhythm.value}


def wish_columns(user: User) -> dict[str, Any]:
    """The wishes as columns."""
    return {column: getattr(user, column) for column in WISH_COLUMNS}


def wishes_changed(row: DigestSchedule) -> bool:
    """Whether the settings are others than those the row was planned with."""
    return any(getattr(row, column) != getattr(row.user, column) for column in WISH_COLUMNS)
