"""The first account of an installation: from the environment, or by a one-time address."""

import logging

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import SetupLink, Team, User, normalise_email
from common.tokens import new_token, token_hash
from prospects.reasons import add_starting_reasons

logger = logging.getLogger(__name__)


class AlreadySetUp(Exception):
    """There is an account; further people are invited."""


def ensure_first_account() -> str | None:
    """Make the first account from the environment while there is none.

    Returns the path of a fresh one-time set-up page when the environment names nobody, else None.
    """
    if User.objects.exists():
        return None
    if settings.FIRST_ACCOUNT_EMAIL and settings.FIRST_ACCOUNT_PASSWORD:
        email, password = settings.FIRST_ACCOUNT_EMAIL, settings.FIRST_ACCOUNT_PASSWORD
        _judge_password(email, password)
        make_first_account(email=email, password=password)
        return None
    return reverse("desk:setup", args=[new_setup_token()])


def _judge_password(email: str, password: str) -> None:
    """A weak password from the environment is refused where others can reach it; here it is only said.

    Raises ValidationError with what is wrong with it.
    """
    try:
        validate_password(password, User(email=normalise_email(email)))
    except ValidationError as weak:
        if settings.SECURE_SITE:
            raise
        logger.warning("LOSTDEALS_ADMIN_PASSWORD is weak: %s", " ".join(weak.messages))


def new_setup_token() -> str:
    """A new one-time token; older ones are dead from here on."""
    token = new_token()
    with transaction.atomic():
        SetupLink.objects.all().delete()
        SetupLink.objects.create(token_hash=token_hash(token))
    return token


def setup_is_open(token: str) -> bool:
    """Whether this token may still make the first account."""
    return SetupLink.objects.filter(token_hash=token_hash(token)).exists() and not User.objects.exists()


@transaction.atomic
def make_first_account(
    *, email: str, password: str, team_name: str = "", token: str | None = None, **fields: str
) -> User:
    """A team with its starting reasons and its first member, who is all three roles.

    Raises AlreadySetUp when there is an account, or when `token` has been used.
    """
    if token is not None:
        links = SetupLink.objects.select_for_update().filter(token_hash=token_hash(token))
        if not links:
            raise AlreadySetUp
    if User.objects.exists():
        raise AlreadySetUp
    team = Team.objects.create(name=team_name or _("Our team"))
    add_starting_reasons(team)
    SetupLink.objects.all().delete()
    return User.objects.create_user(
        email, password, team=team, is_sales=True, is_marketing=True, is_manager=True, **fields
    )
