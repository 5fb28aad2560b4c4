"""The web process: gunicorn loads `lostdeals.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lostdeals.settings")

_django = get_wsgi_application()

from lostdeals.encodings import in_utf8_alone  # noqa: E402  # reads settings, which are there only now
from lostdeals.pulse import start_pulse  # noqa: E402  # knows models, which are there only now

application = in_utf8_alone(_django)
start_pulse("web", steady=True)
