"""What is known of a person, to correct: all of it on one page, or one block where it stands."""

from collections.abc import Sequence
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from desk.carried import typed_again
from desk.forms.prospect import BY_NAME, Part, parts_for, typed_together
from desk.known_of import block_of
from desk.meanwhile import ChangedMeanwhile, brought_together, tell_of_others
from desk.person_file import file_of
from desk.prospect_page import BLOCKS
from desk.requests import SeeOther, SignedInRequest, clock
from desk.views.prospects import find_person
from followups.actions import Typed, edit_prospect
from followups.changes_about import changes_about
from prospects.models import Loss, Prospect
from prospects.visibility import sees_in_part


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """GET: everything, or with htmx and `part` one block (`shown`: as it reads). POST: the parts that were
    sent, without any the first."""
    person = find_person(request, pk)
    if sees_in_part(person, request.user):
        # In marketing's care: what is known of them is written down by whoever looks after them.
        raise PermissionDenied
    loss = person.losses.order_by("-said_on", "-logged_at").first()
    block = request.GET.get("part") or request.POST.get("part", "")
    in_place = bool(request.htmx) and not request.htmx.boosted and block in BLOCKS
    if request.method == "POST":
        return _save(request, person, loss, in_place=in_place)
    if not in_place:
        typed = typed_again(request, "desk:prospect_edit")
        return _page(request, person, _parts(typed, person, loss) if typed else {}, loss)
    if "shown" in request.GET:
        return _block(request, person, block)
    return _block_form(request, person, BY_NAME[block](person=person, loss=loss))


def _save(request: SignedInRequest, person: Prospect, loss: Loss | None, *, in_place: bool) -> HttpResponse:
    _today, now = clock(request)
    parts = _parts(request.POST, person, loss)
    # Each is asked, so that every mistake is told at once.
    mistaken = [name for name, part in parts.items() if not part.is_valid()]
    is_fine = not mistaken
    change = None
    told: list[str] = []
    if is_fine:
        try:
            right = partial(_brought_together, parts, told, request.user)
            change = edit_prospect(person, right, by=request.user, now=now)
        except ChangedMeanwhile:
            is_fine = False
            person = find_person(request, person.pk)
    if in_place:
        name, part = next(iter(parts.items()))
        fresh = find_person(request, person.pk)
        return _block(request, fresh, name, told) if is_fine else _block_form(request, person, part)
    if not is_fine:
        return _page(request, person, parts, loss)
    messages.success(request, _("Saved."), extra_tags=f"undo:/changes/{change.pk}/undo/" if change else "")
    tell_of_others(request, told)
    return SeeOther(person.get_absolute_url())


def _brought_together(
    parts: dict[str, Part], told: list[str], viewer: User, person: Prospect, loss: Loss | None
) -> Typed:
    """What was typed, with what the person's page has become since the form was drawn.

    A part in which both changed the same stands in `parts` as it comes back; raises ChangedMeanwhile then.
    """
    about = changes_about(person)
    clash = None
    for name, part in parts.items():
        draw = partial(BY_NAME[name], person=person, loss=loss)
        try:
            parts[name], others = brought_together(part, draw, about, viewer)
        except ChangedMeanwhile as changed:
            parts[name] = cast("Part", changed.form)
            clash = changed
        else:
            told += others
    if clash:
        raise clash
    return typed_together(parts.values())


def _parts(posted: QueryDict, person: Prospect, loss: Loss | None) -> dict[str, Part]:
    """The parts that were sent, without any the first."""
    sent = [name for name in posted.getlist("part") if name in BY_NAME] or ["who"]
    return {name: BY_NAME[name](posted, person=person, loss=loss) for name in dict.fromkeys(sent)}


def _page(
    request: SignedInRequest, person: Prospect, sent: dict[str, Part], loss: Loss | None
) -> HttpResponse:
    """Every part; those that were sent with what was typed and what is wrong."""
    parts = [sent.get(one.name_of) or one(person=person, loss=loss) for one in parts_for(loss)]
    context: dict[str, Any] = {
        "parts": parts,
        "mistaken": [part for part in sent.values() if part.errors],
        "prospect": person,
        "here": "prospects",
        "back": person.get_absolute_url(),
    }
    return render(request, "desk/prospect_edit.html", context)


def _block(request: SignedInRequest, person: Prospect, part: str, told: Sequence[str] = ()) -> HttpResponse:
    """One block as it reads; `told` says what others changed in it meanwhile."""
    _today, now = clock(request)
    file = file_of(person, request.user)
    context = {"prospect": person, "block": block_of(part, file, now), "is_fresh": True, "told": told}
    return render(request, f"desk/_known_{part}.html", context)


def _block_form(request: SignedInRequest, person: Prospect, part: Part) -> HttpResponse:
    """One block as a form in its place."""
    return render(request, "desk/_known_form.html", {"prospect": person, "part": part})
