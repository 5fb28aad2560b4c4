"""What every page of the room starts from: who asks, and what day it is for them."""

from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from insights.selection import Selection, selection_of


class SignedInRequest(HttpRequest):
    """A request of somebody signed in (LoginRequiredMiddleware sees to it)."""

    user: User


def clock(request: SignedInRequest) -> tuple[date, datetime]:
    """Their local date, and the instant."""
    now = timezone.now()
    return request.user.today(now), now


def selection_asked(request: SignedInRequest) -> Selection:
    """Which noes the address asks about."""
    today, _now = clock(request)
    return selection_of(request.GET, request.user, today)
