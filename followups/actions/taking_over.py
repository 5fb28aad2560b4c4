"""Marketing takes plans over: one, or all clear ones of a table at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.changes import Change, Trail
from accounts.models import User
from followups.actions.batons import STAYS, BatonMoved, allow, check_version, pass_rows, step_on
from followups.actions.handing_over import NotHandedOver, locked_baton
from followups.actions.plans import lock_owners, planners_of, still_here
from followups.baton_rules import Reason, Refused, refusal
from followups.hand_overs import agreed_channels, stand_of
from followups.kinds import BATON_WAITS, Baton, BatonStep
from followups.models import FollowUp, HandOver

WITH_ITS_PEOPLE = ("taker__team", "giver__team", "plan__owner", "prospect__owner__team", "prospect__team")


@dataclass(frozen=True)
class LeftAlone:
    """A hand-over that is not clear, and why."""

    hand_over: HandOver
    refused: Refused


@dataclass(frozen=True)
class TakenOver:
    """What was taken over, what was left alone, and the change it is (None: nothing was clear)."""

    taken: tuple[HandOver, ...]
    left: tuple[LeftAlone, ...]
    change: Change | None


@transaction.atomic
def take_over(hand_over_id: UUID, *, by: User, version: int | None = None, now: datetime) -> HandOver:
    """Take a plan into one's care: it and what is open in it are the taker's, but for the agreed meeting.

    Whoever looks after the person stays who they were. Raises BatonMoved, NotHandedOver when a rule stands
    against it by now, PermissionDenied, OwnerLeft.
    """
    hand_over = locked_baton(hand_over_id, by)
    allow(by, hand_over.taker_id)
    check_version(hand_over, version)
    still_here(hand_over.taker)
    if hand_over.state not in BATON_WAITS:
        raise BatonMoved(hand_over)
    if refused := _refused(hand_over):
        raise NotHandedOver(refused)
    trail = Trail(actor=by, team=by.team, now=now)
    _take(hand_over, trail)
    trail.write("take_over", hand_over)
    return hand_over


@transaction.atomic
def take_over_all(ids: Iterable[UUID], *, by: User, now: datetime) -> TakenOver:
    """Take all clear ones over at once, as one change; the others are left alone and named with the reason.

    Clear is what waits without an open question and what no rule stands against. What is not offered to `by`
    is not looked at.
    """
    seen = HandOver.objects.filter(pk__in=set(ids), taker=by, team_id=by.team_id)
    people = {by.pk}
    for row in seen.select_related("prospect"):
        people |= {row.giver_id} | planners_of(row.prospect)
    still_here(lock_owners(people)[by.pk])
    rows = seen.select_for_update(of=("self",)).select_related(*WITH_ITS_PEOPLE).order_by("pk")
    trail = Trail(actor=by, team=by.team, now=now)
    taken, left = [], []
    for row in rows:
        if refused := why_not_clear(row):
            left.append(LeftAlone(row, refused))
        else:
            _take(row, trail)
            taken.append(row)
    change = trail.write("take_over_all", by) if taken else None
    return TakenOver(tuple(taken), tuple(left), change)


def why_not_clear(hand_over: HandOver) -> Refused | None:
    """Why it is not taken over together with others; None when it is clear."""
    if hand_over.state == Baton.ASKED:
        return Refused(Reason.ASKED)
    if hand_over.state != Baton.OFFERED:
        return Refused(Reason.MOVED)
    return _refused(hand_over)


def _refused(hand_over: HandOver) -> Refused | None:
    """What stands against it as things are now: they may have said something since it was offered."""
    stand = stand_of(hand_over.prospect, hand_over.plan, but=hand_over)
    return refusal(stand, agreed_channels(hand_over), hand_over.returns_on)


def _take(hand_over: HandOver, trail: Trail) -> None:
    plan, taker = hand_over.plan, hand_over.taker
    step_on(hand_over, BatonStep.TAKEN, by=taker, trail=trail)
    open_rows = FollowUp.objects.open().filter(plan=plan, owner=plan.owner_id).exclude(kind__in=STAYS)
    rows = open_rows.select_related("prospect").select_for_update(of=("self",)).order_by("pk")
    pass_rows(rows, taker, today=taker.today(trail.now), trail=trail)
    trail.update(plan, owner=taker)
