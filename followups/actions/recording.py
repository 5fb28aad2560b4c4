"""One way in for a "no": facts, touch and plan, in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from followups.actions.plans import end_plan, follow_up_from, lock_owner, stop_everything
from followups.kinds import Channel, Direction, EndedWhy, PlanStatus
from followups.models import FollowUp, FollowUpPlan, Touch
from followups.planning import Proposal, Standing, desk_of, facts_of, propose, standing_for
from followups.scheduling import Planned
from prospects import actions as facts
from prospects.conversations import AskAnswer, ToldBy
from prospects.matching import find_prospect
from prospects.models import Deal, Loss
from prospects.new_no import NewNo

CHANNEL_OF: dict[str, Channel] = {
    ToldBy.MET: Channel.MEETING,
    ToldBy.CALL: Channel.CALL,
    ToldBy.MAIL: Channel.MAIL,
}


@dataclass(frozen=True)
class Recorded:
    """A no on disk; `is_new` is false when the same submission had been saved before."""

    loss: Loss
    is_new: bool


@transaction.atomic
def record_no(new_no: NewNo, *, by: User, today: date, now: datetime) -> Recorded:
    """Save a no with everything that follows from it, or nothing at all.

    `today` is the local date of `by`, `now` the instant. The same submission twice makes one loss.
    Raises ValidationError, InvalidTransition or DoesNotExist when the no can't stand as told.
    """
    lock_owner(by.pk)
    known = _already_saved(new_no, by)
    if known:
        return Recorded(known, is_new=False)
    prospect = find_prospect(new_no.who, by)
    # A manager may log a no for a colleague's prospect: the plan is the colleague's.
    owner = lock_owner(prospect.owner_id) if prospect and prospect.owner_id != by.pk else by
    standing = standing_for(prospect)
    deal = Deal.objects.filter(pk=new_no.offer.deal_id).first() if new_no.offer.deal_id else None
    no = facts_of(new_no, owner, deal)
    proposal = propose(no, standing, desk_of(owner, today))
    trail = Trail(actor=by, team=by.team, now=now)
    loss = facts.write_loss(new_no, prospect, by=by, today=today, trail=trail)
    plan = _write_plan(loss, standing, proposal, trail, today)
    _write_rows(plan, loss, proposal, standing, trail)
    _write_touch(plan, loss, trail)
    if new_no.stay_in_touch == AskAnswer.STOP:
        stop_everything(loss.prospect, today=today, trail=trail)
    trail.write("record_no", loss)
    return Recorded(loss, is_new=True)


def _already_saved(new_no: NewNo, by: User) -> Loss | None:
    if not new_no.submission:
        return None
    return Loss.objects.filter(logged_by=by, submission=new_no.submission).first()


def _write_plan(
    loss: Loss, standing: Standing, proposal: Proposal, trail: Trail, today: date
) -> FollowUpPlan | None:
    if standing.opted_out:
        return None
    if standing.plan is None:
        return trail.create(_new_plan(loss, proposal.ends, today, trail.now))
    plan = standing.plan
    if proposal.ends:
        end_plan(plan, proposal.ends, today=today, trail=trail)
    elif not proposal.leaves_plan:
        contact = max(plan.last_two_way_on, loss.said_on)
        trail.update(plan, loss=loss, last_two_way_on=contact)
    return plan


def _new_plan(loss: Loss, ends: EndedWhy | None, today: date, now: datetime) -> FollowUpPlan:
    return FollowUpPlan(
        team_id=loss.team_id,
        prospect=loss.prospect,
        owner_id=loss.prospect.owner_id,
        loss=loss,
        status=PlanStatus.ENDED if ends else PlanStatus.ACTIVE,
        ended_why=ends or "",
        ended_on=today if ends else None,
        last_two_way_on=loss.said_on,
        created_at=now,
    )


def _write_rows(
    plan: FollowUpPlan | None, loss: Loss, proposal: Proposal, standing: Standing, trail: Trail
) -> None:
    if plan is None:
        return
    rows = list(proposal.rows)
    if proposal.step and standing.step:
        _retime(standing.step, proposal.step, loss, trail)
    elif proposal.step:
        rows.append(proposal.step)
    made = FollowUp.objects.bulk_create(follow_up_from(row, plan, loss, trail.now) for row in rows)
    trail.created(*made)
    if proposal.takes_thank_you_along and standing.thank_you:
        row = standing.thank_you
        trail.update(row, loss=loss, version=row.version + 1)


def _retime(standing: FollowUp, step: Planned, loss: Loss, trail: Trail) -> None:
    """Move the open check-in in its own row; retries and streak begin again."""
    trail.update(
        standing,
        kind=step.kind,
        loss=loss,
        opens_on=step.opens_on,
        due_on=step.due_on,
        closes_on=step.closes_on,
        manner=step.manner or "",
        is_agreed=step.is_agreed,
        tries=0,
        version=standing.version + 1,
    )


def _write_touch(plan: FollowUpPlan | None, loss: Loss, trail: Trail) -> None:
    """A no is a sign of interest and counts as a touch; silence is none."""
    if facts.is_silent(loss.told_by):
        return
    trail.create(
        Touch(
            team_id=loss.team_id,
            prospect=loss.prospect,
            plan=plan,
            loss=loss,
            by=loss.logged_by,
            channel=CHANNEL_OF.get(loss.told_by, Channel.NOTE),
            direction=Direction.IN,
            is_two_way=True,
            happened_on=loss.said_on,
            summary=loss.in_their_words,
            created_at=trail.now,
        )
    )
