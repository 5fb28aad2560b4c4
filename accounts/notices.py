"""Tells somebody that the way into their account was changed: the last defence against whoever did it."""

from datetime import datetime
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.account_mail import NOT_ACTIVE, Letter, message_of, page, queue
from accounts.models import User
from common.days import plain_day_and_year
from outbox.kinds import SEND, MailKind, Verdict, drop
from outbox.message import Message
from outbox.models import Delivery
from outbox.states import Audience

NAME = "account-notice"
# By the names allauth gives to what happened.
WHAT = {
    "password_changed": gettext_lazy("Your password was changed"),
    "password_reset": gettext_lazy("Your password was changed by a link from a mail"),
    "password_set": gettext_lazy("A password was set for your account"),
    "totp_activated": gettext_lazy("Codes from an app were switched on for your sign-in"),
    "totp_deactivated": gettext_lazy("Codes from an app were switched off for your sign-in"),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made for your account"),
    "webauthn_added": gettext_lazy("A passkey was added to your account"),
    "webauthn_removed": gettext_lazy("A passkey was removed from your account"),
    "email_changed": gettext_lazy("The address you sign in with was changed"),
    "email_deleted": gettext_lazy("An address was removed from your account"),
    "second_factor_removed": gettext_lazy("The second step of your sign-in was removed on the server"),
}
SOMETHING = gettext_lazy("The way into your account was changed")


def tell(user: User, what: str, now: datetime, *, address: str | None = None) -> None:
    """Queue a mail that says what happened to the account of `user` at `now`.

    `address`: where to instead of today's; whoever lost their account to another address reads it there.
    """
    to = address or user.email
    queue(NAME, key=str(uuid4()), address=to, recipient=user, now=now, context={"what": what})


def may_send(delivery: Delivery, now: datetime) -> Verdict:
    """To somebody active; late is better than never, and to the address of the time."""
    user = delivery.recipient
    return SEND if user is not None and user.is_active else drop(NOT_ACTIVE)


def render(delivery: Delivery, now: datetime) -> Message:
    """The mail; when it happened is when it was queued."""
    user = delivery.recipient
    if user is None:
        raise ValueError(f"mail {delivery.pk} has no reader")
    with translation.override(user.language), timezone.override(user.zone()):
        return message_of(_letter(user, str(WHAT.get(delivery.context.get("what", ""), SOMETHING)), delivery))


def _letter(user: User, what: str, delivery: Delivery) -> Letter:
    at = timezone.localtime(delivery.created_at)
    when = _("%(day)s, %(clock)s") % {"day": plain_day_and_year(at.date()), "clock": f"{at:%H:%M}"}
    said = _("%(what)s: %(address)s, %(at)s.") % {"what": what, "address": user.email, "at": when}
    fine = _("If that was you, there is nothing to do.")
    if delivery.address != user.email:
        # A new password would be sent to the other address.
        return Letter(
            subject=what,
            lines=(said, fine, _("If it was not, ask a manager of your team to close your account now.")),
            url=page(reverse("account_login")),
            button=_("Sign in to your account"),
        )
    new = _("If it was not, choose a new password now, then sign out everywhere else in your settings.")
    return Letter(
        subject=what,
        lines=(said, fine, new),
        url=page(reverse("account_reset_password")),
        button=_("Choose a new password"),
    )


NOTICE = MailKind(name=NAME, audience=Audience.OURS, may_send=may_send, render=render, secret=True)
