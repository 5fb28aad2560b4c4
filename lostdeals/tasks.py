"""What beat asks the workers to do: each task is one call, safe to run twice, late or never."""

from django.utils import timezone

from lostdeals import clock
from lostdeals.celery import app
from outbox.heartbeat import beat


@app.task(name="lostdeals.tasks.tick")  # type: ignore[untyped-decorator]  # celery is untyped
def tick() -> None:
    """Do what is due now."""
    now = timezone.now()
    clock.tick(now)
    beat("worker", now)


@app.task(name="lostdeals.tasks.reconcile")  # type: ignore[untyped-decorator]  # celery is untyped
def reconcile() -> None:
    """Check what must always hold."""
    clock.reconcile(timezone.now())
