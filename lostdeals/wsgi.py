"""The web process: gunicorn loads `lostdeals.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lostdeals.settings")

application = get_wsgi_application()

from lostdeals.pulse import start_pulse  # noqa: E402  # knows models, which are there only now

start_pulse("web", steady=True)
