"""What was mailed to you: sent, waiting, not sent and why."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from desk.requests import SignedInRequest
from outbox.health import mail_health
from outbox.models import Delivery

MOST_SHOWN = 60
# A mail is somebody's HTML: shown apart from us, with nothing but its own styles.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


@require_safe
def mail(request: SignedInRequest) -> HttpResponse:
    """Your own mail, newest first."""
    deliveries = Delivery.objects.filter(recipient=request.user).order_by("-created_at")[:MOST_SHOWN]
    context = {
        "deliveries": list(deliveries),
        "as_files": settings.MAIL_AS_FILES,
        "health": mail_health(timezone.now()),
        "here": "mail",
    }
    return render(request, "desk/mail.html", context)


@require_safe
def one_mail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One mail as text, and the way to its HTML."""
    delivery = get_object_or_404(Delivery.objects.filter(recipient=request.user), pk=pk)
    return render(request, "desk/one_mail.html", {"delivery": delivery, "here": "mail"})


@require_safe
def mail_as_sent(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The HTML part as it was sent, under its own sandbox: the one listed exception to the policy."""
    delivery = get_object_or_404(Delivery.objects.filter(recipient=request.user), pk=pk)
    response = HttpResponse(delivery.body_html)
    response["Content-Security-Policy"] = SANDBOX
    return response
