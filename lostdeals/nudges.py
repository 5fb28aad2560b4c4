"""Asks a worker to deliver the mail somebody waits for, without waiting for the next tick.

From a thread of its own: a queue that hangs holds up no page. At most one asks at a time.
"""

import logging
import threading
from typing import Any

from django.conf import settings
from django.dispatch import receiver

from lostdeals.celery import app
from outbox.nudge import mail_waits

logger = logging.getLogger(__name__)

TASK = "lostdeals.tasks.deliver_account_mail"
_asking = threading.Lock()


@receiver(mail_waits)
def ask_a_worker(**_: Any) -> threading.Thread | None:
    """Start asking; None where nobody is asked."""
    if not settings.NUDGE_WORKERS:
        return None
    asking = threading.Thread(target=_ask, name="nudge", daemon=True)
    asking.start()
    return asking


def _ask() -> None:
    if not _asking.acquire(blocking=False):
        return
    try:
        # Older than a tick it is of no use: the tick did its work.
        app.send_task(TASK, expires=settings.TICK_SECONDS, retry=False)
    except Exception as error:
        logger.info("No worker was asked to mail at once, the next tick will: %s", error)
    finally:
        _asking.release()
