"""One way in for a "no": facts, touch and plan, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.changes import Trail
from accounts.models import User
from followups.actions.batons import bring_back_baton
from followups.actions.people_behind import plan_people_behind
from followups.actions.plans import (
    end_plan,
    follow_up_from,
    hear_from,
    lock_owner,
    lock_owners,
    owners_of_person,
    retime,
    still_here,
    stop_everything,
)
from followups.actions.subjects import Subjects, about, write_subjects
from followups.exit_plan import NoFacts
from followups.kinds import STANDING_KINDS, BatonStep, Channel, Direction, EndedWhy, PlanStatus
from followups.models import FollowUp, FollowUpPlan, Touch
from followups.planning import Proposal, Standing, desk_of, facts_of, is_newest, propose, standing_for
from prospects import actions as facts
from prospects.conversations import AskAnswer, ToldBy
from prospects.matching import find_prospect, loss_of_form
from prospects.models import Deal, Loss, Prospect
from prospects.names import ASKED, Names
from prospects.new_no import NewNo

CHANNEL_OF: dict[str, Channel] = {
    ToldBy.MET: Channel.MEETING,
    ToldBy.CALL: Channel.CALL,
    ToldBy.MAIL: Channel.MAIL,
}


@dataclass(frozen=True)
class Recorded:
    """A no on disk, with the plan it joined and that plan's next step.

    `is_new` is false when the same submission had been saved before: then only the loss is told.
    """

    loss: Loss
    is_new: bool
    plan: FollowUpPlan | None = None
    step: FollowUp | None = None


@dataclass(frozen=True)
class Turn:
    """A no whose turn it is: whom it is of, who plans (`day` is today where they are), and what is proposed
    beside what stands."""

    new_no: NewNo
    prospect: Prospect | None
    owner: User
    day: date
    standing: Standing
    no: NoFacts
    proposal: Proposal


@transaction.atomic
def record_no(new_no: NewNo, *, by: User, today: date, now: datetime, names: Names = ASKED) -> Recorded:
    """Save a no with everything that follows from it, or nothing at all.

    `today` is the local date of `by`, `now` the instant. The same submission twice makes one loss.
    Raises ValidationError, InvalidTransition or DoesNotExist when the no can't stand as told, OwnerLeft when
    whoever would plan has left the team.
    """
    if new_no.said_on > today:
        raise ValidationError(_("A no can't have been said in the future."))
    owners = lock_owners(_owners_touched(new_no, by))
    known = loss_of_form(by, new_no.submission)
    if known:
        return Recorded(known, is_new=False)
    prospect = find_prospect(new_no.who, by)
    owner = _planner(new_no, prospect, by, owners)
    # The plan lives in its owner's zone, which may be another than that of who writes the no down.
    day = today if owner.pk == by.pk else owner.today(now)
    trail = Trail(actor=by, team=by.team, now=now)
    if prospect and owners.keys() - {owner.pk}:
        _fetch_back(prospect, day, trail)
    standing = standing_for(prospect, team_id=by.team_id, address=new_no.who.email)
    no = facts_of(new_no, owner, _deal(new_no, prospect), prospect)
    turn = Turn(new_no, prospect, owner, day, standing, no, propose(no, standing, desk_of(owner, day)))
    recorded, _rows = write_down(turn, by=by, today=today, trail=trail, names=names)
    return recorded


def write_down(
    turn: Turn, *, by: User, today: date, trail: Trail, names: Names = ASKED
) -> tuple[Recorded, list[FollowUp]]:
    """Write a no as it was proposed: facts, touch and plan; returns the new follow-ups, too."""
    new_no, day = turn.new_no, turn.day
    person = facts.meet(new_no, turn.prospect, by=by, owner=turn.owner, trail=trail, names=names)
    loss = facts.write_loss(new_no, person, by=by, today=today, trail=trail, names=names)
    facts.write_answers(new_no, loss, trail=trail)
    facts.write_permissions(new_no, loss, by=by, trail=trail)
    plan = _write_plan(loss, turn.standing, turn.proposal, trail, day)
    subjects = write_subjects(new_no, loss, trail=trail, names=names)
    made = _write_rows(plan, loss, turn.proposal, turn.standing, subjects, trail) if plan else []
    _write_touch(plan, loss, trail)
    if new_no.stay_in_touch == AskAnswer.STOP:
        stop_everything(loss.prospect, today=day, trail=trail)
    plan_people_behind(new_no.behind.people, loss, turn.no, owner=turn.owner, today=day, trail=trail)
    trail.write("record_no", loss)
    first = next((row for row in made if row.kind in STANDING_KINDS), turn.standing.step)
    return Recorded(loss, is_new=True, plan=plan, step=first if plan else None), made


def _owners_touched(new_no: NewNo, by: User) -> set[UUID]:
    """Whose planning this no may change or has to keep clear of: the writer's, the owner's, and that of
    whoever plans for the same person."""
    prospect = find_prospect(new_no.who, by)
    touched = {by.pk, prospect.owner_id if prospect else new_no.owner_id or by.pk}
    return touched | owners_of_person(prospect, team_id=by.team_id, address=new_no.who.email)


def _planner(new_no: NewNo, prospect: Prospect | None, by: User, locked: Mapping[UUID, User]) -> User:
    """Who plans: the owner of a known prospect, whoever is named for a new one, else whoever logs it."""
    if prospect and new_no.owner_id not in {None, prospect.owner_id}:
        raise ValidationError(_("Somebody looks after this person already."))
    pk = prospect.owner_id if prospect else new_no.owner_id or by.pk
    owner = locked.get(pk) or lock_owner(pk)
    if owner.team_id != by.team_id:
        raise User.DoesNotExist
    return still_here(owner)


def _fetch_back(prospect: Prospect, today: date, trail: Trail) -> None:
    """Another no of somebody in marketing's care: sales heard it and plans what comes next."""
    plan = FollowUpPlan.objects.select_related("prospect").filter(prospect=prospect).active().first()
    if plan and plan.owner_id != prospect.owner_id:
        bring_back_baton(plan, BatonStep.RETURNED, by=trail.actor, trail=trail, today=today)


def _deal(new_no: NewNo, prospect: Prospect | None) -> Deal | None:
    if new_no.offer.deal_id is None or prospect is None:
        return None
    return Deal.objects.filter(pk=new_no.offer.deal_id, prospect=prospect).first()


def _write_plan(
    loss: Loss, standing: Standing, proposal: Proposal, trail: Trail, today: date
) -> FollowUpPlan | None:
    if standing.stopped_on:
        facts.note_known_stop(loss.prospect, on=standing.stopped_on, trail=trail)
        return None
    if standing.plan is None:
        return trail.create(_new_plan(loss, proposal.ends, today, trail.now))
    plan = standing.plan
    if proposal.ends:
        end_plan(plan, proposal.ends, today=today, trail=trail)
    elif not proposal.leaves_plan:
        newest = loss if is_newest(plan.loss, loss.said_on) else plan.loss
        hear_from(plan, loss.said_on, trail)
        trail.update(plan, loss=newest, is_hot=False)
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
    plan: FollowUpPlan,
    loss: Loss,
    proposal: Proposal,
    standing: Standing,
    subjects: Subjects,
    trail: Trail,
) -> list[FollowUp]:
    """Write what was proposed; returns what is new of it."""
    rows = list(proposal.rows)
    if proposal.step and standing.step:
        retime(standing.step, proposal.step, loss, trail)
    elif proposal.step:
        rows.append(proposal.step)
    made = trail.create_all(about(follow_up_from(row, plan, loss, trail.now), row, subjects) for row in rows)
    if proposal.takes_thank_you_along and standing.thank_you:
        row = standing.thank_you
        trail.update(row, loss=loss, version=row.version + 1)
    return made


def _write_touch(plan: FollowUpPlan | None, loss: Loss, trail: Trail) -> None:
    """A no is a sign of interest and counts as a touch; silence is none."""
    if not facts.is_silent(loss):
        trail.create(touch_of(loss, plan, trail.now))


def touch_of(loss: Loss, plan: FollowUpPlan | None, now: datetime) -> Touch:
    """The touch a no is, not yet saved."""
    return Touch(
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
        created_at=now,
    )
