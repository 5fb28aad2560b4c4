"""How sign-up behaves here: closed, or open and then with a team of one's own."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.address_confirmations import ask_to_confirm
from accounts.models import Team, User, normalise_email
from accounts.notices import tell
from desk.carried import CARRIED_FIELD, keep
from prospects.reasons import add_starting_reasons

logger = logging.getLogger(__name__)

# What allauth calls the mail that asks whether an address is theirs.
CONFIRMATION = "account/email/email_confirmation"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed after the first account unless the installation opens it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether a visitor may make an account of their own."""
        return bool(settings.SIGNUP_OPEN)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail about accounts goes through the outbox, each kind with its own words; allauth sends none."""
        if not template_prefix.startswith(CONFIRMATION):
            logger.warning("A mail about an account has no words of ours: %s", template_prefix)
            return
        ask_to_confirm(context["user"], email, timezone.now())

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """What changed about the way in is told to whoever it belongs to."""
        tell(user, template_prefix.rpartition("/")[2], timezone.now())

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where to go when no page was asked for: back to what was typed before they were signed out."""
        carried = request.POST.get(CARRIED_FIELD)
        again = keep(request, carried) if carried is not None else ""
        return again or str(super().get_login_redirect_url(request))

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A visitor who signs up starts a team of their own and is all three roles in it."""
        super().save_user(request, user, form, commit=False)
        user.email = normalise_email(user.email)
        # What the browser asked for, until they choose.
        user.language = get_language()
        user.is_sales = user.is_marketing = user.is_manager = True
        if commit:
            user.team = Team.objects.create(name=_("Team of %(name)s") % {"name": user.get_full_name()})
            add_starting_reasons(user.team)
            user.save()
        return user
