"""People who matter without a no: partners, clients, colleagues, whom somebody named (PRODUCT.md, row 31)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.changes import Change, Trail
from accounts.models import User
from common.submissions import row_id
from followups.actions.plans import (
    SIDE_WINDOW,
    begin_side_plan,
    lock_owner,
    lock_planners,
    planner_among,
    still_here,
)
from followups.actions.touching import move_check_in, open_step
from followups.cadence import parse
from followups.contact_history import closed_to_us, desk_for, history_of
from followups.contacts import Closed
from followups.models import FollowUp, FollowUpPlan
from followups.planning import desk_of, standing_for
from prospects import actions as facts
from prospects.conversations import PermissionChannel, Relation
from prospects.facts import ProspectFacts
from prospects.matching import find_prospect
from prospects.models import Prospect
from prospects.new_no import Who
from prospects.permissions import standing_permissions

FARTHEST_WINDOW_DAYS = 730


class DoorClosed(Exception):
    """They asked us to stop, or wanted no further contact and have not said otherwise since."""

    def __init__(self, closed: Closed) -> None:
        super().__init__(closed)
        self.closed = closed


@dataclass(frozen=True)
class Added:
    """The person, whether they are new to us, and the check-in (None where none was planned)."""

    prospect: Prospect
    is_new: bool
    step: FollowUp | None


@transaction.atomic
def add_side_prospect(
    typed: ProspectFacts,
    relation: Relation,
    *,
    by: User,
    today: date,
    now: datetime,
    window: tuple[int, int] = SIDE_WINDOW,
    submission: str = "",
) -> Added:
    """Add somebody to keep in touch with, with a plan of their own and its first check-in.

    An address we know is that very person: nothing is added, and a name that differs stays as a hint.
    Somebody who asked a colleague to stop gets no plan. The same submission (the key of the form) twice adds
    one; with another name in it it is another person's. Raises ValidationError.
    """
    check_window(window)
    owner = still_here(lock_owner(by.pk))
    pk = row_id(by.pk, submission and f"{submission} {typed.name}", "add_side_prospect")
    if added := Prospect.objects.filter(pk=pk).first():
        return Added(added, True, open_step(added))
    trail = Trail(actor=by, team=by.team, now=now)
    who = Who(name=typed.name, email=typed.email, phone=typed.phone, title=typed.title)
    known = find_prospect(who, by)
    if known:
        facts.note_news(known, who, typed.is_decision_maker, by=by, trail=trail)
        if trail.after:
            trail.write("edit_prospect", known)
        return Added(known, False, None)
    person = facts.add_side_prospect(typed, relation, owner=owner, trail=trail, pk=pk)
    standing = standing_for(person)
    step = None
    if standing.stopped_on:
        facts.note_known_stop(person, on=standing.stopped_on, trail=trail)
    else:
        step = begin_side_plan(
            person, desk_for(desk_of(owner, today), history_of(person)), trail=trail, window=window
        )
    trail.write("add_side_prospect", person)
    return Added(person, True, step)


@dataclass(frozen=True)
class Kept:
    """The change it is, and the check-in as it stands now (None when there is only an agreed day)."""

    change: Change
    step: FollowUp | None


@transaction.atomic
def keep_in_touch(
    prospect: Prospect,
    window: tuple[int, int] | None,
    *,
    by: User,
    today: date,
    now: datetime,
    relation: Relation | None = None,
    cadence: str = "",
) -> Kept:
    """Give a person a window of their own, or with None a rhythm: the usual one of their no, or `cadence`.

    A running plan keeps its row: the open check-in moves, an agreed day stays. Somebody without one gets a
    plan. `today` is the local date of whoever looks after them. Raises ValidationError, BadCadence,
    DoorClosed.
    """
    check_window(window)
    cadence = parse(cadence).as_text() if cadence and window is None else ""
    planners = lock_planners(prospect)
    person = Prospect.objects.select_related("team", "owner__team").get(pk=prospect.pk)
    trail = Trail(actor=by, team=by.team, now=now)
    if relation is not None and person.relation != relation:
        trail.update(person, relation=relation)
    plans = FollowUpPlan.objects.select_related("loss__deal", "prospect")
    plan = plans.filter(prospect=person).active().first()
    # In marketing's care it moves in the days of whoever has the plan.
    planner = planner_among(planners, plan.owner_id if plan else prospect.owner_id)
    step = (
        _rewindow(plan, window, cadence, planner, today, trail)
        if plan
        else _begin(person, window, planner, today, trail)
    )
    return Kept(trail.write("keep_in_touch", person), step)


def check_window(window: tuple[int, int] | None) -> None:
    """Refuse a window that goes nowhere or too far; raises ValidationError."""
    if window is not None and not 1 <= window[0] < window[1] <= FARTHEST_WINDOW_DAYS:
        raise ValidationError({"window_to": _("From a day to a later one, two years at most.")})


def _rewindow(
    plan: FollowUpPlan, window: tuple[int, int] | None, cadence: str, owner: User, today: date, trail: Trail
) -> FollowUp | None:
    if window is None and plan.loss_id is None:
        window = SIDE_WINDOW
    first, last = window or (None, None)
    trail.update(plan, window_from=first, window_to=last, cadence=cadence)
    step = plan.follow_ups.open().standing().first()
    if step is None or step.is_agreed:
        return None
    # A try that is under way stays: the new window is for what comes after it.
    if not step.tries:
        move_check_in(step, plan, owner, today, trail)
    return step


def _begin(
    person: Prospect, window: tuple[int, int] | None, owner: User, today: date, trail: Trail
) -> FollowUp:
    closed = closed_to_us(person)
    if closed == Closed.STOPPED or (closed in {Closed.NO, Closed.LET_GO} and not _said_yes_since(person)):
        raise DoorClosed(closed)
    desk = desk_for(desk_of(owner, today), history_of(person))
    return begin_side_plan(person, desk, trail=trail, window=window or SIDE_WINDOW)


def _said_yes_since(person: Prospect) -> bool:
    """Whether they agreed to hear from us again after their plan had ended."""
    ended = FollowUpPlan.objects.filter(prospect=person).order_by("-created_at")[0]
    ended_on = ended.ended_on or ended.last_two_way_on
    standing = standing_permissions(person)
    return any(
        row.is_granted and row.given_on >= ended_on and row.created_at > ended.created_at
        for channel, row in standing.items()
        if channel != PermissionChannel.NEWSLETTER
    )
