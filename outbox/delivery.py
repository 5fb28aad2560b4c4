"""Hands due mails over: claim, send, mark, one by one, so that a mail is never sent twice and never lost.

The claim is committed before the server is spoken to and the mark just before the mail itself goes over.
Whatever dies in between leaves a row that says how far it came.
"""

import logging
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address

from django.conf import settings

from common.syncing import Synced, lazily_synced
from outbox import arming, breaker, claims
from outbox.claims import Claim, ClaimLost
from outbox.faults import AddressRefused, DeliveryFault, FateUnknown, MailRefused, TryLater, Unreachable
from outbox.kinds import MailKind
from outbox.message import Envelope, Message, UnusableAddress, address, build, named_address
from outbox.states import Audience, State
from outbox.transport import Transport, transport_from_settings

logger = logging.getLogger(__name__)

LONGEST_RUN = timedelta(minutes=2)
DISARMED = "this is a copy that mails nobody until `manage.py arm_mail`"

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class DeliveryReport:
    """What a run did: mails by the state they were left in, why it stopped early (empty: it did not), and how
    many of them met a fault of ours."""

    left_in: Mapping[str, int]
    stopped: str = ""
    failed: int = 0

    @property
    def sent(self) -> int:
        """How many mails the server took."""
        return self.left_in.get(State.SENT, 0)


def running_clock(now: datetime) -> Clock:
    """A clock that starts at `now` and goes on evenly, whatever the machine's wall clock does meanwhile."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


def deliver_due(
    kinds: Sequence[MailKind],
    now: datetime,
    *,
    limit: int | None = None,
    transport: Transport | None = None,
    clock: Clock | None = None,
) -> DeliveryReport:
    """Send what is due at `now` (aware), at most `limit` (MAILS_PER_RUN) mails over one connection.

    Safe to run twice, at the same time, and to be killed at any moment. `clock` gives the time of each
    step; without one it runs on from `now`.
    """
    clock = clock or running_clock(now)
    by_name = {kind.name: kind for kind in kinds}
    if not arming.may_mail(now):
        return DeliveryReport({}, stopped=DISARMED)
    if breaker.is_open(now):
        return DeliveryReport({}, stopped="the mail server did not let us in")
    waiting = _due_ids(by_name, now, settings.MAILS_PER_RUN if limit is None else limit)
    if not waiting and not breaker.is_tripped():
        return DeliveryReport({})
    with transport or transport_from_settings() as way_out, lazily_synced() as synced:
        return _Run(by_name, way_out, clock, synced).deliver(waiting)


def _due_ids(kinds: Mapping[str, MailKind], now: datetime, limit: int) -> list[uuid.UUID]:
    rows = claims.due(now).filter(kind__in=kinds).order_by("next_attempt_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


class _Run:
    """One pass over the due mails with one open way out.

    Only the mark that a copy leaves has to be on the disk before the work goes on: without it a power cut
    could make a third copy. A claim that is gone is made again; a "sent" that is gone costs what a crash may.
    """

    def __init__(
        self, kinds: Mapping[str, MailKind], way_out: Transport, clock: Clock, synced: Synced
    ) -> None:
        self.kinds = kinds
        self.way_out = way_out
        self.clock = clock
        self.synced = synced
        self.left_in: Counter[str] = Counter()
        self.failed = 0
        self.ends_at = clock() + LONGEST_RUN

    def deliver(self, waiting: Sequence[uuid.UUID]) -> DeliveryReport:
        try:
            self.way_out.connect()
            breaker.close()
            for delivery_id in waiting:
                if self.clock() > self.ends_at:
                    return self._report("the next run goes on")
                self._one(delivery_id)
        except Unreachable as refusal:
            logger.warning("The mail server does not let us in: %s", refusal)
            breaker.trip(str(refusal), self.clock())
            return self._report(str(refusal))
        return self._report()

    def _report(self, stopped: str = "") -> DeliveryReport:
        return DeliveryReport(self.left_in, stopped, self.failed)

    def _one(self, delivery_id: uuid.UUID) -> None:
        """Deliver one mail. Raises Unreachable; anything else that goes wrong stays with this mail."""
        try:
            taken = claims.claim(delivery_id, self.kinds, self.clock())
        except Exception as error:
            logger.exception("Mail %s could not be claimed", delivery_id)
            self.failed += 1
            claims.set_aside(delivery_id, _name_of(error), self.clock())
            return
        if taken is None:
            return
        if taken.verdict.state is not None:
            self.left_in[taken.verdict.state] += 1
            return
        self._send(taken)

    def _send(self, taken: Claim) -> None:
        handover = _Handover(taken, self.clock, self.synced)
        try:
            handover.through(self.way_out)
        except Unreachable as refusal:
            claims.give_back(taken, str(refusal), self.clock())
            raise
        except ClaimLost:
            return
        except FateUnknown as fault:
            claims.nobody_knows(taken, str(fault), self.clock())
        except DeliveryFault as fault:
            handover.uncount()
            self._not_delivered(taken, fault)
        except Exception as error:
            self._broken(taken, handover, error)
        else:
            self._mark_sent(taken)

    def _not_delivered(self, taken: Claim, fault: DeliveryFault) -> None:
        logger.info("Mail %s did not leave: %s", taken.delivery.pk, fault)
        if isinstance(fault, TryLater):
            claims.postpone(taken, str(fault), self.clock())
            return
        state = State.SUPPRESSED if isinstance(fault, AddressRefused) else State.FAILED
        if isinstance(fault, AddressRefused) and fault.for_good:
            claims.settle_as_bounced(taken, str(fault), self.clock())
        else:
            claims.settle(taken, state, str(fault))
        self.left_in[state] += 1

    def _broken(self, taken: Claim, handover: "_Handover", error: Exception) -> None:
        """Something of ours raised: before the mark nothing has left, after it nobody knows."""
        logger.exception("Mail %s could not be sent", taken.delivery.pk)
        self.failed += 1
        after = claims.nobody_knows if handover.counted else claims.postpone
        after(taken, _name_of(error), self.clock())

    def _mark_sent(self, taken: Claim) -> None:
        try:
            claims.mark_sent(taken, self.clock())
        except Exception:
            logger.exception("Mail %s left; what should follow it did not go through", taken.delivery.pk)
            self.failed += 1
            claims.mark_sent_only(taken, self.clock())
        self.left_in[State.SENT] += 1


class _Handover:
    """One mail on its way through a transport, and whether the copy has been counted."""

    def __init__(self, taken: Claim, clock: Clock, synced: Synced) -> None:
        self.taken = taken
        self.clock = clock
        self.synced = synced
        self.counted = False

    def through(self, way_out: Transport) -> None:
        now = self.clock()
        message = self.taken.kind.render(self.taken.delivery, now)
        try:
            mail = build(message, self._envelope(), now)
        except UnusableAddress as error:
            raise _refused(self.taken, error) from error
        way_out.send(mail, lambda: self._count(message))

    def uncount(self) -> None:
        """The server answered that it did not take the copy."""
        if self.counted:
            claims.mark_not_transmitted(self.taken)

    def _count(self, message: Message) -> None:
        with self.synced():
            claims.mark_transmission(self.taken, message, self.clock())
        self.counted = True

    def _envelope(self) -> Envelope:
        delivery, kind = self.taken.delivery, self.taken.kind
        return Envelope(
            delivery_id=delivery.pk,
            sender=sender(),
            to_address=delivery.address,
            site_url=settings.SITE_URL,
            kind=delivery.kind if kind.audience is Audience.OURS else "",
        )


def sender() -> Address:
    """Our own address. A setting that is none concerns all mails: it opens the breaker and costs none."""
    try:
        return named_address(settings.DEFAULT_FROM_EMAIL)
    except UnusableAddress as error:
        raise Unreachable("DEFAULT_FROM_EMAIL is not a mail address") from error


def _refused(taken: Claim, error: UnusableAddress) -> DeliveryFault:
    """Whose address it is that is none: theirs, which we stop writing to, or one of ours in the mail."""
    try:
        address(taken.delivery.address)
    except UnusableAddress:
        return AddressRefused(str(error))
    return MailRefused(str(error))


def _name_of(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
