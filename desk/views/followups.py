"""One follow-up: its page, and what can be done with it. htmx gets the fragment, everybody else a 303."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk.carried import typed_again
from desk.forms.acts import LaterForm, OutcomeForm
from desk.outcomes import outcome_choices, outcome_form
from desk.receipts import Receipt, receipt_for, receipt_of, step_after
from desk.requests import SeeOther, SignedInRequest, clock, next_address
from desk.rows import load_strip, row_of
from desk.thank_you import thank_you_for
from desk.timeline import acts_on
from desk.views.today import headline_of
from followups import actions
from followups.agenda import agenda_for
from followups.lookup import item_for
from followups.models import FollowUp
from prospects.models import InvalidTransition


def _mine(request: SignedInRequest, pk: UUID) -> FollowUp:
    rows = FollowUp.objects.visible_to(request.user).select_related("prospect__organisation", "plan__loss")
    return get_object_or_404(rows.select_related("owner__team"), pk=pk)


@require_safe
def follow_up(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The page of a follow-up with its outcome form; for htmx the row with the form in it (or without)."""
    row = _mine(request, pk)
    today, _now = clock(request)
    if request.htmx and not row.is_open():
        return _stale(request, row, today)
    if request.htmx:
        asking = request.GET.get("row") != "plain"
        return render(request, "desk/_touch_row.html", _row_context(request, row, today, asking=asking))
    typed = typed_again(request, "desk:complete") if row.is_open() else None
    return _page(request, row, today, outcome_form(row, today, typed) if typed else None)


def _page(
    request: SignedInRequest, row: FollowUp, today: date, form: OutcomeForm | None = None
) -> HttpResponse:
    context = _row_context(request, row, today, form=form) if row.is_open() else {}
    context |= {
        "follow_up": row,
        "acts": acts_on(row, today),
        "can_undo": actions.last_change(row.pk) is not None,
        "thanks": thank_you_for(row, request.user, today),
        "here": "today",
        "plain": True,
    }
    return render(request, "desk/followup.html", context)


def _row_context(
    request: SignedInRequest,
    row: FollowUp,
    today: date,
    *,
    asking: bool = True,
    form: OutcomeForm | None = None,
) -> dict[str, Any]:
    context: dict[str, Any] = {"row": row_of(item_for(request.user, row.pk), today)}
    if asking:
        context |= outcome_choices(row, today, form)
    return context


@require_POST
def complete(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How it went; answers with the receipt, or with the form and what is missing."""
    row = _mine(request, pk)
    today, now = clock(request)
    form = outcome_form(row, today, request.POST)
    if not form.is_valid():
        return _again(request, row, today, form)
    try:
        done = actions.complete_follow_up(
            pk,
            form.result(),
            by=request.user,
            today=row.owner.today(now),
            now=now,
            expected_version=form.cleaned_data["expected_version"],
        )
    except actions.NotOpen as stale:
        return _stale(request, stale.follow_up, today, form)
    except InvalidTransition:
        form.add_error(None, _("The deal behind this is not waiting for a yes any more."))
        return _again(request, row, today, form)
    return _receipt(request, receipt_for(done, today))


@require_POST
def skip(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Leave it out this time."""
    row = _mine(request, pk)
    today, now = clock(request)
    try:
        done = actions.skip(
            pk,
            by=request.user,
            today=row.owner.today(now),
            now=now,
            expected_version=_version(request),
        )
    except actions.NotOpen as stale:
        return _stale(request, stale.follow_up, today)
    return _receipt(request, receipt_for(done, today))


@require_POST
def snooze(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Later: the same row on another day."""
    row = _mine(request, pk)
    today, now = clock(request)
    form = LaterForm(request.POST, today=today)
    if not form.is_valid():
        return _not_moved(
            request, row, str(form.errors["until"][0]) if "until" in form.errors else _("Choose a day.")
        )
    wanted = form.cleaned_data["until"]
    until = wanted
    if isinstance(wanted, actions.Later):
        until = actions.day_for(wanted, row, row.owner.today(now), row.owner.calendar())
    try:
        moved = actions.snooze(
            pk,
            until,
            by=request.user,
            today=row.owner.today(now),
            now=now,
            expected_version=form.cleaned_data["expected_version"],
            past_window_is_fine=form.cleaned_data["past_window"],
        )
    except actions.NotOpen as stale:
        return _stale(request, stale.follow_up, today)
    except actions.TooEarly:
        return _not_moved(request, row, _("Choose a day after today."))
    except actions.PastTheWindow as asked:
        return _ask_past_window(request, row, until, asked.closes_on)
    return _receipt(request, receipt_of(moved, None, today))


@require_POST
def undo(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take the last act back; the row stands as before."""
    row = _mine(request, pk)
    today, now = clock(request)
    try:
        actions.undo(pk, by=request.user, now=now, expected_version=_version(request))
    except actions.NothingToUndo:
        messages.info(request, _("There is nothing to take back any more."))
    except actions.SomethingBuiltOnIt:
        messages.info(request, _("This can't be taken back: something was done since that builds on it."))
    else:
        row = _mine(request, pk)
        if request.htmx:
            context = _row_context(request, row, today, asking=False) | _around(request, today)
            return render(request, "desk/_undone.html", context)
        messages.success(request, _("Taken back. %(name)s stands as before.") % {"name": row.prospect.name})
        return SeeOther(next_address(request, "/"))
    return _elsewhere(request, row.get_absolute_url())


def _version(request: SignedInRequest) -> int | None:
    """The version the pressed button was drawn for: a second press of it does nothing."""
    typed = request.POST.get("expected_version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def _receipt(request: SignedInRequest, receipt: Receipt) -> HttpResponse:
    if request.htmx:
        today, _now = clock(request)
        context = {"receipt": receipt} | _around(request, today)
        return render(request, "desk/_acted.html", context)
    messages.success(request, f"{receipt.name}: {receipt.text}")
    return SeeOther(next_address(request, "/"))


def _around(request: SignedInRequest, today: date) -> dict[str, Any]:
    """What changes around a row that was acted on: headline, badges and load strip."""
    return headline_of(request.user, today, agenda_for(request.user, today)) | {
        "strip": load_strip(request.user, today),
        "limit": request.user.team.daily_limit,
        "oob": True,
    }


def _again(request: SignedInRequest, row: FollowUp, today: date, form: OutcomeForm) -> HttpResponse:
    """The form once more with what was typed and what is missing."""
    if not row.is_open():
        return _stale(request, row, today)
    if request.htmx:
        context = _row_context(request, row, today, form=form)
        return render(request, "desk/_touch_row.html", context)
    return _page(request, row, today, form)


def _stale(
    request: SignedInRequest, row: FollowUp, today: date, form: OutcomeForm | None = None
) -> HttpResponse:
    """Somebody (or another tab) was faster: say how it stands; nothing typed is lost silently."""
    text = _("This was acted on before. Here is how it stands now.")
    fresh = _mine(request, row.pk)
    if form is not None and fresh.is_open():
        form.add_error(None, text)
        return _again(request, fresh, today, form)
    if request.htmx:
        if fresh.is_open():
            context = _row_context(request, fresh, today) | {"errors": {"all": text}}
            return render(request, "desk/_touch_row.html", context)
        receipt = receipt_of(fresh, step_after(fresh), today)
        if not _says_the_same(fresh, form):
            receipt = replace(receipt, text=f"{text} {receipt.text}")
        return render(request, "desk/_acted.html", {"receipt": receipt} | _around(request, today))
    messages.info(request, text)
    return SeeOther(row.get_absolute_url())


def _says_the_same(row: FollowUp, form: OutcomeForm | None) -> bool:
    """Whether what was pressed twice is what was saved: then there is nothing to explain."""
    return form is not None and form.cleaned_data.get("outcome") == row.outcome


def _not_moved(request: SignedInRequest, row: FollowUp, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return _elsewhere(request, row.get_absolute_url())


def _ask_past_window(request: SignedInRequest, row: FollowUp, until: date, closes_on: date) -> HttpResponse:
    """The day lies after the window: ask once."""
    context = {"follow_up": row, "until": until, "closes_on": closes_on, "here": "today"}
    response = render(request, "desk/past_window.html", context)
    if request.htmx:
        response["HX-Retarget"] = response["HX-Reselect"] = "#main"
        response["HX-Reswap"] = "outerHTML"
    return response


def _elsewhere(request: SignedInRequest, address: str) -> HttpResponse:
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return SeeOther(address)
