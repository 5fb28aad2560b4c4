"""A batch of noes, as an import brings it: placed in the order of the queue, all or nothing."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from followups.actions.recording import Recorded, record_no
from followups.old_noes import queue_order
from prospects.new_no import NewNo


@transaction.atomic
def record_noes(
    noes: Iterable[NewNo],
    *,
    by: User,
    today: date,
    now: datetime,
    progress: Callable[[int], None] | None = None,
) -> list[Recorded]:
    """Save noes in the order of the queue, or none of them; what was placed does not move.

    Returns them in that order. Each fits around what stands when its turn comes. `progress` is told how many
    are done; what it raises ends the batch. Raises what record_no raises.
    """
    recorded = []
    for no in queue_order(noes, today):
        recorded.append(record_no(no, by=by, today=today, now=now))
        if progress:
            progress(len(recorded))
    return recorded
