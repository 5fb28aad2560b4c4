"""Starting `manage.py` as a real process, in an environment and a var/ of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
INHERITED = ("PATH", "HOME", "LANG")
# Seconds a machine that is busy with much else may need for what takes an idle one a moment.
PATIENCE = 120


def environment(var: Path, **more: str) -> dict[str, str]:
    """Only what a start needs, so that nothing of the developer's own settings leaks in."""
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return kept | {"LOSTDEALS_VAR": str(var), "LOSTDEALS_ENV_FILE": ""} | more


def manage(env: dict[str, str], *command: str) -> "subprocess.CompletedProcess[str]":
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env=env, cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(happened: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"waited {PATIENCE} s in vain for {what}"
        time.sleep(0.05)


def descendants(pid: int) -> set[int]:
    """Every process below this one, however deep."""
    found: set[int] = set()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after_name[1]) == pid:
            child = int(entry.parent.name)
            found |= {child} | descendants(child)
    return found


def lives(pid: int) -> bool:
    """Whether the process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Launched:
    """A process with its output in a file, ended with all it started when the test is over."""

    def __init__(self, command: list[str], env: dict[str, str], log: Path, folder: Path = PROJECT) -> None:
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command, env=env, cwd=folder, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for_output(self, text: str) -> None:
        def came() -> bool:
            assert self.process.poll() is None or text in self.output(), self.output()
            return text in self.output()

        wait_until(came, f"{text!r}, got {self.output()!r}")

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)

    def clean_up(self) -> None:
        for pid in [*descendants(self.process.pid), self.process.pid]:
            if lives(pid):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)
