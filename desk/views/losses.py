"""One "no": put right what was written down, or take it back as a whole."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from desk.carried import typed_again
from desk.forms.correction import CorrectionForm
from desk.log_page import reason_groups
from desk.requests import SeeOther, SignedInRequest, clock, next_address
from desk.sentences import day_text
from followups import actions
from prospects.models import Loss, LossReason, Prospect

# What a later act touched -> what must have happened.
BUILT: dict[str, LazyText] = {
    "followups.followup": gettext_lazy("one of its follow-ups has been acted on since"),
    "followups.followupplan": gettext_lazy("the plan has gone on since"),
    "prospects.deal": gettext_lazy("the deal has gone on since"),
    "prospects.loss": gettext_lazy("its confirmation has gone out, or it was changed since"),
    "prospects.prospect": gettext_lazy("what is known of the person was changed since"),
}


def _mine(request: SignedInRequest, pk: UUID) -> Loss:
    losses = Loss.objects.visible_to(request.user)
    return get_object_or_404(losses.select_related("prospect__organisation", "deal", "logged_by"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The form with what was written down; saved, it says where the check-in went."""
    loss, (today, now) = _mine(request, pk), clock(request)
    if request.method != "POST":
        typed = typed_again(request, "desk:loss_edit")
        return _form_page(request, loss, CorrectionForm(typed, loss=loss, user=request.user, today=today))
    form = CorrectionForm(request.POST, loss=loss, user=request.user, today=today)
    if not form.is_valid():
        return _form_page(request, loss, form)
    try:
        corrected = actions.correct_no(loss, form.correction(), by=request.user, today=today, now=now)
    except LossReason.DoesNotExist:
        form.add_error("reason", _("This reason is gone. Choose another."))
    except ValidationError as error:
        form.add_error(None, error.messages)
    else:
        _tell(request, corrected, today)
        return SeeOther(next_address(request, loss.prospect.get_absolute_url()))
    return _form_page(request, loss, form)


def _form_page(request: SignedInRequest, loss: Loss, form: CorrectionForm) -> HttpResponse:
    today, _now = clock(request)
    step = actions.movable_check_in(loss)
    context: dict[str, Any] = {
        "loss": loss,
        "form": form,
        "reason_groups": reason_groups(form),
        "moves": day_text(step.due_on, today) if step else "",
        "here": "prospects",
        "back": loss.prospect.get_absolute_url(),
    }
    return render(request, "desk/loss_edit.html", context)


def _tell(request: SignedInRequest, corrected: actions.Corrected, today: date) -> None:
    if corrected.change is None:
        messages.info(request, _("Nothing was changed."))
        return
    said = _("Put right.")
    if corrected.moved:
        moved = _("The check-in is on %(day)s now.") % {"day": day_text(corrected.moved.due_on, today)}
        said = f"{said} {moved}"
    messages.success(request, said, extra_tags=f"undo:/changes/{corrected.change.pk}/undo/")


@require_POST
def undo(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A no that was about somebody else goes with everything it wrote, unless something was built on it."""
    loss, (_today, now) = _mine(request, pk), clock(request)
    try:
        actions.take_no_back(loss, by=request.user, now=now)
    except actions.NothingToUndo:
        messages.info(request, _("This no was not logged here, so it can't be taken back."))
    except actions.SomethingBuiltOnIt as refusal:
        sentence = _("This no can't be taken back: %(why)s.")
        messages.info(request, sentence % {"why": why_refused(refusal)})
    else:
        messages.success(request, _("Taken back, with everything that was planned for it."))
    is_left = Prospect.objects.filter(pk=loss.prospect_id).exists()
    return SeeOther(loss.prospect.get_absolute_url() if is_left else reverse("desk:prospects"))


def why_refused(refusal: actions.SomethingBuiltOnIt) -> str:
    """What was built on it, as far as the row that stands in the way tells."""
    label = str(refusal).partition(":")[0]
    return str(BUILT.get(label, _("something was done since that builds on it")))
