"""How sign-up behaves here: closed, or open and then with a team of one's own."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Team, User, normalise_email
from desk.carried import CARRIED_FIELD, keep
from outbox import arming, suppression
from prospects.reasons import add_starting_reasons

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed after the first account unless the installation opens it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether a visitor may make an account of their own."""
        return bool(settings.SIGNUP_OPEN)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A reset or the like, at once; not from a copy, nor to an address that sends mail back.

        Without a mail server that answers, the page says what it always says: it must not tell who has one.
        """
        if not arming.is_armed() or suppression.bounces([email]):
            logger.warning("A mail about an account was not sent: a copy, or an address that refuses mail.")
            return
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            logger.warning("A mail about an account could not be sent: %s", error)

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
