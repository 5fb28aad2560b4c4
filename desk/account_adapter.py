"""How sign-up behaves here: closed, or open and then with a team of one's own."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import clean_client_ip, get_client_ip_from_xff
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.address_confirmations import ask_to_confirm
from accounts.models import Team, User, normalise_email
from accounts.notices import tell
from desk.carried import CARRIED_FIELD, keep
from desk.known_devices import device_of, remember
from prospects.reasons import add_starting_reasons

logger = logging.getLogger(__name__)

# What allauth calls the mail that asks whether an address is theirs.
WAYS = {
    "reauthenticate": gettext_lazy("Use your password"),
    "mfa_reauthenticate": gettext_lazy("Use a code"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Use a passkey"),
}
NO_ADDRESS = "0.0.0.0"
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
        """What changed about the way in is told to whoever it belongs to; `email`: to another address."""
        tell(user, template_prefix.rpartition("/")[2], timezone.now(), address=email)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whose tries are counted together: what the declared proxies say, else who is connected.

        A header nobody vouches for counts for nothing; a connection without an address (a socket) is one.
        """
        try:
            told = get_client_ip_from_xff(request)
        except ImproperlyConfigured:
            told = None
        return clean_client_ip(told or request.META.get("REMOTE_ADDR", "")) or NO_ADDRESS

    def pre_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse | None:
        """Carry what was typed over the second step, which is a page of its own."""
        if CARRIED_FIELD in request.POST:
            request.session[CARRIED_FIELD] = request.POST[CARRIED_FIELD]
        answer: HttpResponse | None = super().pre_login(request, user, **login)
        return answer

    def post_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse:
        """Know this browser again."""
        response: HttpResponse = super().post_login(request, user, **login)
        remember(request, response, user.email)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where the way there began."""
        return reverse("desk:security")

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The ways to sign in once more, in our words."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS.get(way["id"], way["description"])} for way in ways]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What failed tries are counted by: the account, whatever host is named; a known browser apart."""
        address = normalise_email(credentials.get("email") or "")
        return f"{address} {device_of(request, address)}"

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where to go when no page was asked for: back to what was typed before they were signed out."""
        carried = request.session.pop(CARRIED_FIELD, None)
        carried = request.POST.get(CARRIED_FIELD, carried)
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
