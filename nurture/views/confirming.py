"""A yes that was said aloud, in writing: one press (COPY.md, F)."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from followups import actions
from nurture.buyers_words import speak_to
from nurture.confirming import asked_by
from nurture.forms.said import shown_ids
from nurture.preferences import preferences_of
from prospects.models import Prospect

PAGE = "nurture/confirming.html"


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Looking shows what it is about and one button; a POST confirms that, as far as it still stands."""
    now = timezone.now()
    asked = asked_by(token, now)
    if asked is None:
        return render(request, "nurture/unknown_link.html", status=404)
    person = asked.person
    speak_to(request, person)
    today = person.owner.today(now)
    if asked.is_over:
        return render(request, PAGE, {"shown": preferences_of(person, today), "is_over": True}, status=410)
    is_done = False
    if request.method == "POST":
        is_done = _confirmed(request, person, now)
    return render(request, PAGE, {"shown": preferences_of(person, today), "is_done": is_done})


def _confirmed(request: HttpRequest, person: Prospect, now: datetime) -> bool:
    try:
        actions.confirm_in_writing(person, shown_ids(request.POST), now=now)
    except actions.AskedToStop:
        return False
    return True
