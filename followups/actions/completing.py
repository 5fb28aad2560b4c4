"""A follow-up was done: what happened becomes a touch, and the plan goes on or ends."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.changes import Trail
from accounts.models import User
from common.prepared import prepared
from common.text import clean_line, clean_text
from followups.actions.batons import hear_back
from followups.actions.going_on import Result, go_on, next_after_skip, silence_after
from followups.actions.judging import judge_deed
from followups.actions.making_room import make_room
from followups.actions.plans import hear_from, lock_owners, note_silence, owners_at
from followups.contacts import History
from followups.kinds import (
    STANDING_KINDS,
    TOUCH_OF,
    Direction,
    Kind,
    Outcome,
    PlanStatus,
    Status,
    TouchKind,
)
from followups.models import FollowUp, Touch
from followups.outcomes import outcomes_for
from followups.silence import is_heard
from followups.verdicts import channel_of, contact_of, reached_by
from library.kinds import Purpose
from prospects.models import NAME_LENGTH

# With these the plan ends, and the hand-over with it.
ENDS = frozenset({Outcome.ASKED_TO_STOP, Outcome.WON_BACK, Outcome.LEFT_COMPANY})
HELPFUL_KINDS = {Kind.PROMISE, Kind.VALUE_ITEM}


# What tells whose planning a follow-up may change.
WHO_IS_LOCKED = ("owner_id", "plan__owner_id", "prospect__owner_id", "team_id", "prospect__email")


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
    # What was planned and made room for it: on another day now, or cancelled.
    made_room: tuple[FollowUp, ...] = ()


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
    note that is too long, InvalidTransition when the deal is not waiting for a yes; NotNow when a contact
    rule stands against it and no reason is given to do it all the same, RelevanceNeeded.
    """
    follow_up = take(pk, expected_version, for_everybody=True)
    if result.outcome not in outcomes_for(follow_up.kind, has_no=follow_up.plan.loss_id is not None):
        raise Unfitting(result.outcome)
    if result.outcome == Outcome.NOT_YET and (result.next_on is None or result.next_on < today):
        raise DateNeeded
    judged = judge_deed(follow_up, result, today=today)
    if not judged.goes_against:
        # A reason nobody needed is not kept.
        result = replace(result, override_reason="")
    trail = Trail(actor=by, team=by.team, now=now)
    step = close_as(follow_up, result, by=by, today=today, trail=trail, before=judged.history)
    moved = make_room(follow_up.plan, judged.history, today=today, trail=trail) if judged.history else ()
    trail.write("complete", follow_up)
    return Completed(follow_up, step, moved)


def close_as(
    follow_up: FollowUp,
    result: Result,
    *,
    by: User,
    today: date,
    trail: Trail,
    before: History | None = None,
) -> FollowUp | None:
    """Close an open follow-up that was taken, write its touch, go on; returns what comes next.

    Whether the outcome fits, and the contact rules, are the caller's to know; `before` is the history they
    were asked about.
    """
    trail.update(
        follow_up,
        status=Status.DONE,
        outcome=result.outcome,
        note=clean_text(result.note),
        closed_at=trail.now,
        version=follow_up.version + 1,
    )
    silence = silence_after(follow_up, result)
    if _write_touch(follow_up, result, by, today, trail) and follow_up.outcome not in ENDS:
        hear_back(follow_up.plan, today, follow_up.prospect, by=by, trail=trail, today=today)
    history = before.plus(contact_of(follow_up, today, before)) if before else None
    step = go_on(follow_up, result, today=today, trail=trail, history=history)
    if follow_up.plan.status == PlanStatus.ACTIVE:
        note_silence(follow_up.plan, silence, trail)
    return step


def take(pk: UUID, expected_version: int | None = None, *, for_everybody: bool = False) -> FollowUp:
    """The open follow-up, locked with its plan and owner; raises NotOpen when it isn't (any more).

    `for_everybody` also locks whoever else in the team plans for the same person.
    """
    owners = lock_owners(_whose_planning(pk, for_everybody=for_everybody))
    found = _locked(pk)
    if not found:
        raise FollowUp.DoesNotExist(pk)
    follow_up = found[0]
    # They are at hand: joined to the row they would be read twice more, each with their team.
    for row in (follow_up, follow_up.plan):
        if row.owner_id in owners:
            row.owner = owners[row.owner_id]
    stale = expected_version is not None and expected_version != follow_up.version
    if stale or not follow_up.is_open():
        raise NotOpen(follow_up)
    return follow_up


def _whose_planning(pk: UUID, *, for_everybody: bool) -> set[UUID]:
    """Who does it, whose plan it is and who looks after the person, which may be three people: a colleague
    stands in, marketing has the plan. With `for_everybody` whoever plans for the same person too."""
    touched: set[UUID] = set()
    for owner, planner, looks_after, team_id, address in _seen(pk):
        others = owners_at(team_id, address) if for_everybody else set()
        touched |= {owner, planner, looks_after} | others
    return touched


@prepared
def _seen(pk: UUID) -> "QuerySet[FollowUp, tuple[UUID, UUID, UUID, UUID, str]]":
    return FollowUp.objects.filter(pk=pk).values_list(*WHO_IS_LOCKED)


@prepared
def _locked(pk: UUID) -> "QuerySet[FollowUp]":
    rows = FollowUp.objects.select_for_update(of=("self", "plan"))
    return rows.select_related("plan__loss__deal", "prospect__organisation").filter(pk=pk)


def _write_touch(follow_up: FollowUp, result: Result, by: User, today: date, trail: Trail) -> bool:
    """What happened between us; a debrief and a promise that wasn't kept are no touch. Whether both were
    heard."""
    if follow_up.kind == Kind.DEBRIEF or (follow_up.kind == Kind.PROMISE and not result.kept):
        return False
    outcome = Outcome(follow_up.outcome)
    two_way = is_heard(outcome, Kind(follow_up.kind))
    trail.create(
        Touch(
            team_id=follow_up.team_id,
            prospect=reached_by(follow_up),
            plan=None if follow_up.referred else follow_up.plan,
            follow_up=follow_up,
            by=by,
            channel=channel_of(follow_up),
            kind=_kind_for_them(follow_up),
            value_item=follow_up.value_item if outcome == Outcome.DONE else None,
            relevance=clean_line(result.relevance) or _why_promised(follow_up, outcome),
            override_reason=clean_line(result.override_reason),
            direction=Direction.OUT,
            is_two_way=two_way,
            happened_on=today,
            outcome=outcome,
            summary=follow_up.note,
            created_at=trail.now,
        )
    )
    if two_way and not follow_up.referred:
        hear_from(follow_up.plan, today, trail)
        return True
    return False


def _kind_for_them(follow_up: FollowUp) -> TouchKind:
    if follow_up.value_item:
        return TOUCH_OF[Purpose(follow_up.value_item.purpose)]
    return TouchKind.HELPFUL if follow_up.kind in HELPFUL_KINDS else TouchKind.PERSONAL


def _why_promised(follow_up: FollowUp, outcome: Outcome) -> str:
    """A kept promise matters to them because they were promised it."""
    is_kept = follow_up.kind == Kind.PROMISE and outcome == Outcome.DONE
    return clean_line(follow_up.promise.what)[:NAME_LENGTH] if is_kept and follow_up.promise else ""


@transaction.atomic
def skip(pk: UUID, *, by: User, today: date, now: datetime, expected_version: int | None = None) -> Completed:
    """Leave a follow-up out; a check-in plans the next window from today. Raises NotOpen."""
    follow_up = take(pk, expected_version)
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(follow_up, status=Status.SKIPPED, closed_at=now, version=follow_up.version + 1)
    step = None
    if follow_up.kind in STANDING_KINDS and follow_up.plan.status == PlanStatus.ACTIVE:
        step = next_after_skip(follow_up, today=today, trail=trail)
    trail.write("skip", follow_up)
    return Completed(follow_up, step)
