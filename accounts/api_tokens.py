"""Secrets with which a program of somebody's works as they do: made, looked up, revoked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.changes import Trail
from accounts.models import ApiToken, User
from accounts.token_scopes import Scope
from common.columns import check_columns
from common.submissions import row_id
from common.text import clean_line
from common.tokens import new_token, token_hash

# Tells whoever finds one lying around what it is; so do programs that look for secrets in texts.
MARK = "ld_"
SHOWN = len(MARK) + 4
AT_MOST = 20
# "Last used" is for people: to the hour is enough, and costs one write an hour.
NOTED_EVERY = timedelta(hours=1)
SCHEME = "bearer"


class MadeBefore(Exception):
    """This very form has made a token already, and its secret was shown."""


@dataclass(frozen=True)
class NewApiToken:
    """What somebody asks for; it works until `expires_at`, or until it is revoked.

    Sent twice, one `submission` makes one token.
    """

    name: str
    scope: Scope
    expires_at: datetime | None = None
    submission: str = ""


@transaction.atomic
def make_api_token(wanted: NewApiToken, *, by: User, now: datetime) -> tuple[ApiToken, str]:
    """A new token and its secret, which is kept as a hash only. Raises MadeBefore, ValidationError."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    pk = row_id(by.pk, wanted.submission, "api token")
    if ApiToken.objects.filter(pk=pk).exists():
        raise MadeBefore
    if working_tokens(by, now).count() >= AT_MOST:
        limit = _("You have %(number)s tokens already. Revoke one that nothing needs.")
        raise ValidationError(limit % {"number": AT_MOST}, code="too_many")
    secret = MARK + new_token()
    token = ApiToken(
        pk=pk, user=by, name=clean_line(wanted.name), scope=wanted.scope.value, prefix=secret[:SHOWN],
        token_hash=token_hash(secret), created_at=now, expires_at=wanted.expires_at,
    )  # fmt: skip
    check_columns(token)
    token.save(force_insert=True)
    # Without the row: even its hash has no business in the history.
    Trail(actor=by, team=by.team, now=now).write("make_api_token", token)
    return token, secret


def working_tokens(user: User, now: datetime) -> "QuerySet[ApiToken]":
    """The tokens of `user` that are neither revoked nor out of date, the newest first."""
    in_time = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    return ApiToken.objects.filter(in_time, user=user, revoked_at__isnull=True).order_by("-created_at", "pk")


def authenticate(header: str, now: datetime) -> ApiToken | None:
    """The token an `Authorization` header carries, with its user; None unless it works at `now`.

    Notes that it was used, to the hour.
    """
    scheme, _space, secret = header.strip().partition(" ")
    secret = secret.strip()
    if scheme.lower() != SCHEME or not secret.startswith(MARK):
        return None
    tokens = ApiToken.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now),
        token_hash=token_hash(secret), revoked_at__isnull=True, user__is_active=True,
    )  # fmt: skip
    token = tokens.select_related("user__team").first()
    if token is not None:
        _note_use(token, now)
    return token


def _note_use(token: ApiToken, now: datetime) -> None:
    long_ago = now - NOTED_EVERY
    if token.last_used_at is None or token.last_used_at <= long_ago:
        unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lte=long_ago)
        ApiToken.objects.filter(unnoted, pk=token.pk).update(last_used_at=now)


@transaction.atomic
def revoke_api_token(pk: UUID, *, by: User, now: datetime) -> bool:
    """The token of `by` works no longer; False when it did not before. Raises ApiToken.DoesNotExist."""
    token = ApiToken.objects.get(pk=pk, user=by)
    if not ApiToken.objects.filter(pk=pk, revoked_at__isnull=True).update(revoked_at=now):
        return False
    Trail(actor=by, team=by.team, now=now).write("revoke_api_token", token)
    return True


@transaction.atomic
def revoke_tokens(user: User, *, by: User | None, now: datetime) -> int:
    """No token of `user` works any more; how many did."""
    revoked = ApiToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=now)
    if revoked:
        Trail(actor=by, team=user.team, now=now).write("revoke_api_tokens", user)
    return revoked
