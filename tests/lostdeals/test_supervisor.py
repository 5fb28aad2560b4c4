"""Real processes, started, kept alive and stopped."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lostdeals.launching import Launched, descendants, lives, wait_until

pytestmark = pytest.mark.slow  # real processes, the same whatever the database

Launch = Callable[..., Launched]

RUN = """
import sys
from lostdeals.supervisor import Supervisor
split = (argument.partition(":") for argument in sys.argv[1:])
commands = {name: ["sh", "-c", line] for name, _, line in split}
say = lambda line: print(line, flush=True)
sys.exit(Supervisor(commands, say, ready=lambda: True, on_ready=lambda: say("ready")).run())
"""


def supervise(launch: Launch, **commands: str) -> Launched:
    arguments = [f"{name}:{line}" for name, line in commands.items()]
    return launch([sys.executable, "-c", RUN, *arguments], dict(os.environ))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_with_success(launch: Launch, number: signal.Signals) -> None:
    running = supervise(launch, web="exec sleep 300", worker="sleep 300 & wait")
    running.wait_for_output("ready")
    wait_until(lambda: len(descendants(running.process.pid)) == 3, "the processes")
    below = descendants(running.process.pid)
    assert running.stop(number) == 0
    assert not any(lives(pid) for pid in below)


def test_a_process_that_ignores_the_request_is_ended_all_the_same(launch: Launch) -> None:
    running = supervise(launch, deaf="trap '' TERM; echo listening; while true; do sleep 1; done")
    running.wait_for_output("listening")
    below = descendants(running.process.pid)
    assert running.stop(signal.SIGTERM) == 0
    assert below
    assert not any(lives(pid) for pid in below)


def test_a_process_that_dies_is_started_again_and_the_others_never_notice(launch: Launch) -> None:
    worker = "echo worker starts; exec sleep 301"
    running = supervise(launch, web="echo web starts; exec sleep 300", worker=worker)
    running.wait_for_output("worker starts")
    (pid,) = (pid for pid in descendants(running.process.pid) if "301" in command_line(pid))
    os.kill(pid, signal.SIGKILL)
    running.wait_for_output("worker ended by itself (exit code -9). It is started again.")
    wait_until(lambda: running.output().count("worker starts") == 2, "the second start")
    assert running.output().count("web starts") == 1


def test_a_process_that_keeps_dying_ends_everything_with_an_error(launch: Launch) -> None:
    running = supervise(launch, web="exec sleep 300", worker="exit 3")
    assert running.process.wait(timeout=20) == 1
    assert "worker ended by itself (exit code 3). It keeps ending, so everything stops." in running.output()
    assert descendants(running.process.pid) == set()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells children of it")
def test_when_the_supervisor_is_killed_its_processes_end_too(launch: Launch) -> None:
    running = supervise(launch, web="exec sleep 300", worker="exec sleep 300")
    wait_until(lambda: len(descendants(running.process.pid)) == 2, "the processes")
    below = descendants(running.process.pid)
    running.stop(signal.SIGKILL)
    wait_until(lambda: not any(lives(pid) for pid in below), "their end")


def command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
