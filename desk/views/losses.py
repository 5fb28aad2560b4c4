"""One "no": put right what was written down, or take it back as a whole."""

from datetime import date
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desk.carried import typed_again
from desk.forms.correction import CorrectionForm
from desk.log_page import reason_groups
from desk.meanwhile import ChangedMeanwhile, brought_together, tell_of_others
from desk.no_with_lesson import PutRight, SomebodyLookedBack, correct, take_back
from desk.requests import SeeOther, SignedInRequest, clock, next_address
from desk.sentences import day_text
from desk.what_was_done import looked_back_text, no_taken_back, why_not, with_the_list
from followups import actions
from followups.changes_about import changes_about
from prospects.corrections import Correction
from prospects.models import Loss, LossReason, Prospect
from prospects.visibility import sees_in_part


def _mine(request: SignedInRequest, pk: UUID) -> Loss:
    losses = Loss.objects.visible_to(request.user)
    loss = get_object_or_404(losses.select_related("prospect__organisation", "deal", "logged_by"), pk=pk)
    if sees_in_part(loss.prospect, request.user):
        # What was written down about a no is whose it is to look after them, notes and all.
        raise PermissionDenied
    return loss


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
    told: list[str] = []
    try:
        right = partial(_right, form, told)
        done = correct(loss, right, by=request.user, today=today, now=now)
    except ChangedMeanwhile as changed:
        return _form_page(request, _mine(request, pk), cast("CorrectionForm", changed.form))
    except LossReason.DoesNotExist:
        form.add_error("reason", _("This reason is gone. Choose another."))
    except ValidationError as error:
        form.add_error(None, error.messages)
    else:
        _tell(request, done, today)
        tell_of_others(request, told)
        return SeeOther(next_address(request, loss.prospect.get_absolute_url()))
    return _form_page(request, loss, form)


def _right(form: CorrectionForm, told: list[str], loss: Loss) -> tuple[Correction, str | None]:
    """What was typed, brought together with what the no has become since the page was drawn; and the lesson,
    where the form asked for one."""

    def draw(typed: QueryDict | None) -> CorrectionForm:
        return CorrectionForm(typed, loss=loss, user=form.user, today=form.today)

    right, others = brought_together(form, draw, changes_about(loss.prospect), form.user)
    told += others
    return right.correction(), right.cleaned_data["lesson"] if right.sends("lesson") else None


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


def _tell(request: SignedInRequest, done: PutRight, today: date) -> None:
    corrected = done.corrected
    if not done.is_new:
        messages.info(request, _("Nothing was changed."))
        return
    said = _("Put right.")
    if corrected.change is None:
        messages.success(request, said)
        return
    if corrected.moved:
        moved = _("The check-in is on %(day)s now.") % {"day": day_text(corrected.moved.due_on, today)}
        said = f"{said} {moved}"
    messages.success(request, said, extra_tags=f"undo:/changes/{corrected.change.pk}/undo/")


@require_POST
def undo(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A no that was about somebody else goes with everything it wrote, unless something was built on it."""
    loss, (today, now) = _mine(request, pk), clock(request)
    person = loss.prospect
    try:
        logged = take_back(loss, by=request.user, now=now)
    except actions.NothingToUndo:
        messages.info(request, _("This no was not logged here, so it can't be taken back."))
    except actions.SomethingBuiltOnIt as refusal:
        messages.info(request, with_the_list(why_not(refusal, request.user, today), person))
    except SomebodyLookedBack:
        messages.info(request, looked_back_text())
    else:
        messages.success(request, no_taken_back(logged))
    if not Prospect.objects.filter(pk=person.pk).exists():
        return SeeOther(reverse("desk:prospects"))
    return SeeOther(next_address(request, person.get_absolute_url()))
