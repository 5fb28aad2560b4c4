"""Whether Lost Deals runs: nobody may write while its database is exchanged for another."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from exchange.backups.databases import sqlite_file
from exchange.backups.locks import RUNNING, alone, together
from exchange.backups.refusals import BackupError
from outbox.models import Heartbeat

PROCESSES = ("web", "worker", "beat", "tick")
# A process says every half minute that it lives, one that ticks with every tick; a little later it does not.
PULSE_SECONDS = 40.0
SPARE_SECONDS = 10.0
POLL_SECONDS = 0.5

Say = Callable[[str], None]
Beats = dict[str, datetime]


@contextmanager
def running() -> Iterator[bool]:
    """Hold this while something runs that writes; False: the database is being exchanged, do not begin."""
    with together(_lock()) as free:
        yield free


@contextmanager
def nothing_runs(say: Say, *, look: bool = True) -> Iterator[None]:
    """Nothing of this installation runs in here, and what asks before it begins does not.

    Parts on machines that share no disk are known by their heartbeats alone; `look` False trusts whoever says
    that they are stopped. Raises BackupError when something runs.
    """
    with alone(_lock()) as free:
        if not free:
            raise BackupError("Lost Deals is running. Stop it first.")
        if look:
            _look(say)
        yield


def _lock() -> Path:
    return Path(settings.VAR_DIR) / RUNNING


def _look(say: Say) -> None:
    before = _beats()
    waits = _seconds_to_wait(before, timezone.now())
    if waits <= 0:
        return
    say(f"Something ran here a moment ago. Looking for {waits:.0f} seconds whether it still does.")
    until = time.monotonic() + waits
    while time.monotonic() < until:
        time.sleep(min(POLL_SECONDS, waits))
        if moved := [name for name, at in _beats().items() if before.get(name) != at]:
            raise BackupError(f"Lost Deals is running ({', '.join(moved)}). Stop it first.")


def _seconds_to_wait(beats: Beats, now: datetime) -> float:
    """Until who beat last would have beaten again, if it lived."""
    every = max(PULSE_SECONDS, settings.TICK_SECONDS + SPARE_SECONDS)
    ages = [abs(now - at) / timedelta(seconds=1) for at in beats.values()]
    return every - min(ages, default=every)


def _beats() -> Beats:
    """Who beat when; nobody where the database can't be asked, which is no reason against a restore."""
    if (file := sqlite_file()) and not file.exists():
        return {}  # asking would make one
    try:
        return dict(Heartbeat.objects.filter(process__in=PROCESSES).values_list("process", "at"))
    except DatabaseError:
        return {}
