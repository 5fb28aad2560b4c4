"""Focus: the day's work, one person at a time."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.focus import focus_context, place_in, queue_of
from desk.requests import SignedInRequest, clock
from desk.rows import reader_of
from desk.today_page import agenda_of_today, next_person


@require_safe
def focus(request: SignedInRequest) -> HttpResponse:
    """The one asked for (`at`), or the first that is due; when none is left, who is next."""
    day, now = clock(request)
    agenda = agenda_of_today(request.user, day)
    place = place_in(queue_of(agenda), request.GET.get("at", ""))
    context: dict[str, object] = {"here": "today", "plain": True, "back": "/", "place": place}
    if place is None:
        context["next_person"] = next_person(request.user, day, agenda)
    else:
        context |= focus_context(place, request.user, day, reader_of(request.user, now))
    return render(request, "desk/focus.html", context)
