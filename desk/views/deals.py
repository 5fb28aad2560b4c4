"""One deal: what was offered, every no and yes it heard, and where it goes from there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.money import money_text
from desk.carried import typed_again
from desk.forms.deals import CameBackForm, NewNeedForm
from desk.requests import SeeOther, SignedInRequest, clock, next_address
from followups import actions
from insights.came_back import told_of
from insights.came_back_words import story
from prospects.conversations import DealStatus
from prospects.models import Deal, InvalidTransition
from prospects.visibility import sees_in_part, veil_noes

CAN_COME_BACK = {DealStatus.OPEN, DealStatus.LOST, DealStatus.LET_GO}
CAN_BE_REOPENED = {DealStatus.LOST, DealStatus.LET_GO}
CAN_BE_LET_GO = {DealStatus.OPEN, DealStatus.LOST}


def _mine(request: SignedInRequest, pk: UUID) -> Deal:
    deals = Deal.objects.visible_to(request.user).select_related(
        "prospect__organisation", "grew_out_of__deal"
    )
    return get_object_or_404(deals, pk=pk)


@require_safe
def deal(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The deal's page."""
    return _page(request, _mine(request, pk))


def _page(request: SignedInRequest, found: Deal, **forms: Any) -> HttpResponse:
    losses = list(found.losses.select_related("reason", "logged_by", "feedback").order_by("-said_on")[:50])
    in_part = sees_in_part(found.prospect, request.user)
    if in_part:
        veil_noes(losses)
    grown = Deal.objects.filter(grew_out_of__deal=found).order_by("-created_at")[:20]
    can_come_back = found.status in CAN_COME_BACK
    why = typed_again(request, "desk:deal_won_back") if can_come_back else None
    need = typed_again(request, "desk:deal_new_need") if losses else None
    context = {
        "deal": found,
        "losses": losses,
        "in_part": in_part,
        "grown": list(grown),
        "value_text": money_text(found.value, found.currency),
        "can_come_back": can_come_back,
        "can_be_reopened": found.status in CAN_BE_REOPENED,
        "can_be_let_go": found.status in CAN_BE_LET_GO,
        "came_back_form": CameBackForm(why),
        "new_need_form": NewNeedForm(need),
        "here": "prospects",
        **forms,
    }
    return render(request, "desk/deal.html", context)


@require_POST
def reopen(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Talked about again."""
    found, (_today, now) = _mine(request, pk), clock(request)
    try:
        actions.reopen(found, by=request.user, now=now)
    except InvalidTransition:
        return _not_from_here(request, found)
    messages.success(request, _("Open again. The plan goes on."))
    return SeeOther(found.get_absolute_url())


@require_POST
def won_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """They said yes."""
    found, (today, now) = _mine(request, pk), clock(request)
    form = CameBackForm(request.POST)
    if not form.is_valid():
        return _page(request, found, came_back_form=form)
    try:
        came = actions.mark_won_back(
            found, form.cleaned_data["why_yes"], by=request.user, today=today, now=now
        )
    except InvalidTransition:
        return _not_from_here(request, found)
    said = _("%(name)s said yes. The plan ends here.") % {"name": found.prospect.name}
    messages.success(request, f"{said} {story(told_of(came))}".strip())
    return SeeOther(next_address(request, found.get_absolute_url()))


@require_POST
def let_go(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Close the door kindly."""
    found, (today, now) = _mine(request, pk), clock(request)
    try:
        actions.let_go(found, by=request.user, today=today, now=now)
    except InvalidTransition:
        return _not_from_here(request, found)
    messages.success(request, _("Closed kindly."))
    return SeeOther(found.get_absolute_url())


@require_POST
def new_need(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A new need grew out of the no."""
    found, (_today, now) = _mine(request, pk), clock(request)
    form = NewNeedForm(request.POST)
    if not form.is_valid():
        return _page(request, found, new_need_form=form)
    data = form.cleaned_data
    try:
        grown = actions.note_new_need(
            found, data["title"], data["value"], by=request.user, now=now, submission=data["submission"]
        )
    except InvalidTransition:
        return _not_from_here(request, found)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _page(request, found, new_need_form=form)
    messages.success(request, _("Noted. A new deal, open."))
    return SeeOther(grown.get_absolute_url())


def _not_from_here(request: SignedInRequest, found: Deal) -> HttpResponse:
    found.refresh_from_db()
    text = _("That doesn't fit where the deal stands: %(status)s.")
    messages.error(request, text % {"status": found.get_status_display().lower()})
    return SeeOther(found.get_absolute_url())
