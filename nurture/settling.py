"""Brings what is on its way in line with what became of its mail, and what waits with whom it is for.

Safe to run twice, at the same time, late or never.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.changes import Trail
from followups.kinds import PlanStatus, Status
from followups.models import FollowUpPlan
from nurture.approving import give_up
from nurture.kinds import Obstacle, SendingState
from nurture.mails import note_sent
from nurture.models import Sending
from nurture.reasons import NO_SUCH, OBSTACLES
from nurture.standing import locked, plan_of
from outbox.states import State

logger = logging.getLogger(__name__)

# It left, or may have left and no further copy does.
LEFT = (State.SENT, State.UNKNOWN)
NEVER_LEFT = (State.DROPPED, State.SUPPRESSED, State.FAILED, State.SUPERSEDED)


def settle_mail(now: datetime) -> int:
    """Settle what is settled; for how many it failed."""
    rows = [*_ended(), *_without_sense(), *_of_another()]
    return sum(not _or_log(pk, now) for pk in dict.fromkeys(rows))


def _ended() -> "QuerySet[Sending, UUID]":
    """Approved, and its mail moves no more."""
    ended = Q(delivery=None) | Q(delivery__state__in=[*LEFT, *NEVER_LEFT])
    return _keys(Sending.objects.filter(ended, state=SendingState.APPROVED))


def _without_sense() -> "QuerySet[Sending, UUID]":
    """Waits for a glance at somebody who is not to be written to any more, or for something that is done."""
    plans = FollowUpPlan.objects.filter(prospect=OuterRef("prospect"), status=PlanStatus.ACTIVE)
    gone = ~Exists(plans) | Q(prospect__asked_to_stop_on__isnull=False)
    done = Q(follow_up__isnull=False) & ~Q(follow_up__status=Status.OPEN)
    return _keys(Sending.objects.filter(gone | done, state=SendingState.PROPOSED))


def _of_another() -> "QuerySet[Sending, UUID]":
    """Waits for somebody who does not hold the plan any more."""
    held = FollowUpPlan.objects.filter(
        prospect=OuterRef("prospect"), status=PlanStatus.ACTIVE, owner=OuterRef("owner")
    )
    return _keys(Sending.objects.filter(~Exists(held), state=SendingState.PROPOSED))


def _keys(rows: "QuerySet[Sending]") -> "QuerySet[Sending, UUID]":
    return rows.order_by("created_at", "pk").values_list("pk", flat=True)


def _or_log(pk: UUID, now: datetime) -> bool:
    try:
        settle(pk, now)
    except Sending.DoesNotExist:
        return True
    except Exception:
        logger.exception("Sending %s could not be settled", pk)
        return False
    return True


@transaction.atomic
def settle(pk: UUID, now: datetime) -> None:
    """Settle one, if there is something to settle."""
    sending = locked(pk)
    if sending.state == SendingState.APPROVED:
        _follow_its_mail(sending, now)
    elif sending.state == SendingState.PROPOSED:
        _follow_its_plan(sending, now)


def _follow_its_mail(sending: Sending, now: datetime) -> None:
    mail = sending.delivery
    if mail and mail.state in LEFT:
        note_sent(sending, mail.sent_at or now)
    elif mail is None or mail.state in NEVER_LEFT:
        reason = mail.error if mail else NO_SUCH
        give_up(sending, reason, trail=Trail(actor=None, team=sending.prospect.team, now=now))


def _follow_its_plan(sending: Sending, now: datetime) -> None:
    trail = Trail(actor=None, team=sending.prospect.team, now=now)
    plan, row = plan_of(sending.prospect), sending.follow_up
    if plan is None or sending.prospect.asked_to_stop_on:
        give_up(sending, OBSTACLES[Obstacle.PLAN_ENDED], trail=trail)
    elif row and not row.is_open():
        give_up(sending, OBSTACLES[Obstacle.HAD], trail=trail)
    elif plan.owner_id != sending.owner_id:
        trail.update(sending, owner=plan.owner, version=sending.version + 1)
        trail.write("reassign_mail", sending.prospect)
