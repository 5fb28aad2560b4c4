"""Where somebody is signed in, and signing them out there.

allauth notes from where each session was begun. Sessions it knows nothing of (begun before it did, or halfway
through signing in) are found by what they hold, so that "everywhere" means everywhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, login
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from accounts.changes import Trail
from accounts.models import User

BACKEND = "accounts.sign_in.ByAddress"
NOTED_FOR = timedelta(days=1)


@dataclass(frozen=True)
class OpenSession:
    """One place somebody is signed in at; what was not noted is empty. `is_this`: the one that asks."""

    since: datetime | None
    device: str
    address: str
    is_this: bool


def begin(request: HttpRequest, user: User) -> None:
    """Sign `user` in, on a page that is no sign-in page, and note from where."""
    login(request, user, backend=BACKEND)
    UserSession.objects.create_from_request(request)


def open_sessions(user: User, *, this: str, now: datetime) -> list[OpenSession]:
    """Where `user` is signed in at `now`, the session with key `this` first, then the newest. No write."""
    noted = {row.session_key: row for row in UserSession.objects.filter(user=user)}
    found = [_seen(key, noted.get(key), this) for key in _keys_of(user, noted, now)]
    return sorted(found, key=lambda one: (not one.is_this, -(one.since.timestamp() if one.since else 0)))


@transaction.atomic
def end_other_sessions(user: User, *, this: str, now: datetime) -> int:
    """Sign `user` out everywhere but in the session with the key `this`; how many ended."""
    ended = _end(user, but=this)
    if ended:
        Trail(actor=user, team=user.team, now=now).write("end_sessions", user)
    return ended


@transaction.atomic
def end_all_sessions(user: User) -> int:
    """Sign `user` out everywhere, with the next request; how many sessions ended.

    Whoever calls writes what it was done for. Safe to call inside a transaction.
    """
    return _end(user)


@transaction.atomic
def forget_ended_sessions(now: datetime) -> int:
    """Delete what is kept of sessions that had run out by `now`, of anybody; how many were deleted.

    What allauth noted of one goes a day after it was begun at the earliest: it is noted before the session is
    written down.
    """
    gone, _tables = Session.objects.filter(expire_date__lte=now).delete()
    kept: QuerySet[Session, str] = Session.objects.order_by().values_list("session_key", flat=True)
    UserSession.objects.filter(created_at__lt=now - NOTED_FOR).exclude(session_key__in=kept).delete()
    return gone


def _end(user: User, but: str = "") -> int:
    noted = UserSession.objects.filter(user=user).exclude(session_key=but)
    keys = [*noted.values_list("session_key", flat=True), *_unnoted(user)]
    noted.delete()
    ended = Session.objects.filter(session_key__in=keys).exclude(session_key=but)
    gone, _tables = ended.delete()
    return gone


def _seen(key: str, noted: UserSession | None, this: str) -> OpenSession:
    if noted is None:
        return OpenSession(since=None, device="", address="", is_this=key == this)
    return OpenSession(since=noted.created_at, device=noted.user_agent, address=noted.ip, is_this=key == this)


def _keys_of(user: User, noted: Iterable[str], now: datetime) -> Iterator[str]:
    """The keys of the sessions that let `user` in: neither run out nor from before a change of password."""
    standing = Session.objects.filter(expire_date__gt=now)
    theirs = standing.filter(session_key__in=list(noted))
    for session in (*theirs, *standing.exclude(session_key__in=_all_noted())):
        if _lets_in(session.get_decoded(), user):
            yield session.session_key


def _unnoted(user: User) -> list[str]:
    """The keys of sessions of `user` that allauth knows nothing of."""
    others = Session.objects.exclude(session_key__in=_all_noted())
    return [row.session_key for row in others.iterator() if _is_of(row.get_decoded(), user)]


def _all_noted() -> "QuerySet[UserSession, str]":
    keys: QuerySet[UserSession, str] = UserSession.objects.order_by().values_list("session_key", flat=True)
    return keys


def _is_of(held: dict[str, Any], user: User) -> bool:
    """Whether a session is theirs, or becomes theirs with a second factor."""
    halfway = held.get(LOGIN_SESSION_KEY) or {}
    return held.get(SESSION_KEY) == str(user.pk) or halfway.get("user_pk") == user_pk_to_url_str(user)


def _lets_in(held: dict[str, Any], user: User) -> bool:
    signed_in = held.get(SESSION_KEY) == str(user.pk)
    return signed_in and constant_time_compare(held.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
