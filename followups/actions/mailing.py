"""Something of the library goes out by mail of the app: noted when approved, true once it has left.

The touch stands from the approval on, so that every rule counts it; what it was planned for is done with it.
Nobody may claim that it reached them before it has: until then the touch is queued.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.changes import Change, Trail
from accounts.models import User
from common.text import clean_line
from followups.actions.judging import NotNow, RelevanceNeeded, check_relevance
from followups.actions.making_room import make_room
from followups.actions.plans import cancel, lock_owners, may_stand, owners_of_person
from followups.contact_rules import Actor, Blocked
from followups.contacts import History, is_reply
from followups.kinds import (
    TOUCH_OF,
    Baton,
    BatonStep,
    Channel,
    Direction,
    Outcome,
    PlanStatus,
    Status,
)
from followups.mailed_items import Mailed, history_before, mail_permission, verdict_on_mail, why_not_mailed
from followups.models import FollowUp, FollowUpPlan, HandOver, HandOverStep, Touch
from followups.permission_rules import Refusal
from library.kinds import Purpose
from prospects.models import Prospect


class MayNotMail(Exception):
    """The app may not write to them: a permission is missing, or the door is closed. No reason helps."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


class NotPlanned(Exception):
    """Their plan has ended, or what it was meant for is done."""


def lock_person(person: Prospect) -> dict[UUID, User]:
    """Lock whoever looks after somebody or plans for them, over every row of the team with their address.

    Until the transaction ends nobody unsubscribes them, stops, or notes what the rules count. A mail row that
    is locked too comes first: the claim of a mail holds its row when it asks for this.
    """
    same = Prospect.objects.of_address(person.team_id, person.email)
    holders = same.values_list("owner_id", flat=True)
    return lock_owners({person.owner_id, *owners_of_person(person, team_id=person.team_id), *holders})


def queue_mail(
    mailed: Mailed,
    *,
    relevance: str,
    by: User | None,
    today: date,
    trail: Trail,
    override_reason: str = "",
) -> tuple[Touch, Blocked | None]:
    """Write the touch of a mail that `by` approved (nobody: they agreed to get it by itself), and close what
    it was planned for. Returns the touch, and the rule a person went against.

    Inside a transaction, after `lock_person`; `today` is the local date of the plan's owner. Raises
    MayNotMail, NotPlanned, NotNow unless a person gives a reason, RelevanceNeeded.
    """
    _check_open(mailed)
    history = history_before(mailed)
    against = _against(mailed, history, by, today, override_reason)
    if not is_reply(mailed.contact_on(today, history), history):
        check_relevance(relevance)
    if row := mailed.follow_up:
        closed = {"status": Status.DONE, "outcome": Outcome.DONE, "closed_at": trail.now}
        trail.update(row, **closed, version=row.version + 1)
    touch = trail.create(
        Touch(
            team_id=mailed.prospect.team_id,
            prospect=mailed.prospect,
            plan=mailed.plan,
            follow_up=row,
            by=by or mailed.plan.owner,
            channel=Channel.MAIL,
            kind=TOUCH_OF[Purpose(mailed.item.purpose)],
            value_item=mailed.item,
            relevance=clean_line(relevance),
            override_reason=clean_line(override_reason) if against else "",
            direction=Direction.OUT,
            happened_on=today,
            outcome=Outcome.DONE if row else "",
            is_queued=True,
            created_at=trail.now,
        )
    )
    make_room(mailed.plan, history, today=today, trail=trail)
    return touch, against


def _against(
    mailed: Mailed, history: History, by: User | None, today: date, override_reason: str
) -> Blocked | None:
    """The rule a person goes against with a reason. Raises MayNotMail, NotNow without one."""
    actor = Actor.APP_APPROVED if by else Actor.APP
    refusal = why_not_mailed(
        mailed.prospect,
        actor,
        today=today,
        has_postal_address=bool(mailed.prospect.team.postal_address),
    )
    if refusal:
        raise MayNotMail(refusal)
    verdict = verdict_on_mail(mailed, history, today=today)
    against = verdict if isinstance(verdict, Blocked) else None
    if against and not (clean_line(override_reason) and against.may_override(actor)):
        raise NotNow(against)
    return against


def _check_open(mailed: Mailed) -> None:
    if mailed.plan.status != PlanStatus.ACTIVE:
        raise NotPlanned
    if mailed.follow_up and not mailed.follow_up.is_open():
        raise NotPlanned


def mark_mailed(touch: Touch, hand_over: HandOver | None, *, on: date, trail: Trail) -> None:
    """The mail has left: it reached them on that day, and the care it introduces has begun for them."""
    trail.update(touch, is_queued=False, happened_on=on)
    if hand_over and hand_over.state == Baton.TAKEN and hand_over.introduced_on is None:
        trail.update(hand_over, introduced_on=on)
        trail.create(HandOverStep(hand_over=hand_over, step=BatonStep.INTRODUCED, by=None, at=trail.now))


def take_queued_back(touch: Touch, *, trail: Trail) -> FollowUp | None:
    """It does not leave: nothing reached them, and what it was planned for is open again, if its plan still
    plans. Whatever points at the touch has to let go of it before."""
    row = touch.follow_up
    trail.deleted(touch)
    touch.delete()
    if row is None:
        return None
    trail.update(row, status=Status.OPEN, outcome="", closed_at=None, version=row.version + 1)
    if not may_stand(row):
        cancel(row, trail)
        return None
    if row.owner_id != row.plan.owner_id and not _stands_in(row, trail.now):
        # Whoever approved it has left, or the plan went to somebody else meanwhile.
        trail.update(row, owner=row.plan.owner)
    return row


def _stands_in(row: FollowUp, now: datetime) -> bool:
    """Whether a row is done by somebody who looks after it for its plan's owner, away at the moment."""
    if not row.owner.is_active:
        return False
    holder = row.plan.owner
    away = holder.absences.filter(stand_in=row.owner_id, last_on__gte=holder.today(now))
    return away.exists()


@transaction.atomic
def set_automatic(plan: FollowUpPlan, wanted: bool, *, by: User, now: datetime) -> Change | None:
    """Let useful things go to somebody by themselves, as often as they agreed to, or not any more.

    None when it stood so already. Raises MayNotMail without a yes in writing, NotPlanned when the plan ended
    or they named no rhythm.
    """
    lock_person(plan.prospect)
    plan = FollowUpPlan.objects.select_related("prospect__team").get(pk=plan.pk)
    if plan.is_automatic == wanted:
        return None
    if wanted:
        _check_rhythm(plan, plan.owner.today(now))
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(plan, is_automatic=wanted)
    return trail.write("automatic_on" if wanted else "automatic_off", plan)


def _check_rhythm(plan: FollowUpPlan, today: date) -> None:
    refusal = why_not_mailed(plan.prospect, Actor.APP, today=today)
    if refusal:
        raise MayNotMail(refusal)
    permission = mail_permission(plan.prospect)
    if plan.status != PlanStatus.ACTIVE or permission is None or permission.every_weeks is None:
        raise NotPlanned


__all__ = [
    "MayNotMail",
    "NotNow",
    "NotPlanned",
    "RelevanceNeeded",
    "lock_person",
    "mark_mailed",
    "queue_mail",
    "set_automatic",
    "take_queued_back",
]
