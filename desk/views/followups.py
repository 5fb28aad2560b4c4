"""One follow-up: its page, and what can be done with it. htmx gets the fragment, everybody else a 303."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.prepared import prepared
from desk import acting
from desk.carried import typed_again
from desk.focus import PAGE
from desk.forms.acts import LaterForm, OutcomeForm
from desk.live import watching
from desk.outcomes import outcome_choices, outcome_form
from desk.receipts import Receipt, receipt_for, receipt_of, step_after
from desk.requests import SeeOther, SignedInRequest, clock, next_address, version_pressed
from desk.row_html import row_html
from desk.rows import load_strip, reader_of, row_of
from desk.rule_note import rule_note
from desk.silence_block import SilenceBlock, silence_block
from desk.thank_you import thank_you_for
from desk.timeline import acts_on
from desk.today_page import agenda_of_today, headline_of, load_in
from desk.useful_block import item_choice
from desk.what_was_done import why_not, with_the_list
from followups import actions
from followups.kinds import STANDING_KINDS
from followups.lookup import item_for
from followups.models import FollowUp

TO_SHOW = ("prospect__organisation", "plan__loss__deal", "owner__team", "plan__owner__team")
TO_ACT = ("plan", "owner")


def _mine(request: SignedInRequest, pk: UUID, about: tuple[str, ...] = TO_SHOW) -> FollowUp:
    user = request.user
    # Nearly always they look after the person themselves: who else may see them costs far more to ask.
    own = (_own_to_act if about == TO_ACT else _own_to_show)(pk, user.pk, user.team_id)
    if own and not own[0].is_debrief_of_another(user):
        return own[0]
    return get_object_or_404(FollowUp.objects.select_related(*about).visible_to(user), pk=pk)


@prepared
def _own_to_show(pk: UUID, owner: UUID, team: UUID) -> "QuerySet[FollowUp]":
    rows = FollowUp.objects.select_related(*TO_SHOW)
    return rows.filter(pk=pk, prospect__owner=owner, prospect__team=team)


@prepared
def _own_to_act(pk: UUID, owner: UUID, team: UUID) -> "QuerySet[FollowUp]":
    rows = FollowUp.objects.select_related(*TO_ACT)
    return rows.filter(pk=pk, prospect__owner=owner, prospect__team=team)


@require_safe
def follow_up(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The page of a follow-up with its outcome form; for htmx the row with the form in it (or without)."""
    row = _mine(request, pk)
    today, _now = clock(request)
    if request.htmx and not row.is_open():
        return _stale(request, row, today)
    if request.htmx:
        asking = request.GET.get("row") != "plain"
        return _drawn(request, _row_context(request, row, today, asking=asking))
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
        "silence": _silence(row, today),
        "thanks": thank_you_for(row, request.user, today),
        "item_choice": item_choice(row, request.user, today),
        "here": "today",
        "plain": True,
        "next": next_address(request, ""),
    }
    return render(request, "desk/followup.html", context)


def _silence(row: FollowUp, today: date) -> SilenceBlock | None:
    """What to say of somebody silent, with the row that stands next."""
    is_next = row.is_open() and row.kind in STANDING_KINDS
    return silence_block(row.plan, row, today) if is_next else None


def _row_context(
    request: SignedInRequest,
    row: FollowUp,
    today: date,
    *,
    asking: bool = True,
    form: OutcomeForm | None = None,
) -> dict[str, Any]:
    _today, now = clock(request)
    context: dict[str, Any] = {
        "row": row_of(item_for(request.user, row.pk), today, reader_of(request.user, now))
    }
    if asking:
        context |= outcome_choices(row, today, form)
    return context


def _drawn(request: SignedInRequest, context: dict[str, Any]) -> HttpResponse:
    """The row alone, with the outcome form where the context holds one."""
    asks = "outcomes" in context
    foot = mark_safe(render_to_string("desk/_outcome_form.html", context, request)) if asks else None
    return HttpResponse(row_html(context["row"], foot))


@require_safe
def later(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """When instead: a page, or for htmx the menu that takes the place of its link."""
    row = _mine(request, pk)
    today, _now = clock(request)
    if not row.is_open():
        return _elsewhere(request, row.get_absolute_url())
    context = {"row": row_of(item_for(request.user, row.pk), today), "here": "today"}
    if request.htmx:
        return render(request, "desk/_later_menu.html", context)
    return render(request, "desk/later.html", context | {"plain": True})


@require_POST
def complete(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How it went; answers with the receipt, or with the form and what is missing."""
    row = _mine(request, pk, TO_ACT)
    today, now = clock(request)
    form = outcome_form(row, today, request.POST)
    if not form.is_valid():
        return _again(request, row, today, form)
    version = form.cleaned_data["expected_version"]
    try:
        done = acting.complete(row, form, by=request.user, now=now, version=version)
    except actions.NotOpen as stale:
        return _stale(request, stale.follow_up, today, form)
    if done is None:
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
            expected_version=version_pressed(request),
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
    version = form.cleaned_data["expected_version"] if form.is_valid() else None
    try:
        moved = acting.put_off(row, form, by=request.user, now=now, version=version)
    except actions.NotOpen as stale:
        return _stale(request, stale.follow_up, today)
    except acting.NotMoved as refusal:
        return _not_moved(request, row, refusal.sentence)
    except actions.PastTheWindow as asked:
        return _ask(request, "desk/past_window.html", row, until=asked.until, closes_on=asked.closes_on)
    except actions.AgainstARule as asked:
        told = {"until": asked.until, "closes_on": asked.closes_on, "rule": rule_note(asked.blocked, today)}
        return _ask(request, "desk/against_rule.html", row, **told)
    return _receipt(request, receipt_of(moved, None, today))


@require_POST
def undo(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take the last act back; the row stands as before."""
    row = _mine(request, pk)
    today, now = clock(request)
    try:
        actions.undo(pk, by=request.user, now=now, expected_version=version_pressed(request))
    except actions.NothingToUndo:
        messages.info(request, _("There is nothing to take back any more."))
    except actions.SomethingBuiltOnIt as refusal:
        messages.info(request, with_the_list(why_not(refusal, request.user, today), row.prospect))
    else:
        row = _mine(request, pk)
        if request.htmx:
            drawn = row_html(_row_context(request, row, today, asking=False)["row"])
            context = {"row_html": drawn} | _around(request, today)
            return render(request, "desk/_undone.html", context)
        messages.success(request, _("Taken back. %(name)s stands as before.") % {"name": row.prospect.name})
        return SeeOther(next_address(request, "/"))
    return _elsewhere(request, row.get_absolute_url())


def _receipt(request: SignedInRequest, receipt: Receipt) -> HttpResponse:
    if request.htmx:
        today, _now = clock(request)
        context = {"receipt": receipt} | _around(request, today)
        return render(request, "desk/_acted.html", context)
    address = next_address(request, "/")
    # Today lists its receipts itself.
    undo_tag = f"undo:{receipt.undo_url}" if address.startswith(PAGE) else ""
    messages.success(request, f"{receipt.name}: {receipt.text}", extra_tags=undo_tag)
    return SeeOther(address)


def _around(request: SignedInRequest, today: date) -> dict[str, Any]:
    """What changes around a row that was acted on: headline, badges and load strip."""
    agenda = agenda_of_today(request.user, today)
    return (
        headline_of(request.user, today, agenda)
        | watching(agenda)
        | {
            "strip": load_strip(request.user, today, load=load_in(agenda)),
            "oob": True,
        }
    )


def _again(request: SignedInRequest, row: FollowUp, today: date, form: OutcomeForm) -> HttpResponse:
    """The form once more with what was typed and what is missing."""
    if not row.is_open():
        return _stale(request, row, today)
    if request.htmx:
        context = _row_context(request, row, today, form=form)
        return _drawn(request, context)
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
            return _drawn(request, context)
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


def _ask(request: SignedInRequest, template: str, row: FollowUp, **told: Any) -> HttpResponse:
    """The day lies after the window, or against a rule: ask once."""
    response = render(
        request,
        template,
        {
            "follow_up": row,
            "move_url": reverse("desk:snooze", args=[row.pk]),
            "back_url": row.get_absolute_url(),
            "here": "today",
            "next": next_address(request, ""),
            **told,
        },
    )
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
