"""A process says every half minute that it lives, so that the mail page can tell which one stopped.

Apart from its work, in a thread: a database that is slow to answer must not hold that up.
"""

import logging
import threading

from django.db import DatabaseError, connection
from django.utils import timezone

from outbox.heartbeat import beat

logger = logging.getLogger(__name__)

EVERY_SECONDS = 30.0


class Pulse(threading.Thread):
    """Notes that `process` lives: `steady` as long as it runs, else when it was felt since the last time."""

    def __init__(self, process: str, *, steady: bool, every_seconds: float = EVERY_SECONDS) -> None:
        super().__init__(name=f"pulse of {process}", daemon=True)
        self.process = process
        self._steady = steady
        self._every_seconds = every_seconds
        self._felt = threading.Event()
        self._ended = threading.Event()

    def feel(self) -> None:
        """The process just did its work."""
        self._felt.set()

    def end(self) -> None:
        """Stop, for whoever started it to look at what it left."""
        self._ended.set()
        self._felt.set()

    def run(self) -> None:
        """Until the process ends."""
        while not self._ended.is_set():
            if not self._steady:
                self._felt.wait()
                self._felt.clear()
            self._note()
            self._ended.wait(self._every_seconds)

    def _note(self) -> None:
        try:
            beat(self.process, timezone.now())
        except DatabaseError as error:
            logger.warning("%s could not note that it lives: %s", self.process, str(error).partition("\n")[0])
        finally:
            connection.close()


def start_pulse(process: str, *, steady: bool) -> Pulse:
    """A pulse that beats from here on."""
    pulse = Pulse(process, steady=steady)
    pulse.start()
    return pulse
