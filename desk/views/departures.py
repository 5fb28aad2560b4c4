"""Somebody leaves the team: first what becomes of what they hold, then it is done, all of it at once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.members import ChangedMeanwhile, NoManagerLeft, check_manager_stays
from accounts.models import User
from desk.forms.team import NewOwnerForm
from desk.hands import ends_shown, hands_shown
from desk.leaving import let_leave
from desk.requests import SeeOther, SignedInRequest, clock
from desk.views.team import PAGE, last_manager_stays, member_of_team
from followups.actions import HandsChanged, NewOwnerNeeded, NotAColleague
from followups.handing_on import Hands, everything_of


@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A manager lets somebody leave, who may be themselves."""
    leaver = member_of_team(request, pk)
    if leaver == request.user:
        return SeeOther(reverse("desk:leave"))
    if not leaver.is_active:
        messages.info(request, _("%(name)s has left already.") % {"name": leaver.get_full_name()})
        return SeeOther(PAGE)
    return _departure(request, leaver)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: SignedInRequest) -> HttpResponse:
    """Leave the team oneself: a colleague takes over."""
    return _departure(request, request.user)


def _departure(request: SignedInRequest, leaver: User) -> HttpResponse:
    if _is_alone(leaver):
        words = _("There is nobody else in the team. Invite somebody who takes over first.")
        return _page(request, leaver, {"refused": words, "is_alone": True})
    try:
        check_manager_stays(leaver)
    except NoManagerLeft:
        return _page(request, leaver, {"refused": last_manager_stays(leaver)})
    if request.method == "POST":
        return _do(request, leaver)
    form = NewOwnerForm(request.GET if "to" in request.GET else None, giver=leaver)
    if not form.is_bound or not form.is_valid():
        return _page(request, leaver, {"form": form})
    return _show(request, leaver, form.cleaned_data["to"])


def _is_alone(leaver: User) -> bool:
    """Whether nobody would be left in the team."""
    return not User.objects.filter(team=leaver.team_id, is_active=True).exclude(pk=leaver.pk).exists()


def _show(
    request: SignedInRequest, leaver: User, to: User, hands: Hands | None = None, *, changed: bool = False
) -> HttpResponse:
    today, now = clock(request)
    hands = hands or everything_of(leaver, to, now=now)
    return _page(request, leaver, {"to": to, "hands": hands_shown(hands, today), "changed": changed})


def _page(request: SignedInRequest, leaver: User, more: Mapping[str, Any]) -> HttpResponse:
    is_you = leaver == request.user
    context = {
        "leaver": leaver,
        "is_you": is_you,
        "ends": ends_shown(leaver, timezone.now()),
        "address": reverse("desk:leave") if is_you else reverse("desk:member_deactivate", args=[leaver.pk]),
        "here": "settings",
        "back": PAGE,
        **more,
    }
    return render(request, "desk/departure.html", context)


def _do(request: SignedInRequest, leaver: User) -> HttpResponse:
    to: User | None = None
    if request.POST.get("to"):
        form = NewOwnerForm(request.POST, giver=leaver)
        if not form.is_valid():
            return _page(request, leaver, {"form": form})
        to = form.cleaned_data["to"]
    shown = request.POST.get("shown") or None
    try:
        let_leave(leaver, to, by=request.user, now=timezone.now(), shown=shown)
    except HandsChanged as news:
        return _show(request, leaver, news.hands.to, news.hands, changed=True)
    except (NewOwnerNeeded, NotAColleague):
        return _ask_again(request, leaver)
    except NoManagerLeft:
        return _page(request, leaver, {"refused": last_manager_stays(leaver)})
    except ChangedMeanwhile:
        messages.info(request, _("%(name)s has left already.") % {"name": leaver.get_full_name()})
        return SeeOther(PAGE)
    return _done(request, leaver)


def _ask_again(request: SignedInRequest, leaver: User) -> HttpResponse:
    """They hold something by now, or whoever was to take over cannot any more."""
    form = NewOwnerForm({}, giver=leaver)
    form.is_valid()
    return _page(request, leaver, {"form": form})


def _done(request: SignedInRequest, leaver: User) -> HttpResponse:
    if leaver == request.user:
        logout(request)
        messages.success(request, _("You have left the team. Everything you held is in good hands."))
        return SeeOther(reverse("account_login"))
    words = _("%(name)s has left the team. What they held has a new owner, and nobody signs in as them.")
    messages.success(request, words % {"name": leaver.get_full_name()})
    return SeeOther(PAGE)
