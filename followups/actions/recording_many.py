"""A batch of noes, as an import brings it: placed in the order of the queue, all or nothing."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from followups.actions.recording import Recorded, record_no
from followups.old_noes import queue_order
from prospects.new_no import NewNo


@transaction.atomic
def record_noes(noes: Iterable[NewNo], *, by: User, today: date, now: datetime) -> list[Recorded]:
    """Save noes one by one in the order of the queue, or none of them; what was placed does not move.

    Each fits around what stands when its turn comes. Raises what record_no raises.
    """
    return [record_no(no, by=by, today=today, now=now) for no in queue_order(noes, today)]
