"""Makes letters of the month due: one mail row per person and month, won by compare-and-set on the schedule.

Safe to run twice, at the same time, late or never: the row says what is planned; whoever moves it wins.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from accounts.models import User
from digests.steps import CLOCKS_MAY_DIFFER
from insights.calendar_months import Month, month_of
from insights.models import MonthlySchedule
from insights.monthly_kinds import MONTHLY_LESSONS
from insights.monthly_schedule import (
    LetterDecision,
    MonthlyStanding,
    MonthlyWishes,
    PlannedLetter,
    decide_letter,
    first_letter,
    letter_after_a_change,
)
from insights.monthly_worth import with_something_to_say
from outbox.claims import supersede_older
from outbox.models import Delivery

logger = logging.getLogger(__name__)

MOST_PER_RUN = 2000
AT_ONCE = 200
# Who came while the clock was down this long still gets the letter about the month they came in; whoever was
# here long before there was a schedule begins with the month that runs.
GRACE = timedelta(days=2)
# The columns in which a schedule row remembers the wishes it was made for, named as the user's.
WISH_COLUMNS = ("time_zone", "digest_time", "working_days", "country", "region")

Row = TypeVar("Row")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class MonthlyReport:
    """How many schedules were looked at, how many letters came of it, for how many people it failed."""

    looked_at: int
    made: int
    failed: int = 0


def plan_letters(now: datetime) -> MonthlyReport:
    """Make the letters due at `now` (aware), and a schedule for everybody who has none."""
    failed = _make_missing(User.objects.all(), now)
    rows = list(_with_calendars(_to_look_at(now)).order_by("next_at")[:MOST_PER_RUN])
    made = 0
    for first in range(0, len(rows), AT_ONCE):
        made_here, failed_here = _take(rows[first : first + AT_ONCE], now)
        made, failed = made + made_here, failed + failed_here
    return MonthlyReport(len(rows), made, failed)


def reschedule_letters(user: User, now: datetime) -> None:
    """Work out the next letter anew after zone, hour, days, country or absences of `user` changed.

    The tick would notice all but absences by itself. Nobody else's row is touched.
    """
    row = MonthlySchedule.objects.filter(user=user).first()
    if row is None:
        return
    row.user = user
    then = letter_after_a_change(wishes_of(user), _standing(row), now)
    columns = _next_columns(then)
    if any(getattr(row, column) != value for column, value in (columns | _wish_columns(user)).items()):
        _move(row, then, now)


def stop_letters(user: User) -> None:
    """No letter is planned for somebody who left; were they to come back, the next tick begins anew."""
    MonthlySchedule.objects.filter(user=user).delete()


def wishes_of(user: User) -> MonthlyWishes:
    """Where `user` lives, when they want their mail, and when they work."""
    return MonthlyWishes(user.zone(), user.digest_time, user.calendar())


def _make_missing(users: QuerySet[User], now: datetime) -> int:
    """A schedule for everybody of them active who has none; for how many that failed."""
    without = users.filter(is_active=True, monthly_schedule__isnull=True).prefetch_related("absences")
    rows = [_or_log(_first_row, user, user.pk, now) for user in without]
    made = [row for row in rows if row is not None]
    # Another run may be making the same rows: whoever comes second changes nothing.
    MonthlySchedule.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)
    return rows.count(None)


def _first_row(user: User, now: datetime) -> MonthlySchedule:
    since = min(max(user.date_joined, now - GRACE), now)
    planned = first_letter(wishes_of(user), since)
    return MonthlySchedule(user=user, planned_at=now, **_next_columns(planned), **_wish_columns(user))


def _with_calendars(rows: QuerySet[MonthlySchedule]) -> QuerySet[MonthlySchedule]:
    return rows.select_related("user").prefetch_related("user__absences")


def _to_look_at(now: datetime) -> QuerySet[MonthlySchedule]:
    changed = Q()
    for column in WISH_COLUMNS:
        changed |= ~Q(**{column: F(f"user__{column}")})
    clock_went_back = Q(planned_at__gt=now + CLOCKS_MAY_DIFFER)
    return MonthlySchedule.objects.filter(Q(next_at__lte=now) | changed | clock_went_back)


def _take(rows: Sequence[MonthlySchedule], now: datetime) -> tuple[int, int]:
    """Move these schedules on: how many letters came of it, and for how many people it failed."""
    decided = [(row, _or_log(_decide, row, row.user_id, now)) for row in rows]
    sending = [(row.user, found.send.month) for row, found in decided if found and found.send]
    try:
        worth = with_something_to_say(sending)
    except Exception:
        logger.exception("What the month brought %d people could not be read", len(sending))
        return 0, len(rows)
    made = failed = 0
    for row, found in decided:
        won = _or_log(_taker(found, worth), row, row.user_id, now) if found else None
        made, failed = made + (won is True), failed + (won is None)
    return made, failed


def _decide(row: MonthlySchedule, now: datetime) -> LetterDecision:
    return decide_letter(wishes_of(row.user), _standing(row), now)


def _taker(found: LetterDecision, worth: set[UUID]) -> Callable[[MonthlySchedule, datetime], bool]:
    def take(row: MonthlySchedule, now: datetime) -> bool:
        """Whether a letter came of it."""
        user = row.user
        is_wanted = user.is_active and user.lessons_monthly and user.pk in worth
        with transaction.atomic():
            if not _move(row, found.then, now, found.send) or not found.send or not is_wanted:
                return False
            return _make(user, found.send, now)

    return take


def _move(
    row: MonthlySchedule, then: PlannedLetter, now: datetime, served: PlannedLetter | None = None
) -> bool:
    """Move one row; False when another run moved it first."""
    columns: dict[str, Any] = {"planned_at": now, **_next_columns(then), **_wish_columns(row.user)}
    if served:
        columns["last_month"] = served.month.first_day
    elif row.last_month and row.last_month >= columns["next_month"]:
        # A wrong clock noted a month that is not over.
        columns["last_month"] = None
    as_read = MonthlySchedule.objects.filter(pk=row.pk, next_at=row.next_at, planned_at=row.planned_at)
    return bool(as_read.update(**columns))


def _make(user: User, letter: PlannedLetter, now: datetime) -> bool:
    """The mail row; an older letter that has not left is replaced by it. False where one stands already."""
    supersede_older(user.pk, (MONTHLY_LESSONS,), letter.at, now)
    key = letter.month.key
    if Delivery.objects.filter(kind=MONTHLY_LESSONS, recipient=user, period_key=key).exists():
        # The clock went back: the one that stands counts.
        return False
    row = Delivery(
        kind=MONTHLY_LESSONS,
        recipient=user,
        owner=user,
        address=user.email,
        period_key=key,
        due_at=letter.at,
        next_attempt_at=now,
        created_at=now,
    )
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
    return True


def _standing(row: MonthlySchedule) -> MonthlyStanding:
    return MonthlyStanding(month_of(row.next_month), _month(row.last_month))


def _month(day: date | None) -> Month | None:
    return month_of(day) if day else None


def _next_columns(planned: PlannedLetter) -> dict[str, Any]:
    return {"next_month": planned.month.first_day, "next_at": planned.at}


def _wish_columns(user: User) -> dict[str, Any]:
    return {column: getattr(user, column) for column in WISH_COLUMNS}


def _or_log(work: Callable[[Row, datetime], Answer], row: Row, user_id: UUID, now: datetime) -> Answer | None:
    """What `work` answers; None when it raised: one broken person never stops the others."""
    try:
        return work(row, now)
    except Exception:
        logger.exception("The letter of the month of user %s could not be planned", user_id)
        return None
