"""What the page about signing in says of each passkey and each place somebody is signed in at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.sessions import OpenSession
from common.days import plain_day_and_year
from desk.mail_words import moment

# The first that fits: what is built on another names it too.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class PasskeyRow:
    """One passkey. `id` is for its addresses."""

    id: int
    name: str
    since: str
    used: str


@dataclass(frozen=True)
class SessionRow:
    """One place somebody is signed in at."""

    device: str
    address: str
    since: str
    is_this: bool


def passkey_rows(passkeys: Iterable[Authenticator], user: User) -> list[PasskeyRow]:
    """The passkeys in words."""
    return [
        PasskeyRow(
            id=row.pk,
            name=str(row),
            since=plain_day_and_year(user.today(row.created_at)),
            used=plain_day_and_year(user.today(row.last_used_at)) if row.last_used_at else "",
        )
        for row in passkeys
    ]


def session_rows(sessions: Iterable[OpenSession], user: User, now: datetime) -> list[SessionRow]:
    """The places in words."""
    return [
        SessionRow(
            device=device_name(one.device),
            address=one.address,
            since=moment(one.since, user, now) if one.since else "",
            is_this=one.is_this,
        )
        for one in sessions
    ]


def device_name(user_agent: str) -> str:
    """Browser and system, as far as the browser tells: it may say anything."""
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def _first(names: Iterable[tuple[str, str]], text: str) -> str:
    return next((name for sign, name in names if sign in text), "")
