"""Says that a mail waits for which somebody sits and waits. Losing that costs one tick, and breaks no page.

Who hears it is not the outbox's business: lostdeals.nudges asks a worker to deliver at once.
"""

from django.db import transaction
from django.dispatch import Signal

mail_waits = Signal()


def nudge() -> None:
    """Say so once what is written is committed. Never raises for whoever hears it."""
    transaction.on_commit(_say, robust=True)


def _say() -> None:
    mail_waits.send_robust(sender=None)
