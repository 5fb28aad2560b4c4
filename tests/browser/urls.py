"""The installation's addresses, and three that go wrong on purpose."""

from typing import NoReturn

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest
from django.urls import path

from lostdeals.urls import urlpatterns as addresses


@login_not_required
def broken(request: HttpRequest) -> NoReturn:
    """A mistake of ours."""
    raise RuntimeError("broken on purpose")


@login_not_required
def unreadable(request: HttpRequest) -> NoReturn:
    """A request nobody can read."""
    raise SuspiciousOperation("unreadable on purpose")


@login_not_required
def forbidden(request: HttpRequest) -> NoReturn:
    """Not for this account."""
    raise PermissionDenied


urlpatterns = [
    *addresses,
    path("broken/", broken),
    path("unreadable/", unreadable),
    path("forbidden/", forbidden),
]
