"""Mail about accounts: a row in the outbox that holds no secret, and a letter put together when it leaves.

Such mail lets somebody in, or tells of the way in. It is queued in the transaction of whatever it is about,
leaves at once where a worker hears of it and with the next tick otherwise, and is shown to nobody.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop

from accounts.models import User
from outbox.kinds import SEND, Verdict, drop
from outbox.message import Message
from outbox.models import Delivery
from outbox.nudge import nudge

OF_USE_FOR = timedelta(hours=1)
# Kept as they are here, translated where they are read.
NOT_ACTIVE = gettext_noop("the reader is not active any more")
TOO_LONG_AGO = gettext_noop("it was asked for too long ago")


@dataclass(frozen=True)
class Letter:
    """What such a mail says. `url` is what its one button opens, named by `button`; `after` stands below."""

    subject: str
    lines: tuple[str, ...]
    url: str
    button: str
    after: tuple[str, ...] = ()


def queue(
    kind: str,
    *,
    key: str,
    address: str,
    recipient: User | None,
    now: datetime,
    context: dict[str, Any] | None = None,
) -> None:
    """Let a mail of this kind leave as soon as can be; once per `recipient` and `key`.

    `context` is stored: no secret belongs there. `recipient` is None for somebody without an account.
    """
    row = Delivery(
        kind=kind,
        recipient=recipient,
        address=address,
        period_key=key,
        context=context or {},
        due_at=now,
        next_attempt_at=now,
        created_at=now,
    )
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
    nudge()


def may_reach(delivery: Delivery, now: datetime) -> Verdict:
    """Whether mail to a member may leave: to somebody active, at the address of today, not hours late."""
    user = delivery.recipient
    if user is None or not user.is_active or user.email != delivery.address:
        return drop(NOT_ACTIVE)
    if now - delivery.due_at > OF_USE_FOR:
        return drop(TOO_LONG_AGO)
    return SEND


def page(path: str) -> str:
    """The full address of a page of ours."""
    return f"{settings.SITE_URL}{path}"


def message_of(letter: Letter) -> Message:
    """Both parts of a letter, in the language that is active."""
    context = {"letter": letter}
    return Message(
        subject=letter.subject,
        text=render_to_string("mail/account.txt", context),
        html=render_to_string("mail/account.html", context),
    )
