"""Settings: profile and working calendar, the reminder mail, the team."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.settings_changes import change_settings
from desk.carried import typed_again
from desk.forms.settings import DigestForm, ProfileForm, TeamForm
from desk.requests import SeeOther, SignedInRequest
from digests.planning import reschedule
from followups.actions import re_pick_days_off

CALENDAR = {"country", "region", "working_days"}
DIGEST = {"time_zone", "digest_time", "digest_daily", "digest_weekly"}


@require_safe
def settings(request: SignedInRequest) -> HttpResponse:
    """All settings on one page."""
    return _page(request)


def _page(request: SignedInRequest, **forms: "ModelForm[Any]") -> HttpResponse:
    def again(name: str) -> QueryDict | None:
        return typed_again(request, f"desk:settings_{name}")

    # Fresh rows: a form that refused its input must not colour the rest of the page.
    user = User.objects.select_related("team").get(pk=request.user.pk)
    context = {
        "profile_form": forms.get("profile") or ProfileForm(again("profile"), instance=user),
        "digest_form": forms.get("digest") or DigestForm(again("digest"), instance=user),
        "team_form": forms.get("team") or TeamForm(again("team"), instance=user.team),
        "may_change_team": user.is_manager,
        "here": "settings",
    }
    return render(request, "desk/settings.html", context)


@require_POST
def profile(request: SignedInRequest) -> HttpResponse:
    """Who you are and when you work; rows on what is now a free day move."""
    form = ProfileForm(request.POST, instance=_fresh(request))
    if not form.is_valid():
        return _page(request, profile=form)
    moved = _save(request, form)
    # What is said about it is already read in the new language.
    translation.activate(form.instance.language)
    messages.success(request, _("Saved."))
    if moved:
        messages.info(
            request,
            ngettext(
                "%(count)d follow-up moved off a free day.",
                "%(count)d follow-ups moved off free days.",
                moved,
            )
            % {"count": moved},
        )
    return SeeOther("/settings/")


@require_POST
def digest(request: SignedInRequest) -> HttpResponse:
    """Which mail, and when."""
    form = DigestForm(request.POST, instance=_fresh(request))
    if not form.is_valid():
        return _page(request, digest=form)
    _save(request, form)
    messages.success(request, _("Saved."))
    return SeeOther("/settings/#digest")


@require_POST
def team(request: SignedInRequest) -> HttpResponse:
    """What the team agreed on; a manager's to change."""
    if not request.user.is_manager:
        raise PermissionDenied
    form = TeamForm(request.POST, instance=_fresh(request).team)
    if not form.is_valid():
        return _page(request, team=form)
    change_settings(form.instance, form.cleaned_data, by=request.user, now=timezone.now())
    messages.success(request, _("Saved."))
    return SeeOther("/settings/#team")


def _fresh(request: SignedInRequest) -> User:
    return User.objects.select_related("team").get(pk=request.user.pk)


@transaction.atomic
def _save(request: SignedInRequest, form: "ModelForm[User]") -> int:
    """Save, and let calendar and reminder mail follow; returns how many rows moved."""
    now = timezone.now()
    changed = change_settings(form.instance, form.cleaned_data, by=request.user, now=now)
    user = _fresh(request)
    if changed & (CALENDAR | DIGEST):
        reschedule(user, now)
    return re_pick_days_off(user, today=user.today(now), now=now) if changed & CALENDAR else 0
