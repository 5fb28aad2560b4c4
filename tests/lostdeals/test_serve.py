"""`manage.py serve` as real processes: web, worker and beat."""

import os
import shutil
import signal
import socket
import sqlite3
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lostdeals.launching import (
    Launched,
    descendants,
    environment,
    free_port,
    lives,
    manage,
    wait_until,
)

pytestmark = pytest.mark.slow

Launch = Callable[..., Launched]
ACCOUNT = {"LOSTDEALS_ADMIN_EMAIL": "owner@example.com", "LOSTDEALS_ADMIN_PASSWORD": "a-long-walk-in-march"}
SERVE = [sys.executable, "manage.py", "serve"]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var/ after `migrate`, to copy from."""
    var = tmp_path_factory.mktemp("migrated") / "var"
    ended = manage(environment(var), "migrate", "--verbosity", "0")
    assert ended.returncode == 0, ended.stderr
    return var


@pytest.fixture
def ready_var(migrated: Path, tmp_path: Path) -> Path:
    shutil.copytree(migrated, tmp_path / "var")
    return tmp_path / "var"


def status(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def heartbeats(var: Path) -> set[str]:
    with sqlite3.connect(var / "lostdeals.sqlite3") as database:
        return {str(name) for (name,) in database.execute("SELECT process FROM outbox_heartbeat")}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_everything_and_a_signal_ends_everything(
    ready_var: Path, launch: Launch, number: signal.Signals
) -> None:
    port = free_port()
    serve = launch(SERVE, environment(ready_var, PORT=str(port), TICK_SECONDS="1", **ACCOUNT))
    serve.wait_for_output(f"Lost Deals is at http://localhost:{port}\n")
    assert status(port, "/accounts/login/") == 200
    assert status(port, "/livez") == 200
    assert status(port, "/healthz") == 200
    everybody = {"tick", "worker", "beat", "web"}
    wait_until(lambda: heartbeats(ready_var) >= everybody, "a sign of life of every process")
    below = descendants(serve.process.pid)
    assert serve.stop(number) == 0
    assert len(below) >= 4
    assert [pid for pid in below if lives(pid)] == []
    assert "Traceback" not in serve.output()


def test_today_goes_on_when_worker_and_beat_are_killed_and_they_come_back(
    ready_var: Path, launch: Launch
) -> None:
    port = free_port()
    serve = launch(SERVE, environment(ready_var, PORT=str(port), TICK_SECONDS="1", **ACCOUNT))
    serve.wait_for_output("Lost Deals is at")
    wait_until(lambda: "worker" in heartbeats(ready_var), "a tick of the worker")
    for pid in descendants(serve.process.pid):
        if "celery" in Path(f"/proc/{pid}/cmdline").read_text():
            os.kill(pid, signal.SIGKILL)
    assert status(port, "/accounts/login/") == 200
    serve.wait_for_output("worker ended by itself (exit code -9). It is started again.")
    serve.wait_for_output("beat ended by itself (exit code -9). It is started again.")
    with sqlite3.connect(ready_var / "lostdeals.sqlite3") as database:
        database.execute("DELETE FROM outbox_heartbeat")
    database.close()
    wait_until(lambda: heartbeats(ready_var) >= {"tick", "worker"}, "a tick after the restart")
    assert serve.stop(signal.SIGTERM) == 0


def test_a_busy_port_is_said_in_one_sentence(ready_var: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        ended = manage(environment(ready_var, PORT=str(port)), "serve")
    assert ended.returncode == 1
    assert ended.stderr == (
        f"Lost Deals does not start: port {port} is already in use. "
        f"Stop what uses it, or choose another with PORT={port + 1}.\n"
    )


def test_a_database_without_tables_is_said_in_one_sentence(var: Path) -> None:
    ended = manage(environment(var, PORT=str(free_port())), "serve")
    assert ended.returncode == 1
    assert ended.stderr.startswith("Lost Deals does not start: the database is not up to date.")
    assert ended.stderr.count("\n") == 1


def test_a_database_that_does_not_answer_is_said_in_one_sentence(var: Path) -> None:
    nowhere = f"postgresql://owner:hunter2@127.0.0.1:{free_port()}/deals"
    ended = manage(environment(var, PORT=str(free_port()), DATABASE_URL=nowhere), "serve")
    assert ended.returncode == 1
    assert ended.stderr.startswith("Lost Deals does not start: the database does not answer")
    assert "hunter2" not in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_without_an_account_a_one_time_address_is_printed_and_answers(
    ready_var: Path, launch: Launch
) -> None:
    port = free_port()
    serve = launch(SERVE, environment(ready_var, PORT=str(port)))
    serve.wait_for_output("/setup/")
    (line,) = [line for line in serve.output().splitlines() if "/setup/" in line]
    path = line.rpartition(f"http://localhost:{port}")[2]
    assert status(port, path) == 200
    assert serve.stop(signal.SIGTERM) == 0


def test_an_account_that_cannot_be_made_is_said_in_one_sentence(ready_var: Path) -> None:
    account = ACCOUNT | {"LOSTDEALS_ADMIN_EMAIL": "nobody"}
    ended = manage(environment(ready_var, PORT=str(free_port()), **account), "serve")
    assert ended.returncode == 1
    assert ended.stderr.startswith("Lost Deals does not start: the account named by LOSTDEALS_ADMIN_EMAIL")
