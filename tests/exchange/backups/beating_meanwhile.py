"""A program for an installation of its own: what restore says while a process elsewhere beats."""

import threading

from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from outbox.heartbeat import beat


def main(path: str) -> None:
    """Try it beside a web process that beats, and print the answer."""
    beat("web", timezone.now())
    ended = threading.Event()
    other = threading.Thread(target=_beat_on, args=[ended])
    other.start()
    try:
        call_command("restore", path)
    except CommandError as refusal:
        print(refusal)
    finally:
        ended.set()
        other.join()


def _beat_on(ended: threading.Event) -> None:
    while not ended.wait(0.5):
        beat("web", timezone.now())
        connection.close()
