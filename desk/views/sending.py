"""What goes out by hand: the words after a no, the card of a thank-you, the file of a meeting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.changes import Change
from desk.carried import typed_again
from desk.meeting_file import file_name, meeting_file
from desk.receipt_of_no import receipt_of
from desk.requests import SeeOther, SignedInRequest, clock
from desk.thank_you import card_of
from exchange.calendar_file import MIME_TYPE
from followups import actions
from followups.kinds import Kind
from followups.models import FollowUp
from prospects.models import Loss


@require_http_methods(["GET", "HEAD", "POST"])
def confirmation_sent(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The words that go out after a no; posted, they have gone out and are kept."""
    mine = Loss.objects.visible_to(request.user).select_related("prospect__organisation", "deal")
    loss = get_object_or_404(mine, pk=pk)
    today, now = clock(request)
    if request.method != "POST":
        typed = typed_again(request, "desk:confirmation_sent")
        return _letters_page(request, loss, typed=typed.get("text", "") if typed else "")
    text = request.POST.get("text", "")
    try:
        confirmed = actions.note_confirmation(loss, text, by=request.user, today=today, now=now)
    except ValidationError as error:
        return _letters_page(request, loss, typed=text.strip(), error=str(error.messages[0]))
    except actions.NothingToConfirm:
        messages.info(request, _("They asked to hear no more. Nothing goes out to them."))
        return SeeOther(loss.prospect.get_absolute_url())
    if confirmed.change:
        messages.success(request, _("Kept, as you sent it."), extra_tags=f"undo:{undo_url(confirmed.change)}")
    else:
        messages.info(request, _("It was kept before, as it went out then."))
    return SeeOther(loss.prospect.get_absolute_url())


def _letters_page(request: SignedInRequest, loss: Loss, *, typed: str = "", error: str = "") -> HttpResponse:
    today, _now = clock(request)
    change = actions.change_that_confirmed(loss) if loss.confirmed_at else None
    context: dict[str, Any] = {
        "loss": loss,
        "receipt": receipt_of(loss, request.user, today),
        "sent_on": loss.confirmed_at and loss.confirmed_at.astimezone(request.user.zone()).date(),
        "undo_url": undo_url(change) if change else "",
        "sent_typed": typed,
        "sent_error": error,
        "here": "prospects",
        "back": loss.prospect.get_absolute_url(),
    }
    return render(request, "desk/confirmation.html", context)


def undo_url(change: Change) -> str:
    """Where a change is taken back: with the follow-up it closed, or on its own."""
    if change.object_type == FollowUp._meta.label_lower:
        return f"/followups/{change.object_id}/undo/"
    return f"/changes/{change.pk}/undo/"


def _my_follow_up(request: SignedInRequest, pk: UUID, kind: Kind) -> FollowUp:
    rows = FollowUp.objects.visible_to(request.user).filter(kind=kind)
    return get_object_or_404(rows.select_related("prospect__organisation", "owner__team"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def card(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A thank-you to print. Posted words are shown instead of the draft; nothing is saved."""
    row = _my_follow_up(request, pk, Kind.THANK_YOU)
    typed = request.POST if request.method == "POST" else typed_again(request, "desk:card")
    shown = card_of(row, request.user, typed.get("text", "") if typed else "")
    context = {"follow_up": row, "card": shown, "here": "today", "back": row.get_absolute_url()}
    return render(request, "desk/card.html", context)


@require_safe
def meeting_ics(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """An agreed meeting as a calendar file."""
    row = _my_follow_up(request, pk, Kind.AGREED_MEETING)
    _today, now = clock(request)
    answer = HttpResponse(meeting_file(row, now), content_type=MIME_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{file_name(row)}"'
    return answer
