"""A promise: kept, not kept, or due again."""

from datetime import date, timedelta

from accounts.changes import Trail
from followups.actions.plans import follow_up_from
from followups.kinds import EndedWhy, Kind, PlanStatus
from followups.models import FollowUp
from followups.planning import desk_of
from followups.scheduling import on_day
from prospects import actions as facts
from prospects.conversations import PromiseState


def settle(follow_up: FollowUp, kept: bool, *, today: date, trail: Trail) -> FollowUp | None:
    """Note whether it was kept; one that repeats is due again all the same, as long as we stay in touch."""
    promise = follow_up.promise
    if promise is None:
        return None
    state = PromiseState.KEPT if kept else PromiseState.NOT_KEPT
    facts.settle_promise(promise, state, on=today, trail=trail)
    plan = follow_up.plan
    goes_on = plan.status == PlanStatus.ACTIVE or plan.ended_why == EndedWhy.CLOSED
    if promise.every_weeks is None or not goes_on:
        return None
    desk = desk_of(follow_up.plan.owner, today)
    day = desk.calendar.on_or_after(today + timedelta(weeks=promise.every_weeks))
    row = follow_up_from(on_day(Kind.PROMISE, day), plan, follow_up.loss, trail.now)
    row.promise = promise
    return trail.create(row)
