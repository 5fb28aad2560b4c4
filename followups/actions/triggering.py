"""What several people waited for has happened: one follow-up each, levelled over days."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from followups.actions.plans import follow_up_from, lock_owners
from followups.kinds import Kind, PlanStatus
from followups.models import FollowUp, FollowUpPlan
from followups.planning import desk_of
from followups.scheduling import Desk, on_day
from followups.wake_up_days import WITHIN_OF_SHIPPING
from library.models import Topic
from prospects import actions as facts
from prospects.models import WakeUp


@dataclass(frozen=True)
class Triggered:
    """The follow-ups written, in order of their day, and how many people are left in peace."""

    follow_ups: tuple[FollowUp, ...]
    left_alone: int


@transaction.atomic
def trigger_wake_up(topic: Topic, *, by: User, now: datetime) -> Triggered:
    """Plan a follow-up within five working days for everybody `by` may see who waits for this.

    Whoever has no plan any more (they asked for peace, they came back) is left alone. Safe to press twice:
    what was triggered waits no longer. `now` is the instant; each owner's day is their own.
    """
    waiting = WakeUp.objects.visible_to(by).waiting().filter(topic=topic).select_related("loss")
    owners = lock_owners(_owners_of(list(waiting)))
    rows = list(waiting.select_for_update(of=("self",)).order_by("created_at", "pk"))
    plans = _active_plans(rows)
    trail = Trail(actor=by, team=by.team, now=now)
    desks = {pk: desk_of(owner, owner.today(now)) for pk, owner in owners.items()}
    made = []
    for wake_up in rows:
        plan = plans.get(wake_up.prospect_id)
        if plan is None or plan.owner_id not in desks:
            continue
        desk = desks[plan.owner_id]
        row = trail.create(_row(wake_up, plan, _levelled_day(desk), now))
        facts.mark_triggered(wake_up, on=desk.today, trail=trail)
        desks[plan.owner_id] = desk.with_load({row.due_on: 1})
        made.append(row)
    trail.write("trigger_wake_up", topic)
    return Triggered(tuple(sorted(made, key=lambda row: row.due_on)), len(rows) - len(made))


def _owners_of(rows: list[WakeUp]) -> set[UUID]:
    plans = FollowUpPlan.objects.filter(prospect__in=[row.prospect_id for row in rows])
    return set(plans.filter(status=PlanStatus.ACTIVE).values_list("owner_id", flat=True))


def _active_plans(rows: list[WakeUp]) -> dict[UUID, FollowUpPlan]:
    plans = FollowUpPlan.objects.filter(prospect__in=[row.prospect_id for row in rows])
    return {plan.prospect_id: plan for plan in plans.filter(status=PlanStatus.ACTIVE)}


def _levelled_day(desk: Desk) -> date:
    """Of the next five working days the first under the limit, else the least loaded, earlier on a tie."""
    days = [desk.calendar.add(desk.today, count) for count in range(1, WITHIN_OF_SHIPPING + 1)]
    free = [day for day in days if desk.load.get(day, 0) < desk.daily_limit]
    return free[0] if free else min(days, key=lambda day: (desk.load.get(day, 0), day))


def _row(wake_up: WakeUp, plan: FollowUpPlan, day: date, now: datetime) -> FollowUp:
    row = follow_up_from(on_day(Kind.WAKE_UP, day), plan, wake_up.loss, now)
    row.wake_up = wake_up
    return row
