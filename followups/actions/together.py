"""Several follow-ups at once, as one change: later, or to a colleague."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from accounts.changes import Change, Trail
from accounts.models import User
from accounts.policy import Thing, may
from followups.actions.batons import pass_to_new_owner
from followups.actions.plans import lock_owners
from followups.actions.postponing import Later, TooEarly, day_for, needs_real_date, put_off, rule_against
from followups.actions.re_picking import keep_off_days_off
from followups.models import FollowUp, FollowUpPlan, HandOver
from followups.planning import desk_of
from prospects.models import Prospect


class NotAColleague(ValueError):
    """Only a manager gives people to somebody else, and only to an active member of the own team."""


@dataclass(frozen=True)
class PastTheirWindows(Exception):
    """The day lies after the last day of these; asked once before it is taken."""

    rows: tuple[FollowUp, ...]


@dataclass(frozen=True)
class Together:
    """What was done: the change (None when there was nothing to do), and how many it was about.

    `acted_on` were not open any more; `want_a_day` were put off twice before and take no named day;
    against the day of `stay` a contact rule speaks, which is asked about one by one.
    """

    change: Change | None
    count: int
    acted_on: int = 0
    want_a_day: int = 0
    stay: int = 0


@transaction.atomic
def snooze_together(
    pks: Iterable[UUID],
    until: date | Later,
    *,
    by: User,
    now: datetime,
    past_window_is_fine: bool = False,
) -> Together:
    """Put every one of these off, each as if alone; what `by` does not see is left out.

    Raises TooEarly and, unless `past_window_is_fine`, PastTheirWindows; then nothing moves.
    """
    wanted = set(pks)
    rows = _open_rows(wanted, by)
    late = [row for row in rows if isinstance(until, Later) and needs_real_date(row.snoozes)]
    wished = {row.pk: _day(row, until, now) for row in rows if row not in late}
    days = {row.pk: wished[row.pk] for row in rows if row.pk in wished and _is_fine(row, wished, now)}
    past = tuple(row for row in rows if row.pk in days and _is_past(row, days[row.pk], now))
    if past and not past_window_is_fine:
        raise PastTheirWindows(past)
    trail = Trail(actor=by, team=by.team, now=now)
    for row in rows:
        if row.pk in days:
            put_off(row, days[row.pk], trail)
    change = trail.write("snooze_together", by) if days else None
    return Together(
        change,
        len(days),
        acted_on=len(wanted) - len(rows),
        want_a_day=len(late),
        stay=len(wished) - len(days),
    )


def _open_rows(pks: set[UUID], by: User) -> list[FollowUp]:
    """Those still open, locked with their owners, in the order they are due."""
    seen = FollowUp.objects.visible_to(by).filter(pk__in=pks)
    lock_owners(seen.values_list("owner_id", flat=True))
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("owner__team", "prospect")
    return list(rows.filter(pk__in=list(seen.values_list("pk", flat=True))).open().order_by("due_on", "pk"))


def _day(row: FollowUp, until: date | Later, now: datetime) -> date:
    today = row.owner.today(now)
    day = day_for(until, row, today, row.owner.calendar()) if isinstance(until, Later) else until
    if day <= today:
        raise TooEarly
    return day


def _is_fine(row: FollowUp, days: dict[UUID, date], now: datetime) -> bool:
    return rule_against(row, days[row.pk], row.owner.today(now)) is None


def _is_past(row: FollowUp, day: date, now: datetime) -> bool:
    return row.has_window() and row.owner.today(now) <= row.closes_on < day


@transaction.atomic
def reassign(pks: Iterable[UUID], to: User, *, by: User, now: datetime) -> Together:
    """Give the people of these follow-ups to a colleague: person, plans and everything open change hands.

    What was done stays with whoever did it. Days stay as they are, but for days off of the colleague. What
    is in marketing's care stays there, and comes back to the colleague. Raises NotAColleague.
    """
    if not may(by, Thing.REASSIGNING) or to.team_id != by.team_id or not to.is_active:
        raise NotAColleague
    rows = FollowUp.objects.visible_to(by).filter(pk__in=set(pks))
    people = set(rows.values_list("prospect_id", flat=True))
    todo = FollowUp.objects.filter(prospect_id__in=people).open()
    plans = FollowUpPlan.objects.filter(prospect_id__in=people)
    planners = {pk for both in plans.values_list("owner_id", "prospect__owner_id") for pk in both}
    owners = lock_owners({to.pk, *todo.values_list("owner_id", flat=True), *planners})
    if not owners[to.pk].is_active:
        raise NotAColleague
    trail = Trail(actor=by, team=by.team, now=now)
    in_care = list(HandOver.objects.in_care().filter(plan__in=plans).values_list("plan", flat=True))
    stays = Q(plan__in=in_care) & ~Q(owner=F("prospect__owner"))
    theirs = list(todo.exclude(stays).values_list("pk", flat=True))
    given = Prospect.objects.filter(pk__in=people).exclude(owner=to).order_by("pk")
    for person in given.select_for_update():
        trail.update(person, owner=to)
    for plan in plans.exclude(pk__in=in_care).exclude(owner=to).order_by("pk").select_for_update():
        trail.update(plan, owner=to)
    rows_given = list(
        todo.filter(pk__in=theirs)
        .exclude(owner=to)
        .order_by("pk")
        .select_related("prospect")
        .select_for_update(of=("self",))
    )
    for row in rows_given:
        # That it was open is noted too: once somebody acted on it, this can't be taken back.
        trail.update(row, owner=to, status=row.status, version=row.version + 1)
    keep_off_days_off(rows_given, desk_of(owners[to.pk], to.today(now)), trail)
    pass_to_new_owner(people, to, by=by, trail=trail)
    change = trail.write("reassign", by) if trail.after else None
    return Together(change, len(people) if change else 0)
