"""`manage.py serve`: web, worker and beat in the foreground, as one thing."""

import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import connections
from django.utils import timezone

from desk.first_account import ensure_first_account
from exchange.backups import standstill
from lostdeals import clock, queue, readiness
from lostdeals.env import refuse
from lostdeals.presence import EXCHANGED
from lostdeals.static_files import collect_if_changed
from lostdeals.supervisor import Supervisor
from outbox import arming

# Celery's advice against root would be six lines of every log in a container; docs/deploy.md gives it once.
QUIET = ("-W", "ignore:You're running the worker with superuser privileges")
CELERY = (sys.executable, *QUIET, "-m", "celery", "--quiet", "-A", "lostdeals")


class Command(BaseCommand):
    """Check, prepare, catch up with one tick, then run until a signal comes."""

    help = "Run everything (web, worker, beat) in the foreground. Ctrl-C stops all of it."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Never returns: exits 0 after SIGINT or SIGTERM, 1 when a process keeps dying."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _leave)
        with standstill.running() as may_run:
            if not may_run:
                refuse(EXCHANGED)
            self._serve()

    def _serve(self) -> NoReturn:
        readiness.require_free_port(settings.HOST, settings.PORT)
        readiness.require_migrated_database()
        self._prepare()
        clock.tick(timezone.now(), clock.STEPS_OF_A_START)
        connections.close_all()
        sys.exit(Supervisor(commands(), self._say, ready=_web_answers, on_ready=self._welcome).run())

    def _prepare(self) -> None:
        try:
            collect_if_changed()
        except OSError:
            refuse(f"static files cannot be written to {settings.STATIC_ROOT}. Give this user access to it.")
        if not settings.REDIS_URL:
            queue.prepare(settings.QUEUE_DIR)
        try:
            self._set_up_path = ensure_first_account()
        except ValidationError as error:
            refuse(f"the account named by LOSTDEALS_ADMIN_EMAIL cannot be made: {' '.join(error.messages)}")

    def _welcome(self) -> None:
        self._say(f"Lost Deals is at {settings.SITE_URL}")
        if self._set_up_path:
            self._say(f"Set up the first account, once, at {settings.SITE_URL}{self._set_up_path}")
        if not arming.is_armed():
            self._say("This is a copy: it mails nobody until you run `python manage.py arm_mail`.")
        if settings.MAIL_AS_FILES:
            self._say(f"Mail is kept as files in {settings.MAIL_DIR} until EMAIL_URL is set.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def commands() -> dict[str, list[str]]:
    """The processes by name."""
    conf = Path(__file__).resolve().parents[2] / "gunicorn_conf.py"
    return {
        "web": [sys.executable, "-m", "gunicorn", "--config", str(conf), "lostdeals.wsgi:application"],
        "worker": [*CELERY, "worker", "--without-gossip", "--without-mingle", "--without-heartbeat"],
        "beat": [*CELERY, "beat", "--pidfile="],
    }


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    """A signal before the processes run: nothing to stop yet."""
    sys.exit(0)


def _web_answers() -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)
    return readiness.accepts_connections(host, settings.PORT)
