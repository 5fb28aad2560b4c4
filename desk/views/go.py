"""The link of a mail, where the team notes that it is opened: a page with one button, which leads there."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from common.speaking import speak
from desk.requests import SeeOther
from nurture.composing import language_of
from nurture.opening import note_opened, sent_with


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def go(request: HttpRequest, token: str) -> HttpResponse:
    """Looking shows a button and notes nothing: programs look at links before people do. A POST leads to the
    page the item has stored, and to no other."""
    sending = sent_with(token)
    if sending is None:
        return render(request, "desk/go.html", {"is_unknown": True}, status=404)
    language = language_of(sending.prospect)
    if language in dict(settings.LANGUAGES):
        speak(request, language)
    page = sending.item.page()
    if request.method == "POST":
        note_opened(sending, timezone.now())
        return SeeOther(page)
    parts = urlsplit(page)
    context = {
        "item": sending.item,
        "host": parts.hostname or page,
        "team": sending.prospect.team.public_name,
    }
    response = render(request, "desk/go.html", context)
    # The button leads out of here: to that place alone.
    response._csp_update = {"form-action": [f"{parts.scheme}://{parts.netloc}"]}  # type: ignore[attr-defined]
    return response
