"""A follow-up was done: what happened becomes a touch, and the plan goes on or ends."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from common.text import clean_line, clean_text
from followups.actions.going_on import Result, go_on, next_step
from followups.actions.plans import lock_owners, owners_of_person
from followups.kinds import (
    STANDING_KINDS,
    TWO_WAY,
    Channel,
    Direction,
    Kind,
    Outcome,
    PlanStatus,
    Status,
    TouchKind,
)
from followups.models import FollowUp, Touch
from followups.outcomes import outcomes_for
from followups.written_answers import is_written_answer
from prospects.conversations import Manner

HELPFUL_KINDS = {Kind.PROMISE, Kind.VALUE_ITEM}


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
class Completed:
    """The follow-up as it stands now, and the next one (None when the plan ended or needs none)."""

    follow_up: FollowUp
    next_step: FollowUp | None


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
    if result.outcome not in outcomes_for(follow_up.kind, has_no=follow_up.plan.loss_id is not None):
        raise Unfitting(result.outcome)
    if result.outcome == Outcome.NOT_YET and (result.next_on is None or result.next_on < today):
        raise DateNeeded
    trail = Trail(actor=by, team=by.team, now=now)
    step = close_as(follow_up, result, by=by, today=today, trail=trail)
    trail.write("complete", follow_up)
    return Completed(follow_up, step)


def close_as(follow_up: FollowUp, result: Result, *, by: User, today: date, trail: Trail) -> FollowUp | None:
    """Close an open follow-up that was taken, write its touch, go on; returns what comes next.

    Whether the outcome fits is the caller's to know.
    """
    trail.update(
        follow_up,
        status=Status.DONE,
        outcome=result.outcome,
        note=clean_text(result.note),
        closed_at=trail.now,
        version=follow_up.version + 1,
    )
    _write_touch(follow_up, result, by, today, trail)
    return go_on(follow_up, result, today=today, trail=trail)


def take(pk: UUID, expected_version: int | None = None, *, for_everybody: bool = False) -> FollowUp:
    """The open follow-up, locked with its plan and owner; raises NotOpen when it isn't (any more).

    `for_everybody` also locks whoever else in the team plans for the same person.
    """
    seen = FollowUp.objects.select_related("prospect").get(pk=pk)
    others = owners_of_person(seen.prospect, team_id=seen.team_id) if for_everybody else set()
    lock_owners({seen.owner_id} | others)
    rows = FollowUp.objects.select_for_update(of=("self", "plan"))
    about = ("plan__loss__deal", "prospect__team", "owner__team", "promise", "wake_up", "referred")
    follow_up = rows.select_related(*about).get(pk=pk)
    stale = expected_version is not None and expected_version != follow_up.version
    if stale or not follow_up.is_open():
        raise NotOpen(follow_up)
    return follow_up


def _write_touch(follow_up: FollowUp, result: Result, by: User, today: date, trail: Trail) -> None:
    """What happened between us; a debrief and a promise that wasn't kept are no touch."""
    if follow_up.kind == Kind.DEBRIEF or (follow_up.kind == Kind.PROMISE and not result.kept):
        return
    outcome = Outcome(follow_up.outcome)
    two_way = outcome in TWO_WAY or (outcome == Outcome.DONE and follow_up.kind == Kind.AGREED_MEETING)
    trail.create(
        Touch(
            team_id=follow_up.team_id,
            prospect=follow_up.referred or follow_up.prospect,
            plan=None if follow_up.referred else follow_up.plan,
            follow_up=follow_up,
            by=by,
            channel=_channel(follow_up),
            kind=TouchKind.HELPFUL if follow_up.kind in HELPFUL_KINDS else TouchKind.PERSONAL,
            relevance=clean_line(result.relevance),
            override_reason=clean_line(result.override_reason),
            direction=Direction.OUT,
            is_two_way=two_way,
            happened_on=today,
            outcome=outcome,
            summary=follow_up.note,
            created_at=trail.now,
        )
    )
    if two_way and not follow_up.referred and follow_up.plan.last_two_way_on < today:
        trail.update(follow_up.plan, last_two_way_on=today)


def _channel(follow_up: FollowUp) -> Channel:
    if follow_up.kind == Kind.THANK_YOU:
        # The reply and the closing note go by mail; a thank-you is written by hand.
        return Channel.MAIL if is_written_answer(follow_up) else Channel.LETTER
    if follow_up.kind == Kind.AGREED_MEETING:
        return Channel.MEETING
    if follow_up.kind in {Kind.PROMISE, Kind.VALUE_ITEM}:
        return Channel.MAIL
    return Channel.MAIL if follow_up.manner == Manner.MAIL else Channel.CALL


@transaction.atomic
def skip(pk: UUID, *, by: User, today: date, now: datetime, expected_version: int | None = None) -> Completed:
    """Leave a follow-up out; a check-in plans the next window from today. Raises NotOpen."""
    follow_up = take(pk, expected_version)
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(follow_up, status=Status.SKIPPED, closed_at=now, version=follow_up.version + 1)
    step = None
    if follow_up.kind in STANDING_KINDS and follow_up.plan.status == PlanStatus.ACTIVE:
        step = next_step(follow_up, Result(Outcome.DONE), today=today, trail=trail)
    trail.write("skip", follow_up)
    return Completed(follow_up, step)
