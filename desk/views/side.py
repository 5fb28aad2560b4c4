"""People to keep in touch with without a no: adding one, and how often we do."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desk.carried import typed_again
from desk.contact_words import refusal_text
from desk.forms.side import SideProspectForm
from desk.prospect_page import window_form
from desk.requests import SeeOther, SignedInRequest, clock
from desk.sentences import day_text
from desk.views.prospects import find_person, person_page
from followups import actions
from followups.contacts import Closed
from followups.models import FollowUp, FollowUpPlan
from followups.permission_rules import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Somebody without a no, and how often to keep in touch."""
    today, now = clock(request)
    typed = request.POST if request.method == "POST" else typed_again(request, "desk:prospect_new")
    form = SideProspectForm(typed)
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_side_prospect(
                form.facts(),
                form.what_they_are(),
                by=request.user,
                today=today,
                now=now,
                window=form.days() or actions.SIDE_WINDOW,
                submission=form.cleaned_data["submission"],
            )
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        else:
            messages.success(request, _added(added, request))
            return SeeOther(added.prospect.get_absolute_url())
    context = {"form": form, "here": "prospects", "back": "/prospects/"}
    return render(request, "desk/prospect_new.html", context)


def _added(added: actions.Added, request: SignedInRequest) -> str:
    today, _now = clock(request)
    name = {"name": added.prospect.name}
    if not added.is_new:
        return _("You know this address already: it is %(name)s. Nothing was added.") % name
    if added.step is None:
        return _("%(name)s asked one of you to stop. Nothing is planned.") % name
    return _("Noted. Next check-in %(day)s.") % {"day": day_text(added.step.due_on, today)}


@require_POST
def keep_in_touch(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How often from now on; gives who has no plan one."""
    person = find_person(request, pk)
    _today, now = clock(request)
    plan = FollowUpPlan.objects.filter(prospect=person).active().first()
    form = window_form(plan, request.POST)
    if not form.is_valid():
        return person_page(request, person, window_form=form, form=form)
    try:
        kept = actions.keep_in_touch(
            person,
            form.days(),
            cadence=form.cadence(),
            by=request.user,
            today=person.owner.today(now),
            now=now,
        )
    except actions.DoorClosed as refusal:
        messages.error(request, _closed_text(refusal.closed))
    else:
        text = _next_text(kept.step, request)
        messages.success(request, text, extra_tags=f"undo:/changes/{kept.change.pk}/undo/")
    return SeeOther(person.get_absolute_url())


def _next_text(step: FollowUp | None, request: SignedInRequest) -> str:
    today, _now = clock(request)
    if step is None:
        return _("Noted. The day you agreed on stays.")
    return _("Noted. Next check-in %(day)s.") % {"day": day_text(step.due_on, today)}


def _closed_text(closed: Closed) -> str:
    if closed == Closed.STOPPED:
        return refusal_text(Refusal.STOPPED)
    return _("They wanted no further contact. If that has changed, note first what they agreed to.")
