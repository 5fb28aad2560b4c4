"""Says that long work waits. Losing that costs one tick, and breaks no page.

Who hears it is not this room's business: lostdeals.nudges asks a worker to begin at once.
"""

from django.db import transaction
from django.dispatch import Signal

work_waits = Signal()


def nudge() -> None:
    """Say so once what is written is committed. Never raises for whoever hears it."""
    transaction.on_commit(_say, robust=True)


def _say() -> None:
    work_waits.send_robust(sender=None)
