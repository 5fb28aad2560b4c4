"""The mail of an invitation, in the language of whoever invites.

Whether the address has an account is found out here alone: whoever has one reads that there is one, and gets
no link.
"""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.account_mail import Letter, message_of, page
from accounts.invitations import KIND, has_account, token_of
from accounts.models import Invitation
from common.days import plain_day_and_year
from outbox.kinds import SEND, MailKind, Verdict, drop
from outbox.message import Message
from outbox.models import Delivery
from outbox.states import Audience

NOT_PENDING = gettext_noop("the invitation does not stand any more")


def may_send(delivery: Delivery, now: datetime) -> Verdict:
    """As long as the invitation stands as it was queued, and whoever sent it is here."""
    invitation = _invitation(delivery)
    if invitation is None or now > invitation.expires_at or not invitation.invited_by.is_active:
        return drop(NOT_PENDING)
    return SEND


def render(delivery: Delivery, now: datetime) -> Message:
    """The mail, with the link made in this moment."""
    invitation = _invitation(delivery)
    if invitation is None:
        raise ValueError(f"mail {delivery.pk} has no invitation")
    with translation.override(invitation.invited_by.language):
        known = has_account(invitation.address)
        return message_of(_to_somebody_known(invitation) if known else _to_somebody_new(invitation))


def link_of(invitation: Invitation) -> str:
    """The address under which an invitation is accepted."""
    return page(f"/invite/{token_of(invitation)}/")


def _invitation(delivery: Delivery) -> Invitation | None:
    rows = Invitation.objects.select_related("team", "invited_by")
    asked = rows.filter(pk=delivery.context.get("invitation"), version=delivery.context.get("version", 0))
    return asked.filter(accepted_at=None, revoked_at=None).first()


def _names(invitation: Invitation) -> dict[str, str]:
    return {
        "name": invitation.invited_by.get_full_name(),
        "mail": invitation.invited_by.email,
        "team": invitation.team.name,
        "address": invitation.address,
    }


def _subject(invitation: Invitation) -> str:
    return _("%(name)s invites you to “%(team)s” on Lost Deals") % _names(invitation)


def _to_somebody_new(invitation: Invitation) -> Letter:
    until = plain_day_and_year(invitation.invited_by.today(invitation.expires_at))
    return Letter(
        subject=_subject(invitation),
        lines=(
            _(
                "%(name)s (%(mail)s) invites you to work together in the team “%(team)s”. You choose a "
                "password of your own, and are in."
            )
            % _names(invitation),
        ),
        url=link_of(invitation),
        button=_("Look at the invitation"),
        after=(
            _("The link works once, for %(address)s, until %(day)s.") % (_names(invitation) | {"day": until}),
            _("If you expected no invitation, there is nothing to do."),
        ),
    )


def _to_somebody_known(invitation: Invitation) -> Letter:
    return Letter(
        subject=_subject(invitation),
        lines=(
            _("%(name)s (%(mail)s) invites you to work together in the team “%(team)s”.")
            % _names(invitation),
            _(
                "There is an account for %(address)s already, and an account belongs to one team. To join "
                "this one too, ask %(name)s to invite another address of yours. "
                "Was your account closed? A manager of its team can open it again."
            )
            % _names(invitation),
        ),
        url=settings.SITE_URL + "/",
        button=_("Sign in to your account"),
        after=(_("Nobody but you was told that there is an account."),),
    )


INVITE = MailKind(name=KIND, audience=Audience.OURS, may_send=may_send, render=render, secret=True)
