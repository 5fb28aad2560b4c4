"""Starts the processes of one installation, starts one again that died, and stops all of them together."""

import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

PATIENCE_SECONDS = 7.0  # from asking a process to end until it is killed; all is over within ten
RESTART_AFTER_SECONDS = 1.0
DEATHS_ALLOWED = 3  # within DEATHS_COUNT_SECONDS; one more and the fault is not a passing one
DEATHS_COUNT_SECONDS = 60.0
POLL_SECONDS = 0.2
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One command and the process that runs it now."""

    name: str
    command: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    started_again_at: float = 0.0
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=DEATHS_ALLOWED + 1))

    def start(self) -> None:
        """Run it in a session of its own: Ctrl-C reaches the supervisor only, which stops all in order."""
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=end_with_parent
        )

    def ended(self) -> bool:
        """Whether it was started and is gone."""
        return self.process is not None and self.process.poll() is not None

    def note_death(self, now: float) -> bool:
        """Bury the process; False when it dies too often to be worth another start."""
        self.kill_group()
        self.process = None
        self.started_again_at = now + RESTART_AFTER_SECONDS
        self.deaths.append(now)
        return len(self.deaths) <= DEATHS_ALLOWED or now - self.deaths[0] > DEATHS_COUNT_SECONDS

    def ask_to_end(self) -> None:
        """SIGTERM to the process itself; what it started is its own to end in order."""
        if self.process is not None:
            self.process.terminate()

    def ask_stragglers(self) -> None:
        """SIGTERM to what the process left behind when it ended."""
        if self.process is not None and self.ended():
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGTERM)

    def group_lives(self) -> bool:
        """Whether it, or anything it started in its group, is still there."""
        if self.process is None:
            return False
        self.process.poll()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, 0)
            return True
        return False

    def kill_group(self) -> None:
        """End what is left at once."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Runs commands in the foreground until a signal asks it to stop or one of them cannot be kept alive."""

    def __init__(
        self,
        commands: Mapping[str, Sequence[str]],
        say: Callable[[str], None],
        *,
        ready: Callable[[], bool],
        on_ready: Callable[[], None],
    ) -> None:
        """`ready` is asked until it says yes, then `on_ready` is called once."""
        self._children = [Child(name, command) for name, command in commands.items()]
        self._say = say
        self._ready = ready
        self._on_ready = on_ready
        self._announced = False
        self._asked_to_stop = False
        self._wakeup, self._waker = os.pipe()
        for end in (self._wakeup, self._waker):
            os.set_blocking(end, False)

    def run(self) -> int:
        """Start everything and stay; 0 after SIGINT or SIGTERM, 1 when a process keeps dying."""
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        for number in (signal.SIGCHLD, *STOP_SIGNALS):
            signal.signal(number, self._note)
        try:
            return self._watch()
        finally:
            self._stop()

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop = self._asked_to_stop or number in STOP_SIGNALS

    def _watch(self) -> int:
        while not self._asked_to_stop:
            now = time.monotonic()
            for child in self._children:
                if child.ended() and not self._bury(child, now):
                    return 1
                if child.process is None and now >= child.started_again_at:
                    child.start()
            self._announce()
            self._sleep()
        return 0

    def _bury(self, child: Child, now: float) -> bool:
        code = child.process.returncode if child.process else None
        goes_on = child.note_death(now)
        what_now = "It is started again." if goes_on else "It keeps ending, so everything stops."
        self._say(f"{child.name} ended by itself (exit code {code}). {what_now}")
        return goes_on

    def _announce(self) -> None:
        if not self._announced and self._ready():
            self._announced = True
            self._on_ready()

    def _sleep(self) -> None:
        """Until a signal arrives or it is time to look again."""
        select.select([self._wakeup], [], [], POLL_SECONDS)
        with suppress(BlockingIOError):
            os.read(self._wakeup, 4096)

    def _stop(self) -> None:
        for child in self._children:
            child.ask_to_end()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while any(child.group_lives() for child in self._children) and time.monotonic() < deadline:
            time.sleep(0.05)
            for child in self._children:
                child.ask_stragglers()
        for child in self._children:
            child.kill_group()


def _prctl() -> Callable[[int, int], int] | None:
    if not sys.platform.startswith("linux"):
        return None
    function: Callable[[int, int], int] | None = getattr(ctypes.CDLL(None), "prctl", None)
    return function


_PRCTL = _prctl()


def end_with_parent() -> None:
    """In a new child: ask the kernel for SIGTERM should the parent be killed (Linux only)."""
    if _PRCTL is not None:
        _PRCTL(PR_SET_PDEATHSIG, signal.SIGTERM)
