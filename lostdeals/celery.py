"""The Celery application: a clock and a pair of hands. What is due stands in the database, never here."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lostdeals.settings")

app = Celery("lostdeals")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["lostdeals"])
