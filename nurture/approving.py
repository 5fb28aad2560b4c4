"""What a person decides about something useful on its way: send it, not this one, and both taken back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from common.text import clean_line, clean_text
from followups.actions import NotPlanned, queue_mail, take_queued_back
from followups.contact_rules import Actor, Blocked
from followups.mailed_items import why_not_mailed
from nurture.kinds import Obstacle, SendingState
from nurture.models import Sending
from nurture.obstacles import first_obstacle
from nurture.standing import Stale, check, locked, mailed_of, plan_of
from nurture.their_day import next_civil_for
from outbox import holding
from outbox.models import Delivery

# The kind of mail, as its rows name it.
USEFUL = "useful"
# Under this name a mail row keeps which rule a person went against.
AGAINST = "against"


class Obstructed(Exception):
    """Something beside permissions and contact rules stands against it; no reason helps."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle)
        self.obstacle = obstacle


@dataclass(frozen=True)
class Words:
    """What somebody made of the mail; a reason where a rule stands against it."""

    relevance: str
    subject: str
    words: str = ""
    override_reason: str = ""


@transaction.atomic
def approve(pk: UUID, typed: Words, *, by: User, now: datetime, version: int | None = None) -> Sending:
    """Send it: the touch is noted, the mail leaves at the next hour people work at.

    Raises Stale, MayNotMail, NotPlanned, Obstructed, NotNow unless there is a reason, RelevanceNeeded,
    ValidationError for words that are too long.
    """
    sending = locked(pk)
    check(sending, SendingState.PROPOSED, version)
    return _approve(sending, typed, by=by, now=now)


def approve_by_itself(sending: Sending, *, now: datetime) -> Sending:
    """The same for what they agreed to get by itself, of a person that is locked."""
    return _approve(sending, Words(sending.relevance, sending.subject, sending.words), by=None, now=now)


def _approve(sending: Sending, typed: Words, *, by: User | None, now: datetime) -> Sending:
    plan = plan_of(sending.prospect)
    if plan is None:
        raise NotPlanned
    today = plan.owner.today(now)
    # A stop and a missing yes are said first: queue_mail knows them.
    refusal = why_not_mailed(sending.prospect, Actor.APP_APPROVED if by else Actor.APP, today=today)
    obstacle = first_obstacle(sending, plan, today=today, by_itself=by is None)
    if obstacle and not refusal:
        raise Obstructed(obstacle)
    trail = Trail(actor=by, team=sending.prospect.team, now=now)
    touch, against = queue_mail(
        mailed_of(sending, plan),
        relevance=typed.relevance,
        by=by,
        today=today,
        trail=trail,
        override_reason=typed.override_reason,
    )
    trail.update(
        sending,
        state=SendingState.APPROVED,
        touch=touch,
        delivery=_mail_for(sending, against, now),
        owner=plan.owner,
        is_automatic=by is None,
        relevance=clean_line(typed.relevance),
        subject=clean_line(typed.subject) or sending.item.title[:200],
        words=clean_text(typed.words),
        decided_by=by,
        decided_at=now,
        version=sending.version + 1,
    )
    trail.write("approve_mail", sending.prospect)
    return sending


def _mail_for(sending: Sending, against: Blocked | None, now: datetime) -> Delivery:
    due = next_civil_for(sending.prospect, now)
    return Delivery.objects.create(
        kind=USEFUL,
        owner_id=sending.owner_id,
        address=sending.prospect.email,
        period_key=f"{sending.pk}:{sending.version}",
        context={AGAINST: against.reason.value} if against else {},
        due_at=due,
        next_attempt_at=due,
        created_at=now,
    )


@transaction.atomic
def reword(pk: UUID, typed: Words, *, by: User, now: datetime, version: int | None = None) -> Sending:
    """Keep the words for later. Raises Stale, ValidationError for words that are too long."""
    sending = locked(pk)
    check(sending, SendingState.PROPOSED, version)
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(
        sending,
        relevance=clean_line(typed.relevance),
        subject=clean_line(typed.subject) or sending.item.title[:200],
        words=clean_text(typed.words),
        version=sending.version + 1,
    )
    trail.write("reword_mail", sending.prospect)
    return sending


@transaction.atomic
def decline(pk: UUID, *, by: User, now: datetime, version: int | None = None) -> Sending:
    """Not this one: it is never proposed to them again. Raises Stale."""
    sending = locked(pk)
    check(sending, SendingState.PROPOSED, version)
    return _decide(sending, "decline_mail", by, now, state=SendingState.DECLINED)


@transaction.atomic
def take_back(pk: UUID, *, by: User, now: datetime, version: int | None = None) -> Sending:
    """Undo "not this one", or an approval as long as no copy has left: it waits for a glance again.

    Raises Stale.
    """
    sending = locked(pk)
    if sending.state == SendingState.DECLINED:
        check(sending, SendingState.DECLINED, version)
        return _decide(sending, "propose_mail", by, now, state=SendingState.PROPOSED)
    check(sending, SendingState.APPROVED, version)
    if sending.delivery_id is None or not holding.call_back(sending.delivery_id):
        raise Stale(sending)
    trail = Trail(actor=by, team=by.team, now=now)
    _let_go_of_touch(
        sending, SendingState.PROPOSED, trail, decided_by=None, decided_at=None, is_automatic=False
    )
    trail.write("take_back_mail", sending.prospect)
    return sending


def give_up(sending: Sending, reason: str, *, trail: Trail) -> None:
    """It did not leave: the touch is taken back, what it was planned for is open again. The row is locked."""
    if sending.state == SendingState.APPROVED:
        _let_go_of_touch(sending, SendingState.DROPPED, trail, keeps_mail=True, reason=reason[:200])
    else:
        values = {"state": SendingState.DROPPED, "reason": reason[:200]}
        trail.update(sending, **values, version=sending.version + 1)
    trail.write("drop_mail", sending.prospect)


def _let_go_of_touch(
    sending: Sending, state: SendingState, trail: Trail, *, keeps_mail: bool = False, **more: object
) -> None:
    touch = sending.touch
    if not keeps_mail:
        more["delivery"] = None
    trail.update(sending, state=state, touch=None, version=sending.version + 1, **more)
    if touch:
        take_queued_back(touch, trail=trail)


def _decide(sending: Sending, action: str, by: User, now: datetime, *, state: SendingState) -> Sending:
    trail = Trail(actor=by, team=by.team, now=now)
    is_decided = state == SendingState.DECLINED
    decided = (
        {"decided_by": by, "decided_at": now} if is_decided else {"decided_by": None, "decided_at": None}
    )
    trail.update(sending, state=state, version=sending.version + 1, **decided)
    trail.write(action, sending.prospect)
    return sending


__all__ = [
    "AGAINST",
    "USEFUL",
    "Obstructed",
    "Stale",
    "Words",
    "approve",
    "approve_by_itself",
    "decline",
    "give_up",
    "reword",
    "take_back",
]
