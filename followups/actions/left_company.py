"""Somebody has left their company: the person and the chair go different ways (RULES.md, Outcomes)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accounts.changes import Trail
from followups.actions.batons import bring_back_baton
from followups.actions.plans import end_plan, follow_up_from
from followups.contact_history import history_of, limits_of
from followups.contact_rules import next_allowed_day
from followups.contacts import Contact, State
from followups.kinds import BatonStep, EndedWhy, Kind, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan
from followups.planning import desk_of, next_check_in
from followups.scheduling import on_day
from prospects import actions as facts
from prospects.conversations import DealStatus, PermissionSource
from prospects.models import Prospect

CONGRATULATE_AFTER = 30


@dataclass(frozen=True)
class Leaving:
    """Where they went and who follows, as far as it is known."""

    new_employer: str = ""
    new_email: str = ""
    successor: str = ""


def leave_company(plan: FollowUpPlan, leaving: Leaving, *, today: date, trail: Trail) -> FollowUp | None:
    """Split in two; returns the chair's first check-in (None where there is no chair to keep).

    The person keeps history, topics, promises and reference: their employer is new, permission is asked for
    again, a congratulation is suggested after 30 days, the old address is suppressed. The chair is a
    successor with the deal and no permission.
    """
    person = plan.prospect
    # The chair is sales': nobody was handed over who sits in it.
    bring_back_baton(plan, BatonStep.PLAN_ENDED, by=trail.actor, trail=trail, today=today)
    successor = facts.add_successor(person, leaving.successor or _unnamed(person), trail=trail)
    step = _begin_chair(plan, successor, today, trail)
    end_plan(plan, EndedWhy.LEFT_COMPANY, today=today, trail=trail)
    _move_person(person, leaving, today, trail)
    _suggest_congratulation(plan, today, trail)
    return step


def _unnamed(person: Prospect) -> str:
    return _("Whoever follows %(name)s") % {"name": person.name[:150]}


def _begin_chair(plan: FollowUpPlan, successor: Prospect, today: date, trail: Trail) -> FollowUp:
    for deal in plan.prospect.deals.filter(status__in=[DealStatus.LOST, DealStatus.OPEN]):
        facts.hand_deal_to_successor(deal, successor, trail=trail)
    chair = trail.create(
        FollowUpPlan(
            team_id=plan.team_id,
            prospect=successor,
            owner_id=plan.owner_id,
            loss=plan.loss,
            window_from=plan.window_from,
            window_to=plan.window_to,
            cadence=plan.cadence,
            status=PlanStatus.ACTIVE,
            last_two_way_on=today,
            created_at=trail.now,
        )
    )
    _move_wake_ups(plan, chair, trail)
    desk = desk_of(plan.owner, today).living_in(successor.country, successor.region)
    planned = next_check_in(chair, today, desk)
    return trail.create(follow_up_from(planned, chair, plan.loss, trail.now))


def _move_wake_ups(plan: FollowUpPlan, chair: FollowUpPlan, trail: Trail) -> None:
    """A contract's end or a new budget belongs to the chair."""
    for row in plan.follow_ups.filter(kind=Kind.WAKE_UP, status=Status.OPEN).select_related("wake_up"):
        trail.update(row, plan=chair, prospect=chair.prospect, version=row.version + 1)
        if row.wake_up:
            trail.update(row.wake_up, prospect=chair.prospect)


def _move_person(person: Prospect, leaving: Leaving, today: date, trail: Trail) -> None:
    old = person.email
    facts.move_on(person, leaving.new_employer, leaving.new_email, trail=trail)
    if old and old != person.email:
        facts.suppress_address(person.team, old, "left_company", on=today, trail=trail)
    source = PermissionSource.LEFT_COMPANY
    facts.withdraw_all(person, source, on=today, by=trail.actor, trail=trail)


def _suggest_congratulation(plan: FollowUpPlan, today: date, trail: Trail) -> None:
    """After 30 days, or as soon as the contact rules let it; where they never do, not at all."""
    day = next_allowed_day(
        Contact(today + timedelta(days=CONGRATULATE_AFTER), kind=Kind.CONGRATULATE, state=State.PLANNED),
        history_of(plan.prospect),
        today=today,
        limits=limits_of(trail.team),
        calendar=desk_of(plan.owner, today).calendar,
    )
    if day:
        trail.create(follow_up_from(on_day(Kind.CONGRATULATE, day), plan, plan.loss, trail.now))
