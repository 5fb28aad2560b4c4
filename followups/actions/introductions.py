"""Somebody a prospect named: contacted within the week, then kept in touch with."""

from dataclasses import replace
from datetime import date

from accounts.changes import Trail
from followups.actions.plans import begin_side_plan, follow_up_from
from followups.contact_history import desk_for, history_of
from followups.kinds import UNANSWERED, Kind, Outcome, PlanStatus
from followups.models import FollowUp
from followups.planning import desk_of
from followups.scheduling import MOST_RETRIES, retry
from prospects.conversations import Manner


def go_on_with_referred(
    follow_up: FollowUp, outcome: Outcome, *, today: date, trail: Trail
) -> FollowUp | None:
    """Unanswered, another try (at most two); reached, the person gets a keep-in-touch window of their own."""
    referred = follow_up.referred
    if referred is None:
        return None
    desk = desk_of(follow_up.plan.owner, today)
    if outcome in UNANSWERED and follow_up.tries < MOST_RETRIES:
        last = Manner(follow_up.manner) if follow_up.manner else None
        planned = replace(retry(follow_up.tries + 1, last, desk), kind=Kind.REFERRAL)
        row = follow_up_from(planned, follow_up.plan, follow_up.loss, trail.now)
        row.referred = referred
        return trail.create(row)
    if outcome in UNANSWERED or referred.plans.filter(status=PlanStatus.ACTIVE).exists():
        return None
    theirs = desk_of(referred.owner, today) if referred.owner_id != follow_up.plan.owner_id else desk
    return begin_side_plan(referred, desk_for(theirs, history_of(referred)), trail=trail)
