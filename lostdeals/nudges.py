"""Asks a worker for what somebody waits for, without waiting for the next tick: mail to deliver, long work.

From a thread of its own: a queue that hangs holds up no page. At most one asks for the same at a time.
"""

import logging
import threading
from typing import Any

from django.conf import settings
from django.dispatch import receiver

from exchange.work_nudge import work_waits
from lostdeals.celery import app
from outbox.nudge import mail_waits

logger = logging.getLogger(__name__)

TASK = "lostdeals.tasks.deliver_account_mail"
WORK_TASK = "lostdeals.tasks.long_work"
_asking = {TASK: threading.Lock(), WORK_TASK: threading.Lock()}


@receiver(mail_waits)
def ask_a_worker(**_: Any) -> threading.Thread | None:
    """Start asking for mail to leave; None where nobody is asked."""
    return _start_asking(TASK)


@receiver(work_waits)
def ask_for_long_work(**_: Any) -> threading.Thread | None:
    """Start asking for long work to begin; None where nobody is asked."""
    return _start_asking(WORK_TASK)


def _start_asking(task: str) -> threading.Thread | None:
    if not settings.NUDGE_WORKERS:
        return None
    asking = threading.Thread(target=_ask, args=(task,), name="nudge", daemon=True)
    asking.start()
    return asking


def _ask(task: str) -> None:
    if not _asking[task].acquire(blocking=False):
        return
    try:
        # Older than a tick it is of no use: the tick did its work.
        app.send_task(task, expires=settings.TICK_SECONDS, retry=False)
    except Exception as error:
        logger.info("No worker was asked for %s at once, the next tick will: %s", task, error)
    finally:
        _asking[task].release()
