"""Makes digests due: one mail row per person and period, claimed by compare-and-set on the schedule row.

Safe to run twice, at the same time, late or never: the row says what is planned; whoever moves it wins.
"""

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from accounts.models import User
from digests.models import DigestSchedule
from digests.schedule import LONGEST_GAP, Rhythm, first_plan, healed
from digests.steps import (
    CLOCKS_MAY_DIFFER,
    WISH_COLUMNS,
    Step,
    anew,
    last_day,
    next_columns,
    of_the_future,
    or_log,
    take,
    take_one,
    wish_columns,
    wishes_changed,
    wishes_of,
)
from followups.agenda import Agenda, agenda_for

logger = logging.getLogger(__name__)

MOST_PER_RUN = 2000
AT_ONCE = 200


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
    without_schedule = _make_missing(User.objects.all(), now)
    rows = list(_with_calendars(_to_look_at(now)).order_by("next_at")[:MOST_PER_RUN])
    done = [take(rows[first : first + AT_ONCE], now) for first in range(0, len(rows), AT_ONCE)]
    made, failed = sum(made for made, _failed in done), sum(failed for _made, failed in done)
    return PlanReport(looked_at=len(rows), made=made, failed=failed + without_schedule)


def heal_schedules(now: datetime) -> HealReport:
    """Plan anew what stands further ahead than the rules allow, or does not stand at all.

    A wrong clock that wrote such a row is noticed by the next tick; this finds what came about in other ways.
    Safe to run twice and at the same time; a local date still has one digest.
    """
    wanted = Q(user__is_active=True) & (Q(user__digest_daily=True) | Q(user__digest_weekly=True))
    far = Q(next_at__gt=now + LONGEST_GAP) | Q(next_at__isnull=True)
    rows = _with_calendars(DigestSchedule.objects.filter(wanted & far))
    done = [or_log(_heal, row, row.user_id, now) for row in rows]
    return HealReport(healed=done.count(True), failed=done.count(None))


def reschedule(user: User, now: datetime, *, absences_changed: bool = False) -> None:
    """Work out the next digest anew after zone, hour, days, country, wishes or absences of `user` changed.

    A minute later the tick would notice by itself; this makes the settings page tell the truth at once. An
    absence stands in no column: an hour later the healing would notice that one was taken away. Nobody else's
    row is touched: what somebody presses writes nothing of another team.
    """
    _make_missing(User.objects.filter(pk=user.pk), now)
    row = DigestSchedule.objects.filter(user=user).first()
    if row is not None:
        row.user = user
        if absences_changed or wishes_changed(row):
            take_one(anew(row, now), now)


def stop_digests(user: User) -> None:
    """No digest is planned for somebody who left; were they to come back, the next tick begins anew."""
    DigestSchedule.objects.filter(user=user).delete()


def agenda_of(user: User, rhythm: Rhythm, today: date) -> Agenda:
    """What a digest of this rhythm is about on the local date `today`; the weekly looks ahead to Sunday."""
    return agenda_for(user, today, last_day(rhythm, today) if rhythm is Rhythm.WEEKLY else None)


def is_worth_a_mail(agenda: Agenda) -> bool:
    """Whether anything in it causes a digest; debriefs alone do not."""
    return bool(agenda.counted()) or any(item.is_counted for item in agenda.week)


def _make_missing(users: QuerySet[User], now: datetime) -> int:
    """A schedule for everybody of them active who has none; for how many that failed."""
    without = users.filter(is_active=True, digest_schedule__isnull=True).prefetch_related("absences")
    rows = [or_log(_first_row, user, user.pk, now) for user in without]
    # Another run may be making the same rows: whoever comes second changes nothing.
    made = [row for row in rows if row is not None]
    DigestSchedule.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)
    return rows.count(None)


def _first_row(user: User, now: datetime) -> DigestSchedule:
    """Reckoned from the day they joined: were the clock down since, today's digest is still theirs."""
    planned = first_plan(wishes_of(user), min(user.date_joined, now))
    return DigestSchedule(user=user, planned_at=now, **next_columns(planned), **wish_columns(user))


def _with_calendars(rows: QuerySet[DigestSchedule]) -> QuerySet[DigestSchedule]:
    """The schedules with their people, whose absences are read in one query for all."""
    return rows.select_related("user").prefetch_related("user__absences")


def _to_look_at(now: datetime) -> QuerySet[DigestSchedule]:
    changed = Q()
    for column in WISH_COLUMNS:
        changed |= ~Q(**{column: F(f"user__{column}")})
    clock_went_back = Q(planned_at__gt=now + CLOCKS_MAY_DIFFER)
    return DigestSchedule.objects.filter(Q(next_at__lte=now) | changed | clock_went_back)


def _heal(row: DigestSchedule, now: datetime) -> bool:
    """Move a schedule back to where the rules want it; whether it had to be."""
    forgotten = of_the_future(row, now)
    due = healed(wishes_of(row.user), replace(row.standing(), **forgotten), now)
    if due is None or not take_one(Step(row, due, forgotten), now):
        return False
    logger.warning(
        "The next digest of user %s stood at %s, further ahead than the rules allow; it is at %s now.",
        row.user_id,
        row.next_at,
        due.at,
    )
    return True
