"""What one tick does: everything due now, each step by itself, so that one broken step stops no other."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from digests.mails import DIGEST_DAILY, DIGEST_WEEKLY
from digests.planning import plan_digests
from followups.actions import fade_debriefs
from outbox.delivery import deliver_due
from outbox.heartbeat import beat

logger = logging.getLogger(__name__)

MAIL_KINDS = (DIGEST_DAILY, DIGEST_WEEKLY)

Step = Callable[[datetime], object]


@dataclass(frozen=True)
class TickReport:
    """Which steps of a tick went through and which raised."""

    done: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether every step went through."""
        return not self.broken


def deliver(now: datetime) -> None:
    """Hand the mails that are due to the mail server."""
    deliver_due(kinds=MAIL_KINDS, now=now)


def heartbeat(now: datetime) -> None:
    """Note that the clock ticks; /healthz and the banner look at this."""
    beat("tick", now)


# The heartbeat comes last: a tick that hangs is a tick that is missing.
STEPS: dict[str, Step] = {
    "fade debriefs": fade_debriefs,
    "plan digests": plan_digests,
    "deliver mail": deliver,
    "heartbeat": heartbeat,
}


def tick(now: datetime, steps: dict[str, Step] | None = None) -> TickReport:
    """Run every step once with the same `now` (aware). Never raises; a broken step is logged and reported."""
    done: list[str] = []
    broken: list[str] = []
    for name, step in (STEPS if steps is None else steps).items():
        (done if _went_through(name, step, now) else broken).append(name)
    return TickReport(done=tuple(done), broken=tuple(broken))


def _went_through(name: str, step: Step, now: datetime) -> bool:
    try:
        step(now)
    except Exception:
        logger.exception("A step of the tick did not go through: %s", name)
        return False
    return True
