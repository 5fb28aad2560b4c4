"""How sign-in behaves here: who may make an account, and where mail comes from."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed after the first account unless the installation opens it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether a visitor may make an account of their own."""
        return bool(settings.SIGNUP_OPEN)
