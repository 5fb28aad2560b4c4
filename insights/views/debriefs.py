"""Debriefs: those that wait, the five questions about one no or three, those that are done."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from insights.debrief_charts import figures_for
from insights.debrief_pages import OpenDebrief, open_debrief, open_together
from insights.lessons import debrief_page, visible_people
from insights.looking_back import look_back
from insights.next_page import SeeOther, came_from, next_address, typed_again
from insights.requests import SignedInRequest, clock, selection_asked
from insights.waiting import AT_ONCE, waiting_noes
from prospects.models import Loss


@require_safe
def debriefs(request: SignedInRequest) -> HttpResponse:
    """What waits, what is done, and what the answers say so far."""
    today, _now = clock(request)
    before = request.GET.get("before", "")
    done, following = debrief_page(request.user, before)
    waiting = [] if before else waiting_noes(request.user, today)
    context = {
        "waiting": waiting,
        "several": min(len(waiting), AT_ONCE),
        "done": done,
        "seen": visible_people(request.user, done),
        "following": following,
        "here": "insights",
        **({} if before else figures_for(selection_asked(request), request.user, today)),
    }
    return render(request, "insights/debriefs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def debrief(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The five questions about one no; whoever sees its person asks themselves."""
    today, _now = clock(request)
    losses = Loss.objects.visible_to(request.user).select_related("prospect__organisation", "deal")
    loss = get_object_or_404(losses, pk=pk)
    posts = request.method == "POST"
    typed = request.POST if posts else typed_again(request, "insights:debrief")
    shown = open_debrief(loss, request.user, today, typed)
    if posts and _save(request, [shown]):
        return SeeOther(next_address(request, loss.prospect.get_absolute_url()))
    context = {
        "shown": shown,
        "loss": loss,
        "next": came_from(request),
        "here": "insights",
        "back": loss.prospect.get_absolute_url(),
    }
    return render(request, "insights/debrief.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def together(request: SignedInRequest) -> HttpResponse:
    """Up to three noes that wait, one after the other, with one save."""
    today, _now = clock(request)
    posts = request.method == "POST"
    typed = request.POST if posts else typed_again(request, "insights:debriefs_together")
    shown = open_together(request.user, today, typed)
    if posts and _save(request, shown):
        return SeeOther(reverse("insights:debriefs"))
    return render(request, "insights/together.html", {"shown": shown, "here": "insights"})


def _save(request: SignedInRequest, shown: list[OpenDebrief]) -> bool:
    """Save what was said, all or nothing, and say so; False when a form has to come back."""
    today, now = clock(request)
    if not all(one.form.is_valid() for one in shown):
        return False
    saved = 0
    try:
        with transaction.atomic():
            for one in shown:
                said = one.form.said()
                kept = look_back(one.loss, said, by=request.user, today=today, now=now)
                saved += kept is not None and said.is_anything()
    except Loss.DoesNotExist:
        shown[0].form.add_error(None, _("This no was taken back meanwhile."))
        return False
    except ValidationError as error:
        shown[0].form.add_error(None, error.messages)
        return False
    _tell(request, saved)
    return True


def _tell(request: SignedInRequest, saved: int) -> None:
    if not saved:
        messages.info(request, _("Nothing was written, so nothing was kept."))
        return
    text = ngettext("Noted. Only you see the answers.", "%(count)d noted. Only you see the answers.", saved)
    messages.success(request, text % {"count": saved})
