"""How often the API may be asked: generously, so that only a program gone astray notices."""

import hashlib
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

A_MINUTE = 600
SECONDS = 60


def asks_too_often(who: str, now: datetime) -> bool:
    """Counts one more request of `who` in this minute; whether those were too many.

    Two at the same instant may count as one: it is a limit for the thousands.
    """
    minute = int(now.timestamp()) // SECONDS
    key = f"api:{hashlib.sha256(who.encode()).hexdigest()}:{minute}"
    asked = int(cache.get(key, 0)) + 1
    cache.set(key, asked, 2 * SECONDS)
    return asked > A_MINUTE


def client_address(request: HttpRequest) -> str:
    """Where a request comes from, past as many proxies as the installation declares."""
    return str(get_adapter().get_client_ip(request))
