"""The page of an invitation: who invites whom, and the account it makes, once. For whoever has the link."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.invitations import Dead, DeadInvitation, accept, open_invitation
from accounts.models import Invitation
from accounts.sessions import begin
from desk.forms.setup import NewAccountForm
from desk.requests import SeeOther
from desk.role_words import role_names

# An address nobody could have got from us, and one that led somewhere.
NOT_FOUND, GONE = 404, 410


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing; a press makes the account and signs it in."""
    now = timezone.now()
    opened = open_invitation(token, now)
    if isinstance(opened, DeadInvitation):
        return _dead(request, opened)
    typed = request.POST if request.method == "POST" else None
    form = NewAccountForm(typed, address=opened.address)
    if typed is None or not form.is_valid():
        return _page(request, opened, form)
    # Where mail stays here as files, whoever invited handed the link on: that proves no address.
    is_proved = not settings.MAIL_AS_FILES
    made = accept(token, is_proved=is_proved, now=now, language=get_language(), **form.cleaned_data)
    if isinstance(made, DeadInvitation):
        return _dead(request, made)
    begin(request, made)
    return SeeOther("/")


def _page(request: HttpRequest, invitation: Invitation, form: NewAccountForm) -> HttpResponse:
    context = {
        "form": form,
        "address": invitation.address,
        "team": invitation.team.name,
        "name": invitation.invited_by.get_full_name(),
        "roles": role_names(invitation.roles()),
    }
    return render(request, "desk/invite.html", context)


def _dead(request: HttpRequest, dead: DeadInvitation) -> HttpResponse:
    heading, sentence = sentence_of(dead.why)
    status = NOT_FOUND if dead.why in {Dead.GARBLED, Dead.OTHER_KEY} else GONE
    return render(request, "desk/invite_dead.html", {"heading": heading, "sentence": sentence}, status=status)


def sentence_of(why: Dead) -> tuple[str, str]:
    """What is said of a dead link: a heading, and a sentence that says what to do."""
    return {
        Dead.GARBLED: (
            _("This link is not complete"),
            _("Mail programs sometimes cut a long link in two. Open it from the mail once more."),
        ),
        Dead.OTHER_KEY: (
            _("This link cannot be checked any more"),
            _("The keys of this installation were changed since. Ask whoever invited you for a new one."),
        ),
        Dead.REVOKED: (
            _("This invitation was taken back"),
            _("If that surprises you, ask whoever invited you."),
        ),
        Dead.REPLACED: (
            _("There is a newer invitation"),
            _("It was sent once more since. The link in the newest mail works."),
        ),
        Dead.EXPIRED: (
            _("This invitation has ended"),
            _("An invitation stands for seven days. Ask whoever invited you to send it again."),
        ),
        Dead.USED: (
            _("This invitation has been accepted"),
            _("Its link works once. If it was you, sign in with the password you chose."),
        ),
        Dead.KNOWN: (
            _("There is an account already"),
            _("Somebody signs in with this address. If it is you, sign in; an account belongs to one team."),
        ),
    }[why]
