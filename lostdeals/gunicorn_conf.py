"""How the web process runs. `GUNICORN_CMD_ARGS` in the environment overrides any of this."""

import os
from typing import Any

from django.conf import settings

from lostdeals.presence import hold_that_it_runs

# Started by itself, it is the first to ask for a setting.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lostdeals.settings")
_host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
bind = f"{_host}:{settings.PORT}"
worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 4
keepalive = 5
control_socket_disable = True
_to_stderr = {"handlers": ["stderr"], "level": "INFO", "propagate": False}
logconfig_dict = {
    **settings.LOGGING,
    "loggers": {**settings.LOGGING["loggers"], "gunicorn.error": _to_stderr},
}


def on_starting(server: Any) -> None:
    """Keep a restore out while it runs, also where `serve` did not start it."""
    hold_that_it_runs()
