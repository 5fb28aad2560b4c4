"""The people: the list, a person's page, what is known of them."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from desk.carried import typed_again
from desk.forms.prospect import ProspectForm
from desk.openers import opener_of
from desk.people import filters_from, people_page
from desk.requests import SeeOther, SignedInRequest, clock
from desk.rows import row_of
from desk.sentences import money_text
from desk.thread import story_of, thread_items, thread_of
from desk.timeline import timeline_of
from followups.actions import edit_prospect
from followups.lookup import open_items_of
from followups.models import FollowUpPlan
from prospects.labels import CHIPS
from prospects.models import Prospect


@require_safe
def prospects(request: SignedInRequest) -> HttpResponse:
    """Everybody you may see, by name; `q` searches."""
    today, _now = clock(request)
    filters = filters_from(request.GET)
    people, following = people_page(request.user, filters, today)
    context = {
        "filters": filters,
        "people": people,
        "following": following,
        "chips": [(code.value, label) for code, label in CHIPS.items()],
        "here": "prospects",
    }
    template = "desk/_people.html" if request.htmx and not request.htmx.boosted else "desk/prospects.html"
    return render(request, template, context)


@require_safe
def prospect(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A person: the next action, the thread, what happened."""
    people = Prospect.objects.visible_to(request.user).select_related("organisation", "owner__team")
    person = get_object_or_404(people, pk=pk)
    today, _now = clock(request)
    plan = person.plans.select_related("loss__deal", "prospect").order_by("-created_at").first()
    context: dict[str, Any] = {
        "prospect": person,
        "plan": plan,
        "events": timeline_of(person, today),
        "deals": list(person.deals.order_by("-created_at")[:20]),
        **_to_do_context(request, person, today),
        "here": "prospects",
    }
    if plan:
        context |= _plan_context(plan, today)
    return render(request, "desk/prospect.html", context)


def _plan_context(plan: FollowUpPlan, today: date) -> dict[str, Any]:
    story = story_of(plan)
    return {
        "thread": thread_of(story, today),
        "thread_items": thread_items(story, today),
        "loss": plan.loss,
        "value_text": money_text(plan.loss.deal.value, plan.loss.deal.currency),
        "opener": opener_of(plan.loss, plan.last_two_way_on, today),
    }


def _to_do_context(request: SignedInRequest, person: Prospect, today: date) -> dict[str, Any]:
    """The next thing to do, whatever its kind (never a debrief), and what else is planned."""
    items = open_items_of(request.user, person)
    following = next((item for item in items if item.is_counted), None)
    return {
        "row": row_of(following, today) if following else None,
        "also_planned": [row_of(item, today) for item in items if item is not following],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What is known of a person."""
    people = Prospect.objects.visible_to(request.user).select_related("organisation")
    person = get_object_or_404(people, pk=pk)
    _today, now = clock(request)
    typed = request.POST if request.method == "POST" else typed_again(request, "desk:prospect_edit")
    form = ProspectForm(typed, person=person)
    if request.method == "POST" and form.is_valid():
        edit_prospect(person, form.facts(), by=request.user, now=now)
        messages.success(request, _("Saved."))
        return SeeOther(person.get_absolute_url())
    context = {"form": form, "prospect": person, "here": "prospects", "back": person.get_absolute_url()}
    return render(request, "desk/prospect_edit.html", context)
