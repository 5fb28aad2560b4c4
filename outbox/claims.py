"""Every change of a mail row's state, each one UPDATE that names the state it expects (compare-and-set).

The claim is a lease: whoever holds it may send, and when its holder is gone the row is claimed again.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_noop

from common.prepared import Change, prepared, prepared_change
from outbox import suppression
from outbox.kinds import SEND, MailKind, Verdict, drop, nothing_to_do, supersede
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
    return _due(now, *_too_far(now))


def _too_far(now: datetime) -> tuple[datetime, datetime]:
    """The moments after which no next try and no lease can honestly lie."""
    return now + LONGEST_WAIT + ONE_MINUTE, now + lease_length() + ONE_MINUTE


def _due(now: datetime, no_try_after: datetime, no_lease_after: datetime) -> QuerySet[Delivery]:
    waiting = Q(state=State.PENDING) & (
        Q(next_attempt_at__lte=now) | Q(next_attempt_at__gt=no_try_after, due_at__lte=now)
    )
    abandoned = Q(state=State.SENDING) & (Q(lease_until__lte=now) | Q(lease_until__gt=no_lease_after))
    return Delivery.objects.filter(waiting | abandoned)


def claim(delivery_id: uuid.UUID, kinds: Mapping[str, MailKind], now: datetime) -> Claim | None:
    """Take the row if it is still to be had, and let its kind decide in the same transaction.

    None when somebody else was faster. A row that may not leave is settled before this returns.
    """
    token = uuid.uuid4()
    with transaction.atomic():
        if not _take(delivery_id, list(kinds), token, now + lease_length(), now, *_too_far(now)):
            return None
        [delivery] = _with_reader(delivery_id)
        kind = kinds[delivery.kind]
        verdict = _decide(delivery, kind, kinds, now)
        taken = Claim(delivery, kind, token, verdict)
        if verdict.state is not None:
            settle(taken, verdict.state, verdict.reason)
    return taken


@prepared_change
def _take(
    delivery_id: uuid.UUID,
    kinds: Sequence[str],
    token: uuid.UUID,
    until: datetime,
    now: datetime,
    no_try_after: datetime,
    no_lease_after: datetime,
) -> Change:
    """The compare-and-set that wins a row: of several who try, one changes it."""
    rows = _due(now, no_try_after, no_lease_after).filter(pk=delivery_id, kind__in=kinds)
    return Change(rows, {
        "state": State.SENDING,
        "attempt": F("attempt") + 1,
        "lease_until": until,
        "next_attempt_at": until,
        "claim": token,
    })  # fmt: skip


@prepared
def _with_reader(delivery_id: uuid.UUID) -> QuerySet[Delivery]:
    return Delivery.objects.select_related("recipient").filter(pk=delivery_id)


def _decide(delivery: Delivery, kind: MailKind, kinds: Mapping[str, MailKind], now: datetime) -> Verdict:
    if delivery.transmissions >= copies_allowed(kind.audience, delivery.copies_allowed):
        used_up = when_nobody_knows(kind.audience, delivery.transmissions)
        return Verdict(used_up, delivery.error or NO_ANSWER)
    if is_too_late(kind.audience, delivery.due_at, now):
        return drop(LATE)
    if kind.family and _newer_exists(delivery, kind, kinds, now):
        return supersede(NEWER)
    verdict = kind.may_send(delivery, now)
    is_looked_at = delivery.copies_allowed > delivery.transmissions
    if verdict.state is State.HELD and is_looked_at and not verdict.until_mended:
        verdict = SEND  # somebody looked at it and pressed "send"
    # Last, because the kind may have followed its reader to another address.
    return suppression.verdict_on(delivery.address, kind.audience) if verdict == SEND else verdict


def _newer_exists(delivery: Delivery, kind: MailKind, kinds: Mapping[str, MailKind], now: datetime) -> bool:
    """Whether a later one is due; one due in the future was made by a clock that was ahead."""
    family = [name for name, other in kinds.items() if other.family == kind.family]
    reader = delivery.recipient_id
    return reader is not None and bool(_newer(reader, family, delivery.due_at, now))


@prepared
def _newer(
    reader: uuid.UUID, family: Sequence[str], due_at: datetime, now: datetime
) -> "QuerySet[Delivery, str]":
    rows = Delivery.objects.filter(recipient=reader, kind__in=family, due_at__gt=due_at, due_at__lte=now)
    return rows.values_list("state", flat=True)[:1]


def supersede_older(recipient_id: uuid.UUID, kinds: tuple[str, ...], due_at: datetime, now: datetime) -> int:
    """Replace this person's older unsent mails of these kinds; how many. One on its way is left alone."""
    older = Delivery.objects.filter(recipient=recipient_id, kind__in=kinds, due_at__lt=due_at)
    expired = Q(state=State.SENDING, lease_until__lte=now)
    return older.filter(Q(state=State.PENDING) | expired).update(
        state=State.SUPERSEDED, lease_until=None, claim=None, error=NEWER
    )


def mark_transmission(taken: Claim, message: Message, now: datetime) -> None:
    """Count a copy as handed over, just before it is, and keep what it says; raises ClaimLost.

    Of a mail that lets somebody in nothing is kept.
    """
    said = ("", "", "") if taken.kind.secret else (message.subject[:250], message.text, message.html)
    if not _count_copy(taken.delivery.pk, taken.token, now, now + lease_length(), *said):
        raise ClaimLost(str(taken.delivery.pk))


@prepared_change
def _count_copy(
    delivery_id: uuid.UUID,
    token: uuid.UUID,
    now: datetime,
    until: datetime,
    subject: str,
    text: str,
    html: str,
) -> Change:
    return Change(_held_by(delivery_id, token).filter(lease_until__gt=now), {
        "transmissions": F("transmissions") + 1,
        "lease_until": until,
        "next_attempt_at": until,
        "subject": subject,
        "body_text": text,
        "body_html": html,
    })  # fmt: skip


def mark_not_transmitted(taken: Claim) -> None:
    """Take a copy off the count: the server said that it did not take it."""
    _held(taken).filter(transmissions__gt=0).update(transmissions=F("transmissions") - 1)


def mark_sent(taken: Claim, now: datetime) -> None:
    """The server took the mail. True whoever holds the row by now, so it asks for no claim."""
    if taken.kind.on_sent is nothing_to_do:
        mark_sent_only(taken, now)
        return
    with transaction.atomic():
        mark_sent_only(taken, now)
        taken.kind.on_sent(taken.delivery, now)


def mark_sent_only(taken: Claim, now: datetime) -> None:
    """As mark_sent, without what should follow it: the mail has left either way."""
    _set_sent(taken.delivery.pk, now)


@prepared_change
def _set_sent(delivery_id: uuid.UUID, now: datetime) -> Change:
    rows = Delivery.objects.filter(pk=delivery_id).exclude(state=State.SENT)
    return Change(rows, {
        "state": State.SENT, "sent_at": now, "lease_until": None, "claim": None, "error": "",
    })  # fmt: skip


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
    return _held_by(taken.delivery.pk, taken.token)


def _held_by(delivery_id: uuid.UUID, token: uuid.UUID) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery_id, state=State.SENDING, claim=token)
