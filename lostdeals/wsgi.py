"""The web process: gunicorn loads `lostdeals.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lostdeals.settings")

application = get_wsgi_application()
