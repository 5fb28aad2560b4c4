"""Ways to break the app itself, so that the suite can be seen to notice.

`celery worker --include tests.faults.breakages` makes a worker break what LOSTDEALS_BREAKAGE names: importing
this is enough, so nothing else may.
"""

import os
from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet

from outbox import claims
from outbox.message import Message
from outbox.models import Delivery
from outbox.states import State

NAMED_IN = "LOSTDEALS_BREAKAGE"


def copies_are_not_counted() -> None:
    """Nobody remembers that a copy was handed over."""

    def forget(taken: claims.Claim, message: Message, now: datetime) -> None:
        """Whatever leaves."""

    claims.mark_transmission = forget


def leases_never_end() -> None:
    """What a dead worker had claimed stays claimed."""

    def due(now: datetime) -> QuerySet[Delivery]:
        return Delivery.objects.filter(state=State.PENDING, next_attempt_at__lte=now)

    claims.due = due


BREAKAGES: dict[str, Callable[[], None]] = {
    breakage.__name__: breakage for breakage in (copies_are_not_counted, leases_never_end)
}
BREAKAGES[os.environ[NAMED_IN]]()
