"""Away: vacations and other absences. GET shows what would happen, POST does it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.changes import Change
from accounts.models import Absence, User
from common.days import plain_day, plain_day_and_year
from desk.forms.away import AbsenceForm
from desk.mail_times import plan_mail_anew
from desk.requests import SeeOther, SignedInRequest, clock
from desk.shifts import MOST_SHIFTS, shifts_of
from followups.absences import Effect, check_absence, effect_of, effect_of_return
from followups.actions import NotAsShown, come_back, go_away

AWAY = "/settings/#away"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Say when you are away; first what would become of what falls into it, then it is done."""
    form = _form(request)
    if not form.is_bound or not form.is_valid():
        return _ask(request, form)
    return _do(request, form) if request.method == "POST" else _show(request, form)


def _form(request: SignedInRequest) -> AbsenceForm:
    """What was sent; with `edit`, the same as a form to choose other days in."""
    if request.method == "POST":
        return AbsenceForm(request.POST, user=request.user)
    if "edit" in request.GET or "first_on" not in request.GET:
        return AbsenceForm(user=request.user, initial=request.GET.dict())
    return AbsenceForm(request.GET, user=request.user)


def _ask(request: SignedInRequest, form: AbsenceForm) -> HttpResponse:
    return render(request, "desk/away_new.html", {"form": form, "here": "settings"})


def _show(request: SignedInRequest, form: AbsenceForm, effect: Effect | None = None) -> HttpResponse:
    """What falls into it, before and after; nothing has happened yet."""
    today, now = clock(request)
    absence = form.new_absence()
    try:
        check_absence(absence, request.user, today)
    except ValidationError as refused:
        form.add_error(None, refused)
        return _ask(request, form)
    changed = effect is not None
    effect = effect or effect_of(absence, request.user, today=today, now=now)
    context = _effect_context(request, effect, str(absence.stand_in or "")) | {
        "form": form,
        "absence": absence,
        "span": _span(absence.first_on, absence.last_on),
        "changed": changed,
    }
    return render(request, "desk/away_shown.html", context)


def _do(request: SignedInRequest, form: AbsenceForm) -> HttpResponse:
    today, now = clock(request)
    try:
        with transaction.atomic():
            shown = request.POST.get("shown") or None
            gone = go_away(form.new_absence(), by=request.user, today=today, now=now, shown=shown)
            plan_mail_anew(_fresh(request), now, absences_changed=True)
    except ValidationError as refused:
        form.add_error(None, refused)
        return _ask(request, form)
    except NotAsShown as news:
        return _show(request, form, news.effect)
    messages.success(request, _noted(gone.absence, gone.effect), extra_tags=f"undo:{_undo(gone.change)}")
    return SeeOther(AWAY)


def _undo(change: Change) -> str:
    return reverse("desk:change_put_back", args=[change.pk])


def _noted(absence: Absence, effect: Effect) -> str:
    said = _("Noted: away %(span)s.") % {"span": _span(absence.first_on, absence.last_on)}
    count = len(effect.moves)
    parts = [said]
    if effect.handed:
        words = ngettext(
            "%(name)s looks after %(count)d follow-up.",
            "%(name)s looks after %(count)d follow-ups.",
            len(effect.handed),
        )
        parts.append(words % {"name": absence.stand_in, "count": len(effect.handed)})
    if count:
        words = ngettext("%(count)d follow-up moved.", "%(count)d follow-ups moved.", count)
        parts.append(words % {"count": count})
    return " ".join(parts)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take an absence away: first what comes home, then it is done."""
    absence = get_object_or_404(Absence.objects.select_related("stand_in"), pk=pk, user=request.user)
    if request.method != "POST":
        return _show_return(request, absence)
    today, now = clock(request)
    try:
        with transaction.atomic():
            shown = request.POST.get("shown") or None
            effect = come_back(absence.pk, by=request.user, today=today, now=now, shown=shown)
            plan_mail_anew(_fresh(request), now, absences_changed=True)
    except NotAsShown as news:
        return _show_return(request, absence, news.effect)
    messages.success(request, _came_back(effect))
    return SeeOther(AWAY)


def _came_back(effect: Effect) -> str:
    count = len(effect.handed)
    if not count:
        return _("Removed. You are not away then.")
    words = ngettext(
        "Removed. %(count)d follow-up is yours again.",
        "Removed. %(count)d follow-ups are yours again.",
        count,
    )
    return words % {"count": count}


def _show_return(request: SignedInRequest, absence: Absence, effect: Effect | None = None) -> HttpResponse:
    today, _now = clock(request)
    changed = effect is not None
    effect = effect or effect_of_return(absence, request.user, today=today)
    context = _effect_context(request, effect, _("you")) | {
        "absence": absence,
        "span": _span(absence.first_on, absence.last_on),
        "change": _change_of(absence),
        "changed": changed,
    }
    return render(request, "desk/away_remove.html", context)


def _change_of(absence: Absence) -> Change | None:
    changes = Change.objects.filter(action="go_away", object_id=absence.pk, undone_by__isnull=True)
    return changes.first()


def _effect_context(request: SignedInRequest, effect: Effect, to: str) -> dict[str, Any]:
    today, _now = clock(request)
    shifts = shifts_of(effect, to, today)
    return {
        "shifts": shifts[:MOST_SHIFTS],
        "count": len(shifts),
        "more": max(len(shifts) - MOST_SHIFTS, 0),
        "shown": effect.token(),
        "here": "settings",
    }


def absences_of(request: SignedInRequest) -> list[dict[str, Any]]:
    """The absences of the settings page: those to come, and the one under way."""
    today, _now = clock(request)
    coming = request.user.absences.filter(last_on__gte=today).select_related("stand_in").order_by("first_on")
    return [
        {
            "pk": absence.pk,
            "span": _span(absence.first_on, absence.last_on),
            "first": absence.first_on,
            "last": absence.last_on,
            "then": _then(absence),
        }
        for absence in coming
    ]


def _then(absence: Absence) -> str:
    if absence.stand_in:
        return _("%(name)s looks after what falls into it") % {"name": absence.stand_in}
    return _("what falls into it moves")


def _span(first: Any, last: Any) -> str:
    """The days in words: "6 Mar – 13 Mar 2026", or the one day."""
    if first == last:
        return plain_day_and_year(first)
    start = plain_day(first) if first.year == last.year else plain_day_and_year(first)
    return f"{start} – {plain_day_and_year(last)}"


def _fresh(request: SignedInRequest) -> User:
    return User.objects.select_related("team").get(pk=request.user.pk)
