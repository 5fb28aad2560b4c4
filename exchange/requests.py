"""What every page of the room starts from: who asks, what day it is for them."""

from collections.abc import Callable
from datetime import date, datetime

from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.utils import timezone

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request of somebody signed in (LoginRequiredMiddleware sees to it)."""

    user: User


class SeeOther(HttpResponseRedirect):
    """303: the act is done, look at the result there."""

    status_code = 303


def clock(request: SignedInRequest) -> tuple[date, datetime]:
    """Their local date, and the instant."""
    now = timezone.now()
    return request.user.today(now), now


def typed_again(request: HttpRequest, name: str) -> QueryDict | None:
    """What was typed into the form at an address ("exchange:import_match") before a session ran out, to be
    shown once more; None when there is nothing. The desk, which keeps it, hands it to the request."""
    ask: Callable[[str], QueryDict | None] | None = getattr(request, "typed_again", None)
    return ask(name) if ask else None
