"""What every page of the room starts from: who asks, what day it is for them."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponseRedirect
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
