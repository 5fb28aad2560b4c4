"""Inviting somebody into the team: sent, sent again, taken back. For managers.

The answer is the same whether the address has an account or not, and so is the work.
"""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import invitations
from accounts.invite_mail import link_of
from accounts.models import Invitation
from accounts.policy import Thing, may
from desk.forms.team import InviteForm
from desk.requests import SeeOther, SignedInRequest
from desk.views.team import team_page

SECTION = "/settings/team/#invitations"


@never_cache
@require_POST
def invite(request: SignedInRequest) -> HttpResponse:
    """Invite an address."""
    if not may(request.user, Thing.MEMBERS):
        raise PermissionDenied
    form = InviteForm(request.POST)
    if not form.is_valid():
        return team_page(request, form)
    data = form.cleaned_data
    try:
        sent = invitations.invite(data["address"], data["roles"], by=request.user, now=timezone.now())
    except invitations.TooMany:
        form.add_error(None, too_many())
        return team_page(request, form)
    return _sent(request, sent)


@never_cache
@require_POST
def send_again(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The same invitation once more, with a new link."""
    invitation = _invitation(request, pk)
    try:
        sent = invitations.send_again(invitation.pk, by=request.user, now=timezone.now())
    except invitations.NotPending:
        messages.info(request, _not_pending(invitation))
    except invitations.TooMany:
        messages.error(request, too_many())
    else:
        return _sent(request, sent)
    return SeeOther(SECTION)


@require_POST
def revoke(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take it back: its link is dead."""
    invitation = _invitation(request, pk)
    try:
        invitations.revoke(invitation.pk, by=request.user, now=timezone.now())
    except invitations.NotPending:
        messages.info(request, _not_pending(invitation))
    else:
        words = _("Taken back. The link to %(address)s no longer works.")
        messages.success(request, words % {"address": invitation.address})
    return SeeOther(SECTION)


def _invitation(request: SignedInRequest, pk: UUID) -> Invitation:
    invitation = get_object_or_404(Invitation, pk=pk, team=request.user.team_id)
    if not may(request.user, Thing.MEMBERS):
        raise PermissionDenied
    return invitation


def _sent(request: SignedInRequest, invitation: Invitation) -> HttpResponse:
    """Where mail stays here as files, the link is shown this once; else the mail alone has it."""
    if settings.MAIL_AS_FILES:
        context = {"invitation": invitation, "link": link_of(invitation), "here": "settings", "back": SECTION}
        return render(request, "desk/invitation_link.html", context)
    words = _("An invitation to %(address)s is on its way. It works once, for seven days.")
    messages.success(request, words % {"address": invitation.address})
    return SeeOther(SECTION)


def _not_pending(invitation: Invitation) -> str:
    words = _("Nothing was changed: the invitation to %(address)s was accepted or taken back meanwhile.")
    return words % {"address": invitation.address}


def too_many() -> str:
    """That the team sent enough for now."""
    words = _("Your team sent %(count)d invitations within an hour. Please wait a little before the next.")
    return words % {"count": invitations.MOST_AN_HOUR}
