"""Choosing a new password by a link in a mail: asked for by anybody, sent to who has the address.

Asking does the same whether somebody has the address or not: one look-up, one row. Whom it is for is decided
when the mail would leave, so that no answer, and no time it takes, tells who has an account.
"""

from datetime import UTC, datetime

from allauth.account.utils import user_pk_to_url_str
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.account_mail import Letter, may_reach, message_of, page, queue
from accounts.models import User, normalise_email
from accounts.reset_tokens import ResetTokens
from outbox.kinds import MailKind
from outbox.message import Message
from outbox.models import Delivery
from outbox.states import Audience

NAME = "password-reset"
# Stands for an address nobody here has: what strangers type is not kept.
NOBODY = "nobody@localhost"


def ask_for_reset(address: str, now: datetime) -> None:
    """Queue the mail; one a minute at most to one person."""
    user = _whoever_has(address).first()
    queue(
        NAME,
        key=f"{now.astimezone(UTC):%Y-%m-%d %H:%M}",
        address=user.email if user else NOBODY,
        recipient=user,
        now=now,
    )


def reset_link(user: User) -> str:
    """The address under which `user` chooses a new password, once, within a day."""
    return page(
        reverse(
            "account_reset_password_from_key",
            kwargs={"uidb36": user_pk_to_url_str(user), "key": ResetTokens().make_token(user)},
        )
    )


def reset_link_for(address: str) -> str:
    """The same for whoever has this address; raises User.DoesNotExist when nobody active does."""
    return reset_link(_whoever_has(address).get(is_active=True))


def render(delivery: Delivery, now: datetime) -> Message:
    """The mail, with a link made in this moment."""
    user = delivery.recipient
    if user is None:
        raise ValueError(f"mail {delivery.pk} has no reader")
    with translation.override(user.language):
        return message_of(_letter(user))


def _letter(user: User) -> Letter:
    asked = _("Somebody, most likely you, asked for a new password for %(address)s.")
    return Letter(
        subject=_("Choose a new password"),
        lines=(asked % {"address": user.email},),
        url=reset_link(user),
        button=_("Choose a new password"),
        after=(
            _("The link works once, for 24 hours."),
            _("If it was not you, there is nothing to do: your password stays as it is."),
        ),
    )


def _whoever_has(address: str) -> QuerySet[User]:
    return User.objects.filter(email=normalise_email(address))


PASSWORD_RESET = MailKind(name=NAME, audience=Audience.OURS, may_send=may_reach, render=render, secret=True)
