"""One clock for many processes: libfaketime, moved through a file that all of them read at every call.

The file holds the distance to the machine's own clock, so all processes agree and time goes on between two
jumps. The monotonic clock stays as it is (a jump would make gunicorn kill its workers, and a lock wait for
ever); `preload/sitecustomize.py` repairs the one call this breaks. PostgreSQL and Redis are not moved.

It has to be the library for programs with threads. Python waits for its global lock through the library too,
outside that lock; the plain build then lets one thread read the machine's own time while another one parses
the file.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

LIBRARIES = (
    Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
    Path("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
    Path("/usr/local/lib/faketime/libfaketimeMT.so.1"),
)
PRELOAD = Path(__file__).resolve().parent / "preload"
# How long Python waits before it asks another thread for the global lock: sys.getswitchinterval(). Without it
# the library takes that deadline, which the monotonic clock gave, for one of the moved clock, long past. So
# every thread that waits turns in circles, and all of them together get a tenth of their work done.
SWITCH_INTERVAL_MS = "5"


class ClockMissingError(Exception):
    """libfaketime is not installed here."""


def library() -> Path:
    """Where libfaketime lies; raises ClockMissingError when it is not installed."""
    for path in LIBRARIES:
        if path.is_file():
            return path
    raise ClockMissingError("libfaketime is not installed (Debian: apt install libfaketime)")


class MovedClock:
    """The clock of every process started with `environment()`."""

    def __init__(self, folder: Path, start: datetime) -> None:
        self._library = library()
        self._file = folder / "clock"
        self._distance = 0.0
        self.jump(start)

    def jump(self, moment: datetime) -> None:
        """Make it `moment` (aware) now; the clock runs on from there."""
        self._distance = moment.timestamp() - time.time()
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{self._distance:+.3f}\n", encoding="ascii")
        fresh.replace(self._file)

    def now(self) -> datetime:
        """What the moved processes read at this moment, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self._distance)

    def environment(self) -> dict[str, str]:
        """What a process needs in its environment to live by this clock."""
        path = os.pathsep.join(filter(None, [str(PRELOAD), os.environ.get("PYTHONPATH", "")]))
        return {
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_WAIT_MS": SWITCH_INTERVAL_MS,
            "NO_FAKE_STAT": "1",
            "PYTHONPATH": path,
        }
