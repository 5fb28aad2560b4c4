"""The Celery application: a clock and a pair of hands. What is due stands in the database, never here."""

import os

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init
from django.db import connections

from lostdeals.presence import hold_that_it_runs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lostdeals.settings")

app = Celery("lostdeals")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["lostdeals"])


@setup_logging.connect  # type: ignore[untyped-decorator]  # celery is untyped
def keep_our_logging(**_: object) -> None:
    """Leave logging as the settings have it; a connected receiver keeps Celery from changing it."""


# On SQLite an import holds the only pen for as long as its one transaction takes. Nobody waits for the clock
# as one waits for a page, so worker and beat wait instead of failing.
SQLITE_PATIENCE_SECONDS = 300


@worker_init.connect  # type: ignore[untyped-decorator]  # celery is untyped
@beat_init.connect  # type: ignore[untyped-decorator]  # celery is untyped
def be_patient(**_: object) -> None:
    """Let this process wait longer for its turn to write, on SQLite."""
    database = connections.settings["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"]["timeout"] = SQLITE_PATIENCE_SECONDS


@worker_init.connect  # type: ignore[untyped-decorator]  # celery is untyped
@beat_init.connect  # type: ignore[untyped-decorator]  # celery is untyped
def say_that_it_runs(**_: object) -> None:
    """Keep a restore out while this process runs, also where `serve` did not start it."""
    hold_that_it_runs()
