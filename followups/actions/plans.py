"""What happens to a plan: its next step, its end."""

from datetime import date, datetime
from uuid import UUID

from accounts.changes import Trail
from accounts.models import User
from followups.kinds import STANDING_KINDS, EndedWhy, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan
from followups.scheduling import Planned
from prospects import actions as facts
from prospects.models import Loss, Prospect


def lock_owner(pk: UUID) -> User:
    """One planning at a time per owner: two at once may not both see the same day as free."""
    return User.objects.select_for_update(of=("self",)).select_related("team").get(pk=pk)


def follow_up_from(row: Planned, plan: FollowUpPlan, loss: Loss | None, now: datetime) -> FollowUp:
    """A follow-up row as planned, not yet saved; it belongs to the plan's owner."""
    return FollowUp(
        team_id=plan.team_id,
        plan=plan,
        prospect_id=plan.prospect_id,
        loss=loss,
        owner_id=plan.owner_id,
        kind=row.kind,
        opens_on=row.opens_on,
        due_on=row.due_on,
        closes_on=row.closes_on,
        manner=row.manner or "",
        is_agreed=row.is_agreed,
        tries=row.tries,
        created_at=now,
    )


def cancel(row: FollowUp, trail: Trail) -> None:
    """A follow-up nobody has to do any more."""
    trail.update(row, status=Status.CANCELLED, closed_at=trail.now, version=row.version + 1)


def end_plan(plan: FollowUpPlan, why: EndedWhy, *, today: date, trail: Trail) -> None:
    """End a plan; its open check-in or meeting goes, thank-you and debrief may stay."""
    rows = plan.follow_ups.filter(status=Status.OPEN)
    if why != EndedWhy.OPTED_OUT:
        rows = rows.filter(kind__in=STANDING_KINDS)
    for row in rows.select_for_update():
        cancel(row, trail)
    if plan.status == PlanStatus.ACTIVE:
        trail.update(plan, status=PlanStatus.ENDED, ended_why=why, ended_on=today, is_hot=False)


def stop_everything(prospect: Prospect, *, today: date, trail: Trail) -> int:
    """They asked us to stop: every plan of the person in the team ends; returns how many rows were theirs."""
    people = facts.note_asked_to_stop(prospect, on=today, trail=trail)
    plans = FollowUpPlan.objects.filter(prospect__in=people).select_for_update()
    for plan in plans:
        end_plan(plan, EndedWhy.OPTED_OUT, today=today, trail=trail)
    return len(people)
