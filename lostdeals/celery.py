"""The Celery application: a clock and a pair of hands. What is due stands in the database, never here."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lostdeals.settings")

app = Celery("lostdeals")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["lostdeals"])


@setup_logging.connect  # type: ignore[untyped-decorator]  # celery is untyped
def keep_our_logging(**_: object) -> None:
    """Leave logging as the settings have it; a connected receiver keeps Celery from changing it."""
