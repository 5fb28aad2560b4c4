"""They pressed "I'd like to talk" on their own page: they are hot, stand on today, and sales is told at once.

Readings where RULES.md leaves room:

* They reached out, so the clock counts from it and what stayed unanswered is forgotten; the open check-in
  comes to today all the same, as a call. A day or a meeting they agreed to stays where it is; then the call
  they ask for is a row of its own, on today.
* Somebody whose plan has ended, or who never had one, gets one again with the no and the window of before;
  a plan that ended with a yes is gone on with as one without a no.
* The baton goes back to sales first, so it is sales who calls, has the row and the mail.
* Once a day: a second press finds the touch of the first and changes nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from accounts.working_calendar import NoWorkingDay
from followups.actions.batons import bring_back_baton
from followups.actions.plans import (
    SIDE_WINDOW,
    follow_up_from,
    hear_from,
    lock_owners,
    owners_of_person,
    retime,
)
from followups.contact_history import closed_to_us
from followups.contacts import Closed
from followups.kinds import STANDING_KINDS, BatonStep, Channel, Direction, EndedWhy, Kind, PlanStatus
from followups.models import FollowUp, FollowUpPlan, HandOver, Touch
from followups.scheduling import Planned
from outbox.models import Delivery
from outbox.nudge import nudge
from prospects import actions as facts
from prospects.conversations import Manner, WakeUpKind
from prospects.models import Prospect
from prospects.new_no import Condition

# The kind of mail that tells the owner; nurture.raised_hand says what it is.
RAISED_HAND_MAIL = "raised-hand"


class HandNotTaken(Exception):
    """They asked us to stop: nobody of ours calls, whatever an old page still offers."""


@dataclass(frozen=True)
class RaisedHand:
    """The touch it is, who will call, by which day, and what stands on their Today for it.

    `is_new` is False for a second press of the day. `calls_by` is None for somebody who never works.
    """

    touch: Touch
    owner: User
    calls_by: date | None
    follow_up: FollowUp | None
    is_new: bool = True


@transaction.atomic
def raise_hand(prospect: Prospect, *, now: datetime) -> RaisedHand:
    """They would like to talk. Raises HandNotTaken after "please stop"."""
    lock_owners(_holders(prospect) | owners_of_person(prospect, team_id=prospect.team_id))
    person = Prospect.objects.select_related("team", "owner__team").get(pk=prospect.pk)
    if closed_to_us(person) == Closed.STOPPED:
        raise HandNotTaken
    plan, today = _active_plan(person), person.owner.today(now)
    if raised := _raised_on(person, today):
        owner = plan.owner if plan else person.owner
        return RaisedHand(raised, owner, _next_day(owner, today), _step_of(plan), is_new=False)
    trail = Trail(actor=None, team=person.team, now=now)
    plan = plan or _begin_again(person, today, trail)
    bring_back_baton(plan, BatonStep.RAISED_HAND, by=None, trail=trail, today=today)
    owner = plan.owner
    hear_from(plan, today, trail)
    if not plan.is_hot:
        trail.update(plan, is_hot=True)
    step = _onto_today(plan, today, trail)
    if step.due_on > today:
        step = _call_besides(plan, today, trail)
    touch = trail.create(_touch(person, plan, owner, today, now))
    _tell(owner, person, today, now)
    trail.write("raise_hand", person)
    return RaisedHand(touch, owner, _next_day(owner, today), step)


def _holders(prospect: Prospect) -> set[UUID]:
    """Who looks after them, and who gave or was given the baton."""
    batons = HandOver.objects.filter(prospect=prospect).running()
    return {prospect.owner_id, *(pk for pair in batons.values_list("giver_id", "taker_id") for pk in pair)}


def _active_plan(person: Prospect) -> FollowUpPlan | None:
    plans = FollowUpPlan.objects.select_related("owner__team", "loss__deal", "prospect")
    return plans.filter(prospect=person).active().first()


def _raised_on(person: Prospect, today: date) -> Touch | None:
    return Touch.objects.filter(
        prospect=person, channel=Channel.PAGE, direction=Direction.IN, happened_on=today
    ).first()


def _step_of(plan: FollowUpPlan | None) -> FollowUp | None:
    return plan.follow_ups.open().standing().first() if plan else None


def _begin_again(person: Prospect, today: date, trail: Trail) -> FollowUpPlan:
    """A plan once more, with what the last one was about."""
    before = FollowUpPlan.objects.filter(prospect=person).order_by("-created_at").first()
    newest = person.losses.order_by("-said_on", "-logged_at").first()
    loss = None if before and before.ended_why == EndedWhy.WON_BACK else (before.loss if before else newest)
    first, last = (before.window_from, before.window_to) if before else (None, None)
    if loss is None and first is None:
        first, last = SIDE_WINDOW
    return trail.create(
        FollowUpPlan(
            team_id=person.team_id,
            prospect=person,
            owner_id=person.owner_id,
            loss=loss,
            window_from=first,
            window_to=last,
            cadence=before.cadence if before else "",
            status=PlanStatus.ACTIVE,
            last_two_way_on=today,
            created_at=trail.now,
        )
    )


def _onto_today(plan: FollowUpPlan, today: date, trail: Trail) -> FollowUp:
    planned = Planned(Kind.CHECK_IN, today, today, today, Manner.CALL)
    rows = FollowUp.objects.select_for_update(of=("self",)).filter(plan=plan, kind__in=STANDING_KINDS)
    step = rows.open().first()
    if step is None:
        return trail.create(follow_up_from(planned, plan, plan.loss, trail.now))
    if not step.is_agreed and step.kind == Kind.CHECK_IN:
        retime(step, planned, step.loss, trail)
    return step


def _call_besides(plan: FollowUpPlan, today: date, trail: Trail) -> FollowUp:
    """The call they ask for, beside a later day they agreed to; one that still waits is that call."""
    calls = FollowUp.objects.open().filter(plan=plan, kind=Kind.WAKE_UP, manner=Manner.CALL)
    if waiting := calls.first():
        return waiting
    condition = Condition(WakeUpKind.OTHER, on=today)
    row = follow_up_from(Planned(Kind.WAKE_UP, today, today, today, Manner.CALL), plan, plan.loss, trail.now)
    row.wake_up = facts.write_condition(condition, plan.prospect, plan.loss, trail=trail)
    return trail.create(row)


def _touch(person: Prospect, plan: FollowUpPlan, owner: User, today: date, now: datetime) -> Touch:
    return Touch(
        team_id=person.team_id,
        prospect=person,
        plan=plan,
        by=owner,
        channel=Channel.PAGE,
        direction=Direction.IN,
        is_two_way=True,
        happened_on=today,
        submission=f"hand {person.pk.hex} {today.isoformat()}",
        created_at=now,
    )


def _tell(owner: User, person: Prospect, today: date, now: datetime) -> None:
    """One mail for a person and a day, whatever is pressed; it leaves in this transaction or not at all."""
    row = Delivery(
        kind=RAISED_HAND_MAIL,
        recipient=owner,
        address=owner.email,
        period_key=f"{person.pk.hex} {today.isoformat()}",
        context={"prospect": str(person.pk)},
        due_at=now,
        next_attempt_at=now,
        created_at=now,
    )
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
    nudge()


def _next_day(owner: User, today: date) -> date | None:
    try:
        return owner.calendar().next_after(today)
    except NoWorkingDay:
        return None
