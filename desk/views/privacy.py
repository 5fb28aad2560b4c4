"""What is stored about a person: taken as a file, or erased for good."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policy import Thing, may
from desk.erase_page import elsewhere, goes_lines, stays_lines
from desk.erasing import erase as erase_everywhere
from desk.requests import SeeOther, SignedInRequest, clock
from desk.views.prospects import find_person
from prospects.models import Prospect
from prospects.visibility import may_see_all_of


@require_safe
def privacy(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A copy of what is stored for whoever asks for it, and the way to erase them."""
    person = find_person(request, pk)
    if not may_see_all_of(person, request.user):
        raise PermissionDenied
    context = {
        "prospect": person,
        "may_erase": may(request.user, Thing.ERASING),
        "here": "prospects",
        "back": person.get_absolute_url(),
    }
    return render(request, "desk/privacy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """GET: what goes and what stays. POST: it goes, and no undo brings it back. A manager's act."""
    if not may(request.user, Thing.ERASING):
        raise PermissionDenied
    person = find_person(request, pk)
    today, now = clock(request)
    if request.method == "POST":
        try:
            erase_everywhere(person, by=request.user, now=now)
        except Prospect.DoesNotExist as gone:
            raise Http404 from gone
        messages.success(request, _("Erased. Nothing of them is left."))
        return SeeOther(reverse("desk:prospects"))
    context = {
        "prospect": person,
        "goes": goes_lines(person),
        "stays": stays_lines(person),
        "elsewhere": elsewhere(person, request.user, today),
        "here": "prospects",
        "back": person.get_absolute_url(),
    }
    return render(request, "desk/erase.html", context)
