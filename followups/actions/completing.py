"""A follow-up was done: what happened becomes a touch, and the plan goes on or ends."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from common.text import clean_text
from followups.actions.plans import (
    end_plan,
    follow_up_from,
    lock_owners,
    owners_of_person,
    stop_everything,
)
from followups.kinds import (
    STANDING_KINDS,
    TWO_WAY,
    UNANSWERED,
    Channel,
    Direction,
    EndedWhy,
    Kind,
    Outcome,
    PlanStatus,
    Status,
)
from followups.models import FollowUp, Touch
from followups.planning import desk_of
from followups.scheduling import (
    MOST_RETRIES,
    Desk,
    Planned,
    agreed_row,
    check_in,
    interested_check_in,
    retry,
)
from prospects import actions as facts
from prospects.conversations import ExitConversation, Manner, ToldBy
from prospects.models import Loss

# What fits a note; the rest of the outcomes are about check-ins and meetings. A debrief has us alone in it.
OUTCOMES_OF = {
    Kind.THANK_YOU: (Outcome.DONE, Outcome.ASKED_TO_STOP),
    Kind.DEBRIEF: (Outcome.DONE,),
    Kind.CHECK_IN: tuple(Outcome),
    Kind.AGREED_MEETING: tuple(Outcome),
}


class NotOpen(Exception):
    """Somebody acted on the follow-up before: it stands as `follow_up` shows."""

    def __init__(self, follow_up: FollowUp) -> None:
        super().__init__(follow_up.status)
        self.follow_up = follow_up


class Unfitting(ValueError):
    """The outcome doesn't fit this kind of follow-up."""


class DateNeeded(ValueError):
    """`not_yet` needs the day they named, today or later."""


@dataclass(frozen=True)
class Result:
    """How it went: outcome, a line to remember, and what some outcomes need besides."""

    outcome: Outcome
    note: str = ""
    next_on: date | None = None
    why_yes: str = ""


@dataclass(frozen=True)
class Completed:
    """The follow-up as it stands now, and the next one (None when the plan ended or needs none)."""

    follow_up: FollowUp
    next_step: FollowUp | None


def outcomes_for(kind: str) -> tuple[Outcome, ...]:
    """The outcomes a kind of follow-up can have."""
    return OUTCOMES_OF[Kind(kind)]


@transaction.atomic
def complete_follow_up(
    pk: UUID,
    result: Result,
    *,
    by: User,
    today: date,
    now: datetime,
    expected_version: int | None = None,
) -> Completed:
    """Close a follow-up with its outcome, write the touch, plan what comes next.

    `today` is the local date of the follow-up's owner. Raises NotOpen when it was acted on before
    (or stands at another version than `expected_version`), Unfitting, DateNeeded, ValidationError for a
    note that is too long, InvalidTransition when the deal is not waiting for a yes.
    """
    follow_up = take(pk, expected_version, for_everybody=result.outcome == Outcome.ASKED_TO_STOP)
    if result.outcome not in outcomes_for(follow_up.kind):
        raise Unfitting(result.outcome)
    if result.outcome == Outcome.NOT_YET and (result.next_on is None or result.next_on < today):
        raise DateNeeded
    trail = Trail(actor=by, team=by.team, now=now)
    note = clean_text(result.note)
    trail.update(
        follow_up,
        status=Status.DONE,
        outcome=result.outcome,
        note=note,
        closed_at=now,
        version=follow_up.version + 1,
    )
    _write_touch(follow_up, by, today, trail)
    step = _go_on(follow_up, result, today, trail)
    trail.write("complete", follow_up)
    return Completed(follow_up, step)


def take(pk: UUID, expected_version: int | None = None, *, for_everybody: bool = False) -> FollowUp:
    """The open follow-up, locked with its plan and owner; raises NotOpen when it isn't (any more).

    `for_everybody` also locks whoever else in the team plans for the same person.
    """
    seen = FollowUp.objects.select_related("prospect").get(pk=pk)
    others = owners_of_person(seen.prospect, team_id=seen.team_id) if for_everybody else set()
    lock_owners({seen.owner_id} | others)
    rows = FollowUp.objects.select_for_update(of=("self", "plan"))
    follow_up = rows.select_related("plan__loss", "prospect", "owner__team").get(pk=pk)
    stale = expected_version is not None and expected_version != follow_up.version
    if stale or not follow_up.is_open():
        raise NotOpen(follow_up)
    return follow_up


def _write_touch(follow_up: FollowUp, by: User, today: date, trail: Trail) -> None:
    if follow_up.kind == Kind.DEBRIEF:
        return
    outcome = Outcome(follow_up.outcome)
    two_way = outcome in TWO_WAY or (outcome == Outcome.DONE and follow_up.kind == Kind.AGREED_MEETING)
    trail.create(
        Touch(
            team_id=follow_up.team_id,
            prospect=follow_up.prospect,
            plan=follow_up.plan,
            follow_up=follow_up,
            by=by,
            channel=_channel(follow_up),
            direction=Direction.OUT,
            is_two_way=two_way,
            happened_on=today,
            outcome=outcome,
            summary=follow_up.note,
            created_at=trail.now,
        )
    )
    if two_way and follow_up.plan.last_two_way_on < today:
        trail.update(follow_up.plan, last_two_way_on=today)


def _channel(follow_up: FollowUp) -> Channel:
    if follow_up.kind == Kind.THANK_YOU:
        return _channel_of_thanks(follow_up.loss)
    if follow_up.kind == Kind.AGREED_MEETING:
        return Channel.MEETING
    return Channel.MAIL if follow_up.manner == Manner.MAIL else Channel.CALL


def _channel_of_thanks(loss: Loss | None) -> Channel:
    """The reply to a no by mail and the closing note go by mail; a thank-you is written by hand."""
    by_mail = loss and (loss.told_by == ToldBy.MAIL or loss.conversation == ExitConversation.DRIFTED)
    return Channel.MAIL if by_mail else Channel.LETTER


def _go_on(follow_up: FollowUp, result: Result, today: date, trail: Trail) -> FollowUp | None:
    plan = follow_up.plan
    if result.outcome == Outcome.ASKED_TO_STOP:
        stop_everything(follow_up.prospect, today=today, trail=trail)
        return None
    if follow_up.kind not in STANDING_KINDS or plan.status != PlanStatus.ACTIVE:
        return None
    if result.outcome == Outcome.WON_BACK:
        facts.mark_came_back(plan.loss.deal, on=today, why=result.why_yes or result.note, trail=trail)
        end_plan(plan, EndedWhy.WON_BACK, today=today, trail=trail)
        return None
    if result.outcome == Outcome.NEW_NEED:
        facts.open_new_need(plan.loss, result.note, trail=trail)
    return _next_step(follow_up, result, today, trail)


def _next_step(follow_up: FollowUp, result: Result, today: date, trail: Trail) -> FollowUp | None:
    plan = follow_up.plan
    if plan.is_hot != (result.outcome == Outcome.INTERESTED):
        trail.update(plan, is_hot=result.outcome == Outcome.INTERESTED)
    planned = next_row(follow_up, result, desk_of(follow_up.owner, today))
    if planned is None:
        end_plan(plan, EndedWhy.CLOSED, today=today, trail=trail)
        return None
    return trail.create(follow_up_from(planned, plan, plan.loss, trail.now))


def next_row(follow_up: FollowUp, result: Result, desk: Desk) -> Planned | None:
    """What an outcome plans next for an active plan; None when it ends. Writes nothing."""
    conversation = ExitConversation(follow_up.plan.loss.conversation)
    if result.outcome == Outcome.NOT_YET and result.next_on:
        return agreed_row(result.next_on, None, desk)
    if result.outcome == Outcome.INTERESTED:
        return interested_check_in(desk)
    if result.outcome in UNANSWERED and follow_up.tries < MOST_RETRIES:
        last = Manner(follow_up.manner) if follow_up.manner else None
        return retry(follow_up.tries + 1, last, desk)
    # We said no ourselves: one check-in, then it is theirs to come back.
    if conversation == ExitConversation.WE_DECLINED and result.outcome != Outcome.NEW_NEED:
        return None
    return check_in(desk.today, conversation, desk)


@transaction.atomic
def skip(pk: UUID, *, by: User, today: date, now: datetime, expected_version: int | None = None) -> Completed:
    """Leave a follow-up out; a check-in plans the next window from today. Raises NotOpen."""
    follow_up = take(pk, expected_version)
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(follow_up, status=Status.SKIPPED, closed_at=now, version=follow_up.version + 1)
    step = None
    if follow_up.kind in STANDING_KINDS and follow_up.plan.status == PlanStatus.ACTIVE:
        step = _next_step(follow_up, Result(Outcome.DONE), today, trail)
    trail.write("skip", follow_up)
    return Completed(follow_up, step)
