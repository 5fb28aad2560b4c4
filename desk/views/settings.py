"""Settings: profile and working calendar, the reminder mail, the team."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.changes import Change
from accounts.models import Team, User
from accounts.policy import Thing, may
from accounts.settings_changes import change_settings
from desk.carried import typed_again
from desk.forms.away import AbsenceForm
from desk.forms.contact_rules import ContactRulesForm
from desk.forms.drawn import DrawnForm
from desk.forms.rhythm import RhythmForm
from desk.forms.settings import DigestForm, OwnRowForm, ProfileForm, TeamForm
from desk.mail_times import plan_mail_anew
from desk.meanwhile import ChangedMeanwhile, brought_together, tell_of_others
from desk.requests import SeeOther, SignedInRequest
from desk.views.away import absences_of
from desk.views.calendar_address import standing_address
from followups.actions import re_pick_days_off

CALENDAR = {"country", "region", "working_days"}
DIGEST = {"time_zone", "digest_time", "digest_daily", "digest_weekly"}


@require_safe
def settings(request: SignedInRequest) -> HttpResponse:
    """All settings on one page."""
    return _page(request)


def _page(request: SignedInRequest, **forms: DrawnForm) -> HttpResponse:
    def again(name: str) -> QueryDict | None:
        return typed_again(request, f"desk:settings_{name}")

    # Fresh rows: a form that refused its input must not colour the rest of the page.
    user = User.objects.select_related("team").get(pk=request.user.pk)
    context = {
        "profile_form": forms.get("profile") or ProfileForm(again("profile"), instance=user),
        "digest_form": forms.get("digest") or DigestForm(again("digest"), instance=user),
        "team_form": forms.get("team") or TeamForm(again("team"), instance=user.team),
        "rhythm_form": forms.get("rhythm") or RhythmForm(again("rhythm"), instance=user.team),
        "contact_rules_form": forms.get("contact_rules")
        or ContactRulesForm(again("contact_rules"), instance=user.team),
        "may_change_team": may(user, Thing.TEAM_NUMBERS),
        "calendar_address": standing_address(user),
        "absences": absences_of(request),
        "away_form": AbsenceForm(user=user),
        "here": "settings",
    }
    return render(request, "desk/settings.html", context)


@require_POST
def profile(request: SignedInRequest) -> HttpResponse:
    """Who you are and when you work; rows on what is now a free day move."""
    form = ProfileForm(request.POST, instance=fresh_user(request))
    if not form.is_valid():
        return _page(request, profile=form)
    try:
        moved, told = _save_own(request, form)
    except ChangedMeanwhile as changed:
        return _page(request, profile=changed.form)
    # What is said about it is already read in the new language.
    translation.activate(fresh_user(request).language)
    say_saved(request, told)
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
    form = DigestForm(request.POST, instance=fresh_user(request))
    if not form.is_valid():
        return _page(request, digest=form)
    try:
        _moved, told = _save_own(request, form)
    except ChangedMeanwhile as changed:
        return _page(request, digest=changed.form)
    say_saved(request, told)
    return SeeOther("/settings/#digest")


@require_POST
def team(request: SignedInRequest) -> HttpResponse:
    """What the team agreed on; a manager's to change."""
    if not may(request.user, Thing.TEAM_NUMBERS):
        raise PermissionDenied
    form = TeamForm(request.POST, instance=fresh_user(request).team)
    if not form.is_valid():
        return _page(request, team=form)
    try:
        _changed, told = save_settings(request, form)
    except ChangedMeanwhile as changed:
        return _page(request, team=changed.form)
    say_saved(request, told)
    return SeeOther("/settings/#team")


@require_POST
def rhythm(request: SignedInRequest) -> HttpResponse:
    """How check-ins ease off and on which days they lie; a manager's to change. What is planned stays."""
    if not may(request.user, Thing.TEAM_NUMBERS):
        raise PermissionDenied
    form = RhythmForm(request.POST, instance=fresh_user(request).team)
    if not form.is_valid():
        return _page(request, rhythm=form)
    try:
        _changed, told = save_settings(request, form)
    except ChangedMeanwhile as changed:
        return _page(request, rhythm=changed.form)
    say_saved(request, told)
    return SeeOther("/settings/#rhythm")


@require_POST
def contact_rules(request: SignedInRequest) -> HttpResponse:
    """How near contacts may lie; a manager's to change. Nothing moves, what is planned next obeys."""
    if not may(request.user, Thing.TEAM_NUMBERS):
        raise PermissionDenied
    form = ContactRulesForm(request.POST, instance=fresh_user(request).team)
    if not form.is_valid():
        return _page(request, contact_rules=form)
    try:
        _changed, told = save_settings(request, form)
    except ChangedMeanwhile as changed:
        return _page(request, contact_rules=changed.form)
    say_saved(request, told)
    return SeeOther("/settings/#contact-rules")


def say_saved(request: SignedInRequest, told: list[str]) -> None:
    """It is saved, and what others changed meanwhile."""
    messages.success(request, _("Saved."))
    tell_of_others(request, told)


def fresh_user(request: SignedInRequest) -> User:
    """Whoever asks, read anew with their team."""
    return User.objects.select_related("team").get(pk=request.user.pk)


def save_settings(request: SignedInRequest, form: OwnRowForm) -> tuple[set[str], list[str]]:
    """Save what was typed, brought together with what the row has become since the page was drawn.

    Returns the names of what changed, and in sentences what others changed. Raises ChangedMeanwhile.
    """
    told: list[str] = []

    def right(row: User | Team) -> dict[str, Any]:
        def draw(typed: QueryDict | None) -> OwnRowForm:
            # A copy: a form writes what it finds fine into its row.
            again: Any = type(form)
            drawn: OwnRowForm = again(typed, instance=copy(row))
            return drawn

        changes = Change.objects.filter(object_id=row.pk)
        merged, others = brought_together(form, draw, changes, request.user)
        told.extend(others)
        return merged.values()

    return change_settings(form.instance, right, by=request.user, now=timezone.now()), told


@transaction.atomic
def _save_own(request: SignedInRequest, form: OwnRowForm) -> tuple[int, list[str]]:
    """Save, and let calendar and reminder mail follow; returns how many rows moved, and what others did."""
    now = timezone.now()
    changed, told = save_settings(request, form)
    user = fresh_user(request)
    if changed & (CALENDAR | DIGEST):
        plan_mail_anew(user, now)
    moved = re_pick_days_off(user, today=user.today(now), now=now) if changed & CALENDAR else 0
    return moved, told
