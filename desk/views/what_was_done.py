"""What was done to a person: who, what, when, and taking it back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.requests import SignedInRequest, clock
from desk.views.prospects import find_person
from desk.what_was_done import done_page


@require_safe
def what_was_done(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The list, newest first; `before` goes on where a page ended."""
    person = find_person(request, pk)
    today, _now = clock(request)
    acts, following = done_page(person, request.user, today, request.GET.get("before", ""))
    context = {
        "prospect": person,
        "acts": acts,
        "following": following,
        "here": "prospects",
        "back": person.get_absolute_url(),
    }
    return render(request, "desk/what_was_done.html", context)
