"""What beat asks the workers to do: each task is one call, safe to run twice, late or never."""

from typing import Any

from celery.signals import beat_init
from django.utils import timezone

from lostdeals import clock
from lostdeals.celery import app
from lostdeals.nudges import TASK, WORK_TASK
from lostdeals.pulse import start_pulse
from outbox.heartbeat import beat


@app.task(name="lostdeals.tasks.tick")  # type: ignore[untyped-decorator]  # celery is untyped
def tick() -> None:
    """Do what is due now."""
    now = timezone.now()
    clock.tick(now)
    beat("worker", now)


@app.task(name=TASK)  # type: ignore[untyped-decorator]  # celery is untyped
def deliver_account_mail() -> None:
    """Deliver what somebody waits for; the tick would do it too."""
    clock.deliver_account_mail(timezone.now())


@app.task(name=WORK_TASK)  # type: ignore[untyped-decorator]  # celery is untyped
def long_work() -> None:
    """Do what takes long, beside the ticks: nothing where another worker is at it."""
    clock.long_work(timezone.now())


@app.task(name="lostdeals.tasks.reconcile")  # type: ignore[untyped-decorator]  # celery is untyped
def reconcile() -> None:
    """Check what must always hold."""
    clock.reconcile(timezone.now())


@beat_init.connect  # type: ignore[untyped-decorator]  # celery is untyped
def note_that_beat_looks(sender: Any, **_: object) -> None:
    """Let the scheduler of this process say that it goes on looking at its schedule."""
    sender.scheduler.on_look = start_pulse("beat", steady=False).feel
