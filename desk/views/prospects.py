"""The people: the list, and a person's page."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from desk.carried import typed_again
from desk.forms.permission import PermissionForm
from desk.forms.touch import TouchForm
from desk.people import FOUND, PAGE, filters_from, people_page, shown_choices
from desk.prospect_page import page_of, window_form
from desk.requests import SignedInRequest, clock
from desk.silent_share import silent_share, silent_text
from desk.useful_block import chosen_item
from followups.models import FollowUpPlan
from library.models import ValueItem
from prospects.labels import CHIPS
from prospects.models import MergedProspect, Prospect
from prospects.visibility import veil

# The element below the box in the frame of every page, and how many people it shows.
GLANCE = "glance"
GLANCED = 6


@require_safe
def prospects(request: SignedInRequest) -> HttpResponse:
    """Everybody you may see, by name; `q` searches. The box of every page is shown a few at a glance."""
    today, _now = clock(request)
    filters = filters_from(request.GET)
    at_a_glance = bool(request.htmx) and request.htmx.target == GLANCE
    size = GLANCED if at_a_glance else FOUND if filters.q else PAGE
    page = people_page(request.user, filters, today, size)
    context = {
        "filters": filters,
        "people": page.rows,
        "page": page,
        "following": page.following,
        "chips": [(code.value, label) for code, label in CHIPS.items()],
        "shown": shown_choices(),
        "silent": "" if request.htmx or filters.q else silent_text(silent_share(request.user)),
        "here": "prospects",
        "own_search": True,
    }
    part = "desk/_glance.html" if at_a_glance else "desk/_people.html"
    template = part if request.htmx and not request.htmx.boosted else "desk/prospects.html"
    return render(request, template, context)


@require_safe
def prospect(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A person: the next action, the thread, what happened, what is known."""
    try:
        person = find_person(request, pk)
    except Http404:
        # Who may not see the person it became finds nothing here either.
        merged = get_object_or_404(MergedProspect, pk=pk)
        return redirect(find_person(request, merged.into_id))
    typed = _typed_before(request, person)
    # What was about to be noted as sent when the session ran out.
    again = typed["touch_form"].data.get("value_item", "") if "touch_form" in typed else ""
    item = chosen_item(request.user, request.GET.get("item", "") or again)
    return person_page(request, person, item, **typed)


def _typed_before(request: SignedInRequest, person: Prospect) -> dict[str, Any]:
    """The form of this page that was typed into before the session ran out."""
    today, _now = clock(request)
    if typed := typed_again(request, "desk:touches"):
        touch_form = TouchForm(typed, today=today, team_id=person.team_id)
        touch_form.asks_for_reason = "override_reason" in typed
        return {"touch_form": touch_form}
    if person.asked_to_stop_on:
        return {}
    if typed := typed_again(request, "desk:permissions"):
        return {"permission_form": PermissionForm(typed, today=today)}
    if typed := typed_again(request, "desk:keep_in_touch"):
        plan = FollowUpPlan.objects.filter(prospect=person).active().first()
        return {"window_form": window_form(plan, typed)}
    return {}


def find_person(request: SignedInRequest, pk: UUID) -> Prospect:
    """Somebody the user may see; anybody else does not exist."""
    people = Prospect.objects.visible_to(request.user)
    about = ("organisation", "owner__team", "team", "referred_by", "succeeds")
    person = get_object_or_404(people.select_related(*about), pk=pk)
    veil(person, request.user)
    return person


def person_page(
    request: SignedInRequest, person: Prospect, item: ValueItem | None = None, **more: Any
) -> HttpResponse:
    """A person's page, with an item of the library to be sent, and a form that came back among `more`."""
    today, now = clock(request)
    context = page_of(person, request.user, today, now, item) | more
    return render(request, "desk/prospect.html", context)
