"""Asking whoever has an address to confirm that it is theirs."""

from datetime import UTC, datetime

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.account_mail import NOT_ACTIVE, OF_USE_FOR, TOO_LONG_AGO, Letter, message_of, page, queue
from accounts.models import User
from outbox.kinds import SEND, MailKind, Verdict, drop
from outbox.message import Message
from outbox.models import Delivery
from outbox.states import Audience

NAME = "confirm-address"


def ask_to_confirm(user: User, address: str, now: datetime) -> None:
    """Queue the mail to an address `user` says is theirs; one a minute at most."""
    minute = f"{now.astimezone(UTC):%Y-%m-%d %H:%M}"
    queue(NAME, key=minute, address=address, recipient=user, now=now)


def may_send(delivery: Delivery, now: datetime) -> Verdict:
    """To somebody active who still says so."""
    user = delivery.recipient
    if user is None or not user.is_active or _claimed(delivery) is None:
        return drop(NOT_ACTIVE)
    return drop(TOO_LONG_AGO) if now - delivery.due_at > OF_USE_FOR else SEND


def render(delivery: Delivery, now: datetime) -> Message:
    """The mail, with a link made in this moment."""
    claimed = _claimed(delivery)
    if claimed is None:
        raise ValueError(f"mail {delivery.pk} has no reader")
    with translation.override(claimed.user.language):
        return message_of(_letter(claimed))


def _letter(claimed: EmailAddress) -> Letter:
    key = EmailConfirmationHMAC(claimed).key
    said = _("%(name)s says that %(address)s is theirs.")
    return Letter(
        subject=_("Is this your address?"),
        lines=(said % {"name": claimed.user.get_full_name(), "address": claimed.email},),
        url=page(reverse("account_confirm_email", args=[key])),
        button=_("Yes, confirm it"),
        after=(_("If it was not you, there is nothing to do."),),
    )


def _claimed(delivery: Delivery) -> EmailAddress | None:
    rows = EmailAddress.objects.select_related("user")
    found: EmailAddress | None = rows.filter(user=delivery.recipient_id, email=delivery.address).first()
    return found


CONFIRM_ADDRESS = MailKind(name=NAME, audience=Audience.OURS, may_send=may_send, render=render, secret=True)
