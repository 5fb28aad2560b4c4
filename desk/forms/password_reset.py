"""Asking for a link to choose a new password."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest
from django.utils import timezone

from accounts.password_resets import ask_for_reset


class AskForReset(ResetPasswordForm):  # type: ignore[misc]
    """allauth's form, without looking people up while the page is answered."""

    def clean_email(self) -> str:
        """Any address will do: whether somebody has it is not said."""
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Queue the mail; the address."""
        address = str(self.cleaned_data["email"])
        ask_for_reset(address, timezone.now())
        return address
