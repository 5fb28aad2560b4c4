"""What every page of the desk starts from: who asks, what day it is for them, where to go next."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request of somebody signed in (LoginRequiredMiddleware sees to it)."""

    user: User
    htmx: HtmxDetails


class SeeOther(HttpResponseRedirect):
    """303: the act is done, look at the result there."""

    status_code = 303


def clock(request: SignedInRequest) -> tuple[date, datetime]:
    """Their local date, and the instant."""
    now = timezone.now()
    return request.user.today(now), now


def version_pressed(request: HttpRequest) -> int | None:
    """The version the pressed button was drawn for: a second press of it does nothing."""
    typed = request.POST.get("expected_version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def next_address(request: HttpRequest, default: str) -> str:
    """Where the form wants to go afterwards: an address of ours, or `default`."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted.startswith("/") else default
