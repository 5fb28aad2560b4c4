"""The request of somebody signed in."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request of somebody signed in (LoginRequiredMiddleware sees to it)."""

    user: User
