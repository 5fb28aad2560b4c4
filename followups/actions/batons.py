"""The baton's way: a step is written, rows change hands, and home it comes.

Whoever calls holds the locks of whoever looks after the person, and of whoever has the plan.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied

from accounts.changes import Trail
from accounts.models import User
from common.text import clean_text
from followups.absences import lent_rows
from followups.baton_rules import state_after
from followups.hand_overs import taken_on
from followups.kinds import Baton, BatonStep, Kind
from followups.levelling import handed_over, in_order
from followups.models import FollowUp, FollowUpPlan, HandOver, HandOverStep
from followups.open_rows import rows_for_levelling
from followups.planning import desk_of
from prospects.models import Prospect

# What stays with sales: what was agreed with them, what they noted to themselves, and whom a person named:
# that one was not handed over.
STAYS = (Kind.AGREED_MEETING, Kind.DEBRIEF, Kind.REFERRAL)


class BatonMoved(Exception):
    """Somebody moved it before, or it can't go this way: it stands as `hand_over` shows."""

    def __init__(self, hand_over: HandOver) -> None:
        super().__init__(hand_over.state)
        self.hand_over = hand_over


def check_version(hand_over: HandOver, version: int | None) -> None:
    """Raises BatonMoved unless it stands as it was shown."""
    if version is not None and version != hand_over.version:
        raise BatonMoved(hand_over)


def allow(by: User, *people: UUID, manager_too: bool = False) -> None:
    """Raises PermissionDenied unless the step is one of these people's to make."""
    if by.pk not in people and not (manager_too and by.is_manager):
        raise PermissionDenied


def step_on(
    hand_over: HandOver, step: BatonStep, *, by: User | None, words: str = "", trail: Trail
) -> HandOverStep:
    """Make a step and write down what was said; raises BatonMoved where it can't be made from there."""
    state = state_after(Baton(hand_over.state), step)
    if state is None:
        raise BatonMoved(hand_over)
    trail.update(hand_over, state=state, version=hand_over.version + 1)
    return note_step(hand_over, step, by=by, words=words, trail=trail)


def note_step(
    hand_over: HandOver, step: BatonStep, *, by: User | None, words: str = "", trail: Trail
) -> HandOverStep:
    """One line on its way."""
    row = HandOverStep(hand_over=hand_over, step=step, by=by, words=clean_text(words), at=trail.now)
    return trail.create(row)


def running_baton(plan: FollowUpPlan) -> HandOver | None:
    """The hand-over of a plan that waits or is in somebody's care, locked."""
    rows = HandOver.objects.select_for_update(of=("self",)).select_related("taker", "giver")
    return rows.filter(plan=plan).running().first()


def bring_back_baton(
    plan: FollowUpPlan,
    step: BatonStep,
    *,
    by: User | None,
    trail: Trail,
    today: date,
    words: str = "",
) -> HandOver | None:
    """End a plan's hand-over, if one runs that this step ends: plan and open rows are sales' again.

    For other actions, inside their transaction; `by` is nobody where the day or the buyer did it. What
    nobody has taken yet is taken back by the day, a raised hand and the plan's end; a reply leaves it.
    `today` is the local date of whoever looks after the person.
    """
    hand_over = running_baton(plan)
    if hand_over is None or state_after(Baton(hand_over.state), step) is None:
        return None
    was_taken = hand_over.state == Baton.TAKEN
    step_on(hand_over, step, by=by, words=words, trail=trail)
    if was_taken:
        home = owner_at_home(hand_over, plan)
        give_back_rows(hand_over, home, today=today, trail=trail)
        if plan.owner_id != home.pk:
            trail.update(plan, owner=home)
    return hand_over


def hear_back(
    plan: FollowUpPlan, day: date, person: Prospect, *, by: User | None, trail: Trail, today: date
) -> HandOver | None:
    """Both were heard on that day, whoever of us it was: what is in marketing's care comes back the same day.

    What had been said before it was taken over leaves it there.
    """
    if plan.owner_id == person.owner_id:
        return None
    hand_over = running_baton(plan)
    since = taken_on(hand_over) if hand_over else None
    if since is None or day < since:
        return None
    return bring_back_baton(plan, BatonStep.REPLIED, by=by, trail=trail, today=today)


def pass_to_new_owner(people: Iterable[UUID], to: User, *, by: User | None, trail: Trail) -> None:
    """Somebody else of sales looks after these people by now: what of them waits or is in marketing's care is
    theirs to answer for. What is with that very colleague ends: they have it all."""
    rows = HandOver.objects.running().filter(prospect__in=list(people)).order_by("pk")
    rows = rows.select_related("plan__prospect__owner__team", "taker", "giver")
    for hand_over in rows.select_for_update(of=("self",)):
        if hand_over.taker_id == to.pk:
            end_baton(hand_over, by=by, trail=trail)
        elif hand_over.giver_id != to.pk:
            trail.update(hand_over, giver=to, version=hand_over.version + 1)


def end_baton(hand_over: HandOver, *, by: User | None, trail: Trail) -> None:
    """Take back what waits, fetch back what was taken; the hand-over was read with its plan's person."""
    if hand_over.state == Baton.TAKEN:
        today = hand_over.plan.prospect.owner.today(trail.now)
        bring_back_baton(hand_over.plan, BatonStep.RETURNED, by=by, trail=trail, today=today)
    else:
        step_on(hand_over, BatonStep.WITHDRAWN, by=by, trail=trail)


def send_home(taker: User, *, by: User | None, trail: Trail) -> None:
    """Somebody of marketing leaves: what they have in their care, or was offered to them, is sales' again."""
    rows = HandOver.objects.running().filter(taker=taker).order_by("pk")
    rows = rows.select_related("plan__prospect__owner__team", "taker", "giver")
    for hand_over in rows.select_for_update(of=("self",)):
        end_baton(hand_over, by=by, trail=trail)


def owner_at_home(hand_over: HandOver, plan: FollowUpPlan) -> User:
    """Who gets it back: whoever looks after the person, or who gave it, as long as they are here."""
    owner = plan.prospect.owner
    return owner if owner.is_active or not hand_over.giver.is_active else hand_over.giver


def give_back_rows(hand_over: HandOver, home: User, *, today: date, trail: Trail) -> None:
    """What the taker (or whoever stands in for them) still has to do in the plan is sales' again."""
    taker = hand_over.taker
    held = FollowUp.objects.open().filter(plan=hand_over.plan_id)
    lent = {row.pk for absence in taker.absences.exclude(stand_in=None) for row in lent_rows(absence)}
    theirs = held.filter(owner=taker) | held.filter(pk__in=lent)
    rows = theirs.exclude(owner=home).exclude(kind=Kind.DEBRIEF).select_related("prospect")
    pass_rows(rows.select_for_update(of=("self",)).order_by("pk"), home, today=today, trail=trail)


def pass_rows(rows: Iterable[FollowUp], to: User, *, today: date, trail: Trail) -> None:
    """Open rows go to somebody else, on their days but for days off there."""
    known = {row.pk: row for row in rows}
    desk = desk_of(to, today)
    for move in handed_over(in_order(rows_for_levelling(known.values(), desk)), desk):
        row = known[move.row.ref]
        # That it was open is noted too: once somebody acted on it, this can't be taken back.
        trail.update(row, owner=to, status=row.status, **move.dates(), version=row.version + 1)
