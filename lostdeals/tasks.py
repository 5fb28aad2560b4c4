"""What beat asks the workers to do: each task is one call, safe to run twice, late or never."""

import logging

from django.utils import timezone

from followups.reconciliation import reconcile as reconcile_plans
from lostdeals import clock
from lostdeals.celery import app
from outbox.heartbeat import beat

logger = logging.getLogger(__name__)


@app.task(name="lostdeals.tasks.tick")  # type: ignore[untyped-decorator]  # celery is untyped
def tick() -> None:
    """Do what is due now."""
    now = timezone.now()
    beat("worker", now)
    clock.tick(now)


@app.task(name="lostdeals.tasks.reconcile")  # type: ignore[untyped-decorator]  # celery is untyped
def reconcile() -> None:
    """Give plans that miss their next step one, and say so."""
    report = reconcile_plans(timezone.now())
    if report.healed:
        logger.warning("%d of %d active plans had no next step; healed.", len(report.healed), report.active)
