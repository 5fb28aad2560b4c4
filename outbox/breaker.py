"""Stops us knocking at a mail server that refuses the connection or the login; a successful one closes it."""

from datetime import datetime

from django.db.models import F, QuerySet

from outbox.models import Breaker
from outbox.patience import LONGEST_PAUSE, pause_of_breaker

CHANNEL = "mail"


def is_open(now: datetime) -> bool:
    """Whether to leave the server alone at `now`.

    A pause longer than any we make comes from a clock that jumped.
    """
    until = _row().values_list("open_until", flat=True).first()
    return until is not None and now < until <= now + LONGEST_PAUSE


def is_tripped() -> bool:
    """Whether the last connection was refused; true between two tries as well."""
    return tripped().exists()


def tripped() -> QuerySet[Breaker]:
    """The row, if the last connection was refused."""
    return _row().filter(failures__gt=0)


def trip(reason: str, now: datetime) -> None:
    """Note that the server refused us."""
    Breaker.objects.get_or_create(channel=CHANNEL)
    failures = _row().values_list("failures", flat=True).get()
    until = now + pause_of_breaker(failures + 1)
    _row().filter(failures=0).update(since=now)
    _row().update(failures=F("failures") + 1, open_until=until, reason=reason[:500])


def close() -> None:
    """Note that the server let us in."""
    _row().filter(failures__gt=0).update(failures=0, since=None, open_until=None, reason="")


def _row() -> QuerySet[Breaker]:
    return Breaker.objects.filter(channel=CHANNEL)
