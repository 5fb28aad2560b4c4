"""What can be done about somebody who does not answer: another channel, a kind close, or staying in touch."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.changes import Change, Trail
from accounts.models import User
from followups.actions.completing import Unfitting, take
from followups.actions.plans import end_plan, lock_owners
from followups.kinds import EndedWhy, Kind
from followups.models import FollowUp, FollowUpPlan
from prospects.conversations import Manner


class NoPlan(Exception):
    """Nothing is planned for them (any more)."""


def other_manner(manner: str) -> Manner:
    """The other way to reach somebody; a check-in is a call unless it says otherwise."""
    return Manner.CALL if manner == Manner.MAIL else Manner.MAIL


@transaction.atomic
def change_channel(pk: UUID, *, by: User, now: datetime, expected_version: int | None = None) -> FollowUp:
    """The next try goes another way than planned: a mail in place of the call, or a call.

    Raises NotOpen, and Unfitting for what is no check-in, or for a day they named.
    """
    follow_up = take(pk, expected_version)
    if follow_up.kind != Kind.CHECK_IN or follow_up.is_agreed:
        raise Unfitting(follow_up.kind)
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(follow_up, manner=other_manner(follow_up.manner), version=follow_up.version + 1)
    trail.write("change_channel", follow_up)
    return follow_up


@transaction.atomic
def close_kindly(prospect_id: UUID, *, by: User, today: date, now: datetime) -> Change:
    """Let somebody go who does not answer: the plan ends, their deals stay declined. Raises NoPlan."""
    plan, trail = _locked(prospect_id, by, now)
    end_plan(plan, EndedWhy.LET_GO, today=today, trail=trail)
    return trail.write("close_kindly", plan.prospect)


@transaction.atomic
def keep_silent(prospect_id: UUID, *, by: User, today: date, now: datetime) -> Change:
    """Stay in touch with somebody long silent: the app asks again as much later. Raises NoPlan."""
    plan, trail = _locked(prospect_id, by, now)
    trail.update(plan, kept_on=today)
    return trail.write("keep_silent", plan.prospect)


def _locked(prospect_id: UUID, by: User, now: datetime) -> tuple[FollowUpPlan, Trail]:
    plans = FollowUpPlan.objects.filter(prospect=prospect_id).active()
    planners = plans.values_list("owner_id", "prospect__owner_id").first()
    if planners is None:
        raise NoPlan
    lock_owners(planners)
    plan = plans.select_for_update(of=("self",)).select_related("prospect").first()
    if plan is None:
        raise NoPlan
    return plan, Trail(actor=by, team=by.team, now=now)
