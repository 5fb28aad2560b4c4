"""What happens to a plan: its next step, its end."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.changes import Trail
from accounts.models import User, normalise_email
from common.prepared import prepared
from followups.actions.batons import bring_back_baton
from followups.kinds import BatonStep, EndedWhy, Kind, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan, FollowUpPlanQuerySet
from followups.planning import next_check_in
from followups.scheduling import Desk, Planned
from followups.silence import HEARD, Silence
from prospects import actions as facts
from prospects.conversations import PermissionSource
from prospects.models import Deal, Loss, Prospect


class OwnerLeft(Exception):
    """Whoever was to do it left the team meanwhile; what they held is a colleague's by now."""


def still_here(owner: User) -> User:
    """The owner as locked, for whom something may be planned; raises OwnerLeft."""
    if not owner.is_active:
        raise OwnerLeft
    return owner


def lock_owners(pks: Iterable[UUID]) -> dict[UUID, User]:
    """One planning at a time per owner: two at once may not both see the same day as free.

    Whoever needs several takes them in one call, so that nobody waits in a circle. Rows that refer to
    the owners may still be written meanwhile (`no_key`).
    """
    return {user.pk: user for user in _locked(set(pks))}


@prepared
def _locked(pks: Collection[UUID]) -> "QuerySet[User]":
    rows = User.objects.select_for_update(of=("self",), no_key=True).select_related("team")
    return rows.filter(pk__in=pks).order_by("pk")


def lock_owner(pk: UUID) -> User:
    """One owner, locked until the transaction ends; see lock_owners."""
    return lock_owners([pk])[pk]


def planners_of(prospect: Prospect) -> set[UUID]:
    """Who looks after a person, and who has their plan: two people while it is in marketing's care.

    Whatever changes the plan of somebody locks at least these.
    """
    return {pk for both in _planners(prospect.pk) for pk in both if pk}


def lock_planners(prospect: Prospect) -> dict[UUID, User]:
    """Both, locked; see planners_of."""
    return lock_owners(planners_of(prospect))


def planner_among(locked: Mapping[UUID, User], pk: UUID) -> User:
    """One of those locked; whoever has the plan only since the locks were taken is read."""
    return locked.get(pk) or User.objects.get(pk=pk)


@prepared
def _planners(pk: UUID) -> "QuerySet[Prospect, tuple[UUID, UUID | None]]":
    return Prospect.objects.filter(pk=pk).order_by().values_list("owner_id", "plans__owner_id")


def owners_of_person(prospect: Prospect | None, *, team_id: UUID, address: str = "") -> set[UUID]:
    """Everybody in the team who plans for this person or looks after them, by address: a "please stop"
    touches all of them."""
    if prospect is None:
        return owners_at(team_id, normalise_email(address))
    # Their own plans are among those of their address.
    planning = owners_at(team_id, prospect.email) if prospect.email else planners_of(prospect)
    return {prospect.owner_id} | planning


def owners_at(team_id: UUID, address: str) -> set[UUID]:
    """Everybody in the team who plans for somebody at this (normalised) address, or looks after them where
    marketing does; nobody for an empty one."""
    return {pk for both in _planning_at(team_id, address) for pk in both} if address else set()


@prepared
def _planning_at(team_id: UUID, address: str) -> "QuerySet[FollowUpPlan, tuple[UUID, UUID]]":
    plans = FollowUpPlan.objects.filter(prospect__team_id=team_id, prospect__email=address)
    return plans.values_list("owner_id", "prospect__owner_id")


def follow_up_from(row: Planned, plan: FollowUpPlan, loss: Loss | None, now: datetime) -> FollowUp:
    """A follow-up row as planned, not yet saved; it belongs to the plan's owner."""
    return FollowUp(
        team_id=plan.team_id,
        plan=plan,
        prospect_id=plan.prospect_id,
        loss=loss,
        owner_id=plan.owner_id,
        kind=row.kind,
        opens_on=row.opens_on,
        due_on=row.due_on,
        closes_on=row.closes_on,
        manner=row.manner or "",
        is_agreed=row.is_agreed,
        tries=row.tries,
        created_at=now,
    )


# Days between contacts with somebody we keep in touch with, unless they want another window.
SIDE_WINDOW = (60, 90)


def begin_side_plan(
    prospect: Prospect, desk: Desk, *, trail: Trail, window: tuple[int, int] = SIDE_WINDOW
) -> FollowUp:
    """A plan without a no, with a keep-in-touch window of its own; returns its first check-in."""
    plan = trail.create(
        FollowUpPlan(
            team_id=prospect.team_id,
            prospect=prospect,
            owner_id=prospect.owner_id,
            status=PlanStatus.ACTIVE,
            window_from=window[0],
            window_to=window[1],
            last_two_way_on=desk.today,
            created_at=trail.now,
        )
    )
    theirs = desk.living_in(prospect.country, prospect.region)
    return trail.create(follow_up_from(next_check_in(plan, desk.today, theirs), plan, None, trail.now))


def hear_from(plan: FollowUpPlan, day: date, trail: Trail) -> bool:
    """Both were heard on that day: the clock counts from it, rhythm and streaks begin again.

    Returns whether anything is new to the plan.
    """
    return _set(plan, {"last_two_way_on": max(plan.last_two_way_on, day), **asdict(HEARD)}, trail)


def note_silence(plan: FollowUpPlan, silence: Silence, trail: Trail) -> None:
    """What has stayed unanswered so far."""
    _set(plan, asdict(silence), trail)


def _set(plan: FollowUpPlan, values: dict[str, Any], trail: Trail) -> bool:
    """Only what changes: what stays must not stand in the way of an undo."""
    changed = {name: value for name, value in values.items() if getattr(plan, name) != value}
    if changed:
        trail.update(plan, **changed)
    return bool(changed)


def retime(row: FollowUp, step: Planned, loss: Loss | None, trail: Trail) -> None:
    """Move an open check-in or meeting in its own row; retries and snoozes begin again."""
    trail.update(
        row,
        kind=step.kind,
        loss=loss,
        opens_on=step.opens_on,
        due_on=step.due_on,
        closes_on=step.closes_on,
        manner=step.manner or "",
        is_agreed=step.is_agreed,
        tries=0,
        snoozes=0,
        version=row.version + 1,
    )


def dates_on(row: FollowUp, day: date) -> dict[str, date]:
    """The three dates of a row moved to a day; without a window it moves as a whole."""
    if row.has_window():
        return {
            "opens_on": min(row.opens_on, day),
            "due_on": day,
            "closes_on": max(row.closes_on, day),
        }
    return {"opens_on": day, "due_on": day, "closes_on": day}


def cancel(row: FollowUp, trail: Trail) -> None:
    """A follow-up nobody has to do any more."""
    trail.update(row, status=Status.CANCELLED, closed_at=trail.now, version=row.version + 1)


# What an ended plan may keep. A referral is about somebody else; who moved on may be congratulated.
KEPT_BY_AN_END = (Kind.THANK_YOU, Kind.DEBRIEF, Kind.PROMISE, Kind.REFERRAL)


def may_stand(row: FollowUp) -> bool:
    """Whether an open row fits its plan: an ended one keeps little, after "please stop" nothing."""
    plan = row.plan
    if plan.status == PlanStatus.ACTIVE:
        return True
    was_suggested = plan.ended_why == EndedWhy.LEFT_COMPANY and row.kind == Kind.CONGRATULATE
    return plan.ended_why != EndedWhy.OPTED_OUT and (row.kind in KEPT_BY_AN_END or was_suggested)


def plans_of(deal: Deal) -> FollowUpPlanQuerySet:
    """The active plan of whoever a deal is with; at most one."""
    return FollowUpPlan.objects.filter(prospect_id=deal.prospect_id).active()


def end_plan(plan: FollowUpPlan, why: EndedWhy, *, today: date, trail: Trail) -> None:
    """End a plan; its next step goes with what was only meant as long as we stay in touch."""
    rows = plan.follow_ups.filter(status=Status.OPEN)
    if why != EndedWhy.OPTED_OUT:
        rows = rows.exclude(kind__in=KEPT_BY_AN_END)
    for row in rows.select_for_update().order_by("pk"):
        cancel(row, trail)
    if plan.status == PlanStatus.ACTIVE:
        trail.update(plan, status=PlanStatus.ENDED, ended_why=why, ended_on=today, is_hot=False)
    bring_back_baton(plan, BatonStep.PLAN_ENDED, by=trail.actor, trail=trail, today=today)


def stop_everything(prospect: Prospect, *, today: date, trail: Trail) -> int:
    """They asked us to stop: every plan of the person in the team ends; returns how many rows were theirs."""
    people = facts.note_asked_to_stop(prospect, on=today, trail=trail)
    for person in people:
        source = PermissionSource.ASKED_TO_STOP
        facts.withdraw_all(person, source, on=today, by=trail.actor, trail=trail)
        # The address stays stopped when the row gets another one.
        facts.suppress_address(person.team, person.email, source, on=today, trail=trail)
    plans = FollowUpPlan.objects.filter(prospect__in=people).select_for_update().order_by("pk")
    for plan in plans:
        end_plan(plan, EndedWhy.OPTED_OUT, today=today, trail=trail)
    return len(people)
