"""The way out of what the app mails: one button for people, one request for mail programs (RFC 8058)."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from common.speaking import speak
from followups import actions
from prospects.mail_keys import whose_mail_key
from prospects.models import Prospect
from prospects.permissions import standing_permissions, unsubscribed_on


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Looking shows a button; a POST unsubscribes, whatever is in it, without cookie, redirect or question.

    A mail program sends `List-Unsubscribe=One-Click`, as the button does. The tenth POST is answered like the
    first.
    """
    person = whose_mail_key(token)
    if person is None:
        return render(request, "desk/unsubscribe.html", {"is_unknown": True}, status=404)
    if person.language in dict(settings.LANGUAGES):
        speak(request, person.language)
    if request.method == "POST":
        actions.unsubscribe(person, now=timezone.now())
    context = {"team": person.team.public_name, "has_left": _has_left(person)}
    return render(request, "desk/unsubscribe.html", context)


def _has_left(person: Prospect) -> bool:
    return unsubscribed_on(standing_permissions(person)) is not None
