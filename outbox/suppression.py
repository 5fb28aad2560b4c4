"""Addresses that are not written to: those that sent mail back, and those whose owner does not want ours.

Kept as hashes of the normalised address, so that the mark stays when the person is erased. A bounce concerns
every mail; an unsubscribe the mail to prospects only: a colleague who once was one still gets reminders.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress as suppress_error
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from common.prepared import prepared
from common.text import clean_line
from outbox.kinds import SEND, Verdict
from outbox.kinds import suppress as refuse
from outbox.models import Delivery, Suppression
from outbox.states import Audience, Reason

MOST_SAID = 500
# Kept as they are here, translated where they are read.
WHY = {
    Reason.BOUNCE.value: gettext_noop("mail to this address came back"),
    Reason.UNSUBSCRIBE.value: gettext_noop("they asked for no more mail"),
}
# Names our advisory locks among those of others; the second half of a lock is the address.
LOCKS = 0x0B07


def normalised(address: str) -> str:
    """One spelling per address: one line, lower case, the domain as the mail server hears it."""
    local, at, domain = clean_line(address).lower().rpartition("@")
    # What is no domain at all stays as it was typed: as good a name as any.
    with suppress_error(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}{at}{domain}"


def mark_of(address: str) -> str:
    """What is kept of an address."""
    return hashlib.sha256(f"lostdeals address {normalised(address)}".encode()).hexdigest()


@transaction.atomic
def suppress(
    address: str, reason: Reason, now: datetime, *, said: str = "", source: Delivery | None = None
) -> bool:
    """Write to this address no more; False when that was so already.

    A mail claimed before this commits may still leave, one claimed afterwards does not (PROMISES A7).
    """
    mark = mark_of(address)
    _one_at_a_time(mark)
    if Suppression.objects.filter(address_hash=mark, reason=reason).exists():
        return False
    row = Suppression(address_hash=mark, reason=reason.value, since=now, said=said[:MOST_SAID], source=source)
    Suppression.objects.bulk_create([row], ignore_conflicts=True)
    return True


def lift_bounce(address: str) -> bool:
    """Write again to an address that sent mail back; False when none did. An unsubscribe stays."""
    gone, _tables = Suppression.objects.filter(address_hash=mark_of(address), reason=Reason.BOUNCE).delete()
    return gone > 0


def bounces(addresses: Iterable[str]) -> dict[str, Suppression]:
    """Which of these addresses sent mail back, with what is known of it."""
    marks = {mark_of(address): address for address in addresses}
    rows = Suppression.objects.filter(address_hash__in=marks, reason=Reason.BOUNCE)
    return {marks[row.address_hash]: row for row in rows}


def verdict_on(address: str, audience: Audience) -> Verdict:
    """Whether mail for this audience may go to an address; asked inside the claim's transaction."""
    mark = mark_of(address)
    if audience is Audience.PROSPECT:
        _one_at_a_time(mark)
    for reason in sorted(_reasons(mark)):
        if reason == Reason.BOUNCE or audience is Audience.PROSPECT:
            return refuse(WHY[reason])
    return SEND


@prepared
def _reasons(mark: str) -> "QuerySet[Suppression, str]":
    return Suppression.objects.filter(address_hash=mark).values_list("reason", flat=True)


def _one_at_a_time(mark: str) -> None:
    """Let nobody else claim for, or suppress, this address until the transaction ends.

    Without it PostgreSQL would let a claim read "nothing stands against it" and commit after the unsubscribe.
    SQLite writes one transaction at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCKS, int(mark[:7], 16)])
