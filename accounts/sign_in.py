"""Who an address and a password let in; the same work is done whoever's address it is, or nobody's."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User, normalise_email


class ByAddress(AuthenticationBackend):  # type: ignore[misc]
    """One look-up by the address people sign in with, and one hash of the password, found or not.

    It has the last word: no other backend is asked after it. Those stay for sessions they began.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User:
        """The user; raises PermissionDenied when the two don't fit."""
        user: User | None = super().authenticate(request, **credentials)
        if user is None:
            raise PermissionDenied
        return user

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        address = normalise_email(credentials.get("email") or "")
        user = User.objects.filter(email=address).first()
        found: User | None = self._check_password(user, credentials["password"])
        return found
