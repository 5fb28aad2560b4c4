"""How the mail is doing, for /healthz and the banner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Min
from django.db.models.functions import Greatest

from outbox import breaker, troubles
from outbox.models import Delivery, Heartbeat
from outbox.states import MOVING

TICK = "tick"


@dataclass(frozen=True)
class MailHealth:
    """Ages in seconds; None when the clock never ticked, or nothing waits.

    `failing` is the work that fails again and again, with the number of people it fails for (0: as a whole).
    """

    tick_age_seconds: float | None
    oldest_pending_seconds: float | None
    breaker_open: bool
    failing: Mapping[str, int] = field(default_factory=dict)


def mail_health(now: datetime) -> MailHealth:
    """Since when the clock has not ticked, how long mail waits, if the server lets us in, what else fails."""
    return MailHealth(
        tick_age_seconds=_tick_age(now),
        oldest_pending_seconds=_longest_wait(now),
        breaker_open=breaker.is_tripped(),
        failing=troubles.standing(now),
    )


def _tick_age(now: datetime) -> float | None:
    at = Heartbeat.objects.filter(process=TICK).values_list("at", flat=True).first()
    # A tick in the future comes from a clock that was ahead: it proves as little as one long ago.
    return None if at is None else abs((now - at).total_seconds())


def _longest_wait(now: datetime) -> float | None:
    waiting = Delivery.objects.filter(state__in=MOVING, due_at__lte=now)
    # A catch-up is due since the hour it was planned for, but waits only since it was made.
    oldest = waiting.aggregate(oldest=Min(Greatest("due_at", "created_at")))["oldest"]
    return None if oldest is None else (now - oldest).total_seconds()
