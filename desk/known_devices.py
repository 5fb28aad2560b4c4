"""Browsers somebody has signed in with before, which count their mistakes apart.

Whoever guesses at an account from elsewhere uses up the tries of the account, not those of its owner's own
browsers. The mark is signed, names no address, lets nobody in, and is good for its account alone.
"""

import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.models import normalise_email

COOKIE = "known_device"
LIFE_SECONDS = 400 * 24 * 60 * 60
_SALT = "desk.known_devices"


def device_of(request: HttpRequest, address: str) -> str:
    """Which browser this is for the account with this address; "" for one that never signed in to it."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=LIFE_SECONDS) or ""
    account, _colon, device = kept.partition(":")
    return device if account == _mark(address) else ""


def remember(request: HttpRequest, response: HttpResponse, address: str) -> None:
    """Note that somebody has signed in with this address here."""
    device = device_of(request, address) or secrets.token_urlsafe(12)
    response.set_signed_cookie(
        COOKIE,
        f"{_mark(address)}:{device}",
        salt=_SALT,
        max_age=LIFE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _mark(address: str) -> str:
    return hashlib.sha256(f"lostdeals device {normalise_email(address)}".encode()).hexdigest()[:24]
