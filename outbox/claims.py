"""Every change of a mail row's state, each one UPDATE that names the state it expects (compare-and-set).

The claim is a lease: whoever holds it may send, and when its holder is gone the row is claimed again.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_noop

from outbox import suppression
from outbox.kinds import SEND, MailKind, Verdict, drop, supersede
from outbox.message import Message
from outbox.models import Delivery
from outbox.patience import LONGEST_WAIT, is_too_late, is_worth_another_try, wait_before_retry
from outbox.states import MOVING, Reason, State, copies_allowed, when_nobody_knows

MOST_ERROR_CHARACTERS = 500
ONE_MINUTE = timedelta(minutes=1)
# Kept as they are here, translated where they are read.
NEWER = gettext_noop("a newer one carries everything")
NO_ANSWER = gettext_noop("no answer from the mail server")
LATE = gettext_noop("more than seven days late")


class ClaimLost(Exception):
    """The lease ran out, or somebody else took the row: this mail is not ours to send any more."""


@dataclass(frozen=True)
class Claim:
    """A row we won: what it says, what its kind decided, and the token that proves the claim."""

    delivery: Delivery
    kind: MailKind
    token: uuid.UUID
    verdict: Verdict


def lease_length() -> timedelta:
    """How long a claim holds without a sign of life."""
    return timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)


def due(now: datetime) -> QuerySet[Delivery]:
    """Rows somebody may claim at `now`: waiting and due, or on their way with a lease that ran out.

    A lease that ends later than any lease could was given by a clock that was ahead; it holds nobody back. So
    does a next try that lies further away than we ever wait.
    """
    waiting = Q(state=State.PENDING) & (
        Q(next_attempt_at__lte=now) | Q(next_attempt_at__gt=now + LONGEST_WAIT + ONE_MINUTE, due_at__lte=now)
    )
    abandoned = Q(state=State.SENDING) & (
        Q(lease_until__lte=now) | Q(lease_until__gt=now + lease_length() + ONE_MINUTE)
    )
    return Delivery.objects.filter(waiting | abandoned)


def claim(delivery_id: uuid.UUID, kinds: Mapping[str, MailKind], now: datetime) -> Claim | None:
    """Take the row if it is still to be had, and let its kind decide in the same transaction.

    None when somebody else was faster. A row that may not leave is settled before this returns.
    """
    token = uuid.uuid4()
    until = now + lease_length()
    with transaction.atomic():
        won = (
            due(now)
            .filter(pk=delivery_id, kind__in=kinds)
            .update(
                state=State.SENDING,
                attempt=F("attempt") + 1,
                lease_until=until,
                next_attempt_at=until,
                claim=token,
            )
        )
        if not won:
            return None
        delivery = Delivery.objects.select_related("recipient").get(pk=delivery_id)
        kind = kinds[delivery.kind]
        verdict = _decide(delivery, kind, kinds, now)
        taken = Claim(delivery, kind, token, verdict)
        if verdict.state is not None:
            settle(taken, verdict.state, verdict.reason)
    return taken


def _decide(delivery: Delivery, kind: MailKind, kinds: Mapping[str, MailKind], now: datetime) -> Verdict:
    if delivery.transmissions >= copies_allowed(kind.audience, delivery.copies_allowed):
        used_up = when_nobody_knows(kind.audience, delivery.transmissions)
        return Verdict(used_up, delivery.error or NO_ANSWER)
    if is_too_late(kind.audience, delivery.due_at, now):
        return drop(LATE)
    if kind.family and _newer_exists(delivery, kind, kinds, now):
        return supersede(NEWER)
    verdict = kind.may_send(delivery, now)
    if verdict.state is State.HELD and delivery.copies_allowed > delivery.transmissions:
        verdict = SEND  # somebody looked at it and pressed "send"
    # Last, because the kind may have followed its reader to another address.
    return suppression.verdict_on(delivery.address, kind.audience) if verdict == SEND else verdict


def _newer_exists(delivery: Delivery, kind: MailKind, kinds: Mapping[str, MailKind], now: datetime) -> bool:
    """Whether a later one is due; one due in the future was made by a clock that was ahead."""
    family = [name for name, other in kinds.items() if other.family == kind.family]
    newer = Delivery.objects.filter(due_at__gt=delivery.due_at, due_at__lte=now)
    return newer.filter(recipient=delivery.recipient_id, kind__in=family).exists()


def supersede_older(recipient_id: uuid.UUID, kinds: tuple[str, ...], due_at: datetime, now: datetime) -> int:
    """Replace this person's older unsent mails of these kinds; how many. One on its way is left alone."""
    older = Delivery.objects.filter(recipient=recipient_id, kind__in=kinds, due_at__lt=due_at)
    expired = Q(state=State.SENDING, lease_until__lte=now)
    return older.filter(Q(state=State.PENDING) | expired).update(
        state=State.SUPERSEDED, lease_until=None, claim=None, error=NEWER
    )


def mark_transmission(taken: Claim, message: Message, now: datetime) -> None:
    """Count a copy as handed over, just before it is, and keep what it says; raises ClaimLost."""
    until = now + lease_length()
    counted = (
        _held(taken)
        .filter(lease_until__gt=now)
        .update(
            transmissions=F("transmissions") + 1,
            lease_until=until,
            next_attempt_at=until,
            subject=message.subject[:250],
            body_text=message.text,
            body_html=message.html,
        )
    )
    if not counted:
        raise ClaimLost(str(taken.delivery.pk))


def mark_not_transmitted(taken: Claim) -> None:
    """Take a copy off the count: the server said that it did not take it."""
    _held(taken).filter(transmissions__gt=0).update(transmissions=F("transmissions") - 1)


def mark_sent(taken: Claim, now: datetime) -> None:
    """The server took the mail. True whoever holds the row by now, so it asks for no claim."""
    with transaction.atomic():
        _set_sent(taken, now)
        taken.kind.on_sent(taken.delivery, now)


def mark_sent_only(taken: Claim, now: datetime) -> None:
    """As mark_sent, for a kind whose `on_sent` raised: the mail has left either way."""
    _set_sent(taken, now)


def _set_sent(taken: Claim, now: datetime) -> None:
    Delivery.objects.filter(pk=taken.delivery.pk).exclude(state=State.SENT).update(
        state=State.SENT, sent_at=now, lease_until=None, claim=None, error=""
    )


def give_back(taken: Claim, reason: str, now: datetime) -> None:
    """Undo the claim as if it had not been: the server refused us, not this mail."""
    _held(taken).update(
        state=State.PENDING,
        attempt=F("attempt") - 1,
        next_attempt_at=now,
        lease_until=None,
        claim=None,
        error=reason[:MOST_ERROR_CHARACTERS],
    )


def postpone(taken: Claim, reason: str, now: datetime) -> None:
    """Try again later; after five days it is enough."""
    if not is_worth_another_try(taken.delivery.due_at, now):
        settle(taken, State.FAILED, reason)
        return
    _held(taken).update(
        state=State.PENDING,
        next_attempt_at=now + wait_before_retry(taken.delivery.attempt),
        lease_until=None,
        claim=None,
        error=reason[:MOST_ERROR_CHARACTERS],
    )


def nobody_knows(taken: Claim, reason: str, now: datetime) -> None:
    """The mail was handed over and no answer came: once more to our own people; else a person decides."""
    audience = taken.kind.audience
    transmissions = _held(taken).values_list("transmissions", flat=True).first() or 0
    if transmissions >= copies_allowed(audience, taken.delivery.copies_allowed):
        settle(taken, when_nobody_knows(audience, transmissions), reason)
    else:
        postpone(taken, reason, now)


def settle(taken: Claim, state: State, reason: str) -> None:
    """End the row in a state that moves no more."""
    _held(taken).update(state=state, lease_until=None, claim=None, error=reason[:MOST_ERROR_CHARACTERS])


@transaction.atomic
def settle_as_bounced(taken: Claim, reason: str, now: datetime) -> None:
    """End the row, and write to its address no more: the server knows no such address."""
    settle(taken, State.SUPPRESSED, reason)
    suppression.suppress(taken.delivery.address, Reason.BOUNCE, now, said=reason, source=taken.delivery)


def set_aside(delivery_id: uuid.UUID, reason: str, now: datetime) -> None:
    """Make a row wait whose claim itself raised, so that one bad row never stops the others."""
    row = Delivery.objects.filter(pk=delivery_id, state__in=MOVING).first()
    if row is None:
        return
    tired = not is_worth_another_try(row.due_at, now)
    Delivery.objects.filter(pk=delivery_id, state=row.state, claim=row.claim, attempt=row.attempt).update(
        state=State.FAILED if tired else State.PENDING,
        attempt=F("attempt") + 1,
        next_attempt_at=now + wait_before_retry(row.attempt + 1),
        lease_until=None,
        claim=None,
        error=reason[:MOST_ERROR_CHARACTERS],
    )


def _held(taken: Claim) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=taken.delivery.pk, state=State.SENDING, claim=taken.token)
