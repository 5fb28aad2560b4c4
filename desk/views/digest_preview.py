"""Today's digest before it leaves: as text, as it will look, and sent to oneself at the press of a button."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from desk.requests import SeeOther, SignedInRequest
from desk.views.mail import SANDBOX
from digests.now import send_now, todays_digest

PREVIEW = "/settings/digest/preview/"


@never_cache
@require_safe
def preview(request: SignedInRequest) -> HttpResponse:
    """Subject and text, with the way to its HTML."""
    mail = todays_digest(request.user, timezone.now())
    context = {"mail": mail, "address": request.user.email, "here": "settings", "back": "/settings/#digest"}
    return render(request, "desk/digest_preview.html", context)


@never_cache
@require_safe
def preview_as_sent(request: SignedInRequest) -> HttpResponse:
    """The HTML part, under the sandbox of every mail."""
    response = HttpResponse(todays_digest(request.user, timezone.now()).html)
    response["Content-Security-Policy"] = SANDBOX
    return response


@require_POST
def send(request: SignedInRequest) -> HttpResponse:
    """Mail it to oneself; pressed twice, it is one mail."""
    if send_now(request.user, timezone.now()):
        messages.success(request, _("It leaves within a minute. The day's own mail comes at its hour."))
    else:
        messages.info(request, _("One was on its way a moment ago. The next can leave in ten minutes."))
    return SeeOther(PREVIEW)
