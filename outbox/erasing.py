"""Somebody is erased: mail to them goes, and what mail to others said of them."""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress as suppress_error
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from outbox.models import Delivery, Suppression
from outbox.states import NEVER_SHOWN, State
from outbox.suppression import mark_of

AT_ONCE = 200


def hold_mail_to(address: str) -> None:
    """Let no mail to a prospect at this address be claimed until the transaction ends."""
    if address:
        rows = Delivery.objects.filter(address__iexact=address, recipient__isnull=True).order_by("pk")
        list(rows.select_for_update().values_list("pk"))


def erase_mail(
    addresses: Collection[str],
    readers: Collection[UUID],
    mentions: Callable[[str], bool],
    *,
    now: datetime,
) -> int:
    """Delete every mail to these addresses, empty every mail of `readers` that mentions them; how many.

    Inside the transaction that erases them. A mail that was claimed and has not left yet is claimed again:
    it is written anew, without them. Mails kept as files go once the transaction is through.
    """
    ours = Delivery.objects.filter(Q(recipient__in=readers) | Q(owner__in=readers))
    # First, so that none of those on their way can be marked with the old words afterwards.
    on_the_way = ours.filter(state=State.SENDING, transmissions=0)
    on_the_way.update(state=State.PENDING, claim=None, lease_until=None, next_attempt_at=now)
    gone = [*_delete_mail_to(addresses, readers), *_empty(ours, mentions)]
    _forget_what_servers_said(addresses)
    transaction.on_commit(lambda: _delete_files(gone), robust=True)
    return len(gone)


def _delete_mail_to(addresses: Collection[str], readers: Collection[UUID]) -> list[UUID]:
    """Mail for a prospect has no reader among us; its owner is one of ours. An invitation is none of it."""
    to_them = Q()
    for address in addresses:
        to_them |= Q(address__iexact=address)
    if not to_them:
        return []
    rows = Delivery.objects.filter(to_them, recipient__isnull=True, owner__in=readers)
    rows = rows.exclude(kind__in=NEVER_SHOWN)
    gone = list(rows.values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=gone).delete()
    return gone


def _empty(mails: QuerySet[Delivery], mentions: Callable[[str], bool]) -> list[UUID]:
    """Subject and text of those that mention them; that they were sent, to whom and when, stays."""
    texts = mails.values_list("pk", "subject", "body_text", "body_html", "error")
    told = [pk for pk, *said in texts.iterator(chunk_size=AT_ONCE) if any(map(mentions, said))]
    for start in range(0, len(told), AT_ONCE):
        rows = Delivery.objects.filter(pk__in=told[start : start + AT_ONCE])
        rows.update(subject="", body_text="", body_html="", error="")
    return told


def _forget_what_servers_said(addresses: Iterable[str]) -> None:
    """A server that refuses an address repeats it; the mark alone stays."""
    Suppression.objects.filter(address_hash__in=[mark_of(address) for address in addresses]).update(said="")


def _delete_files(deliveries: Iterable[UUID]) -> None:
    for pk in deliveries:
        with suppress_error(OSError):
            (Path(settings.MAIL_DIR) / f"{pk}.eml").unlink(missing_ok=True)
