"""How the mail is doing, for /healthz and the banner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, Min, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from outbox import arming, breaker, troubles
from outbox.models import Delivery, Heartbeat
from outbox.states import MOVING

TICK = "tick"


@dataclass(frozen=True)
class MailHealth:
    """Ages in seconds; None when the clock never ticked, or nothing waits.

    `failing` is the work that fails again and again, with the number of people it fails for (0: as a whole).
    `armed` is False in a copy that nobody has told to mail yet.
    """

    tick_age_seconds: float | None
    oldest_pending_seconds: float | None
    breaker_open: bool
    failing: Mapping[str, int] = field(default_factory=dict)
    armed: bool = True


def mail_health(now: datetime) -> MailHealth:
    """Since when the clock has not ticked, how long mail waits, if the server lets us in, what else fails."""
    return MailHealth(
        tick_age_seconds=_tick_age(now),
        oldest_pending_seconds=_longest_wait(now),
        breaker_open=breaker.is_tripped(),
        failing=troubles.standing(now),
        armed=arming.is_armed(),
    )


def signs(now: datetime) -> dict[str, Combinable]:
    """The same as columns of any query, so that a page learns it beside something else: see health_from."""
    waiting = _waiting(now).order_by().values(always=Value(1))
    return {
        "ticked_at": Subquery(Heartbeat.objects.filter(process=TICK).values("at")[:1]),
        "waits_since": Subquery(waiting.annotate(since=OLDEST).values("since")[:1]),
        "breaker_open": Exists(breaker.tripped()),
        "something_fails": Exists(troubles.standing_rows(now)),
        **arming.signs(),
    }


def health_from(read: Mapping[str, Any], now: datetime) -> MailHealth:
    """What the columns of `signs` say; asks once more only if something fails."""
    return MailHealth(
        tick_age_seconds=_age(read["ticked_at"], now),
        oldest_pending_seconds=_wait(read["waits_since"], now),
        breaker_open=read["breaker_open"],
        failing=troubles.standing(now) if read["something_fails"] else {},
        armed=arming.armed_by(read),
    )


# A catch-up is due since the hour it was planned for, but waits only since it was made.
OLDEST = Min(Greatest("due_at", "created_at"))


def waiting_count(now: datetime) -> int:
    """How many mails are due and have not left."""
    return _waiting(now).count()


def _waiting(now: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(state__in=MOVING, due_at__lte=now)


def _tick_age(now: datetime) -> float | None:
    return _age(Heartbeat.objects.filter(process=TICK).values_list("at", flat=True).first(), now)


def _age(ticked_at: datetime | None, now: datetime) -> float | None:
    # A tick in the future comes from a clock that was ahead: it proves as little as one long ago.
    return None if ticked_at is None else abs((now - ticked_at).total_seconds())


def _longest_wait(now: datetime) -> float | None:
    return _wait(_waiting(now).aggregate(oldest=OLDEST)["oldest"], now)


def _wait(since: datetime | None, now: datetime) -> float | None:
    return None if since is None else (now - since).total_seconds()
