"""Web, worker and beat hold that they run, each where it was started by itself: no restore comes between."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from exchange.backups.locks import RUNNING, alone
from tests.lostdeals.launching import PROJECT, Launched, environment, free_port, manage, wait_until

FILE = "lostdeals.sqlite3"
CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "lostdeals"]
PARTS = {
    "web": [
        sys.executable, "-m", "gunicorn", "--config", str(PROJECT / "lostdeals" / "gunicorn_conf.py"),
        "lostdeals.wsgi:application",
    ],
    "worker": [*CELERY, "worker", "--without-gossip", "--without-mingle", "--without-heartbeat"],
    "beat": [*CELERY, "beat", "--pidfile="],
}  # fmt: skip


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables, made once."""
    var = tmp_path_factory.mktemp("ground") / "var"
    done = manage(environment(var), "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return var / FILE


@pytest.fixture
def env(var: Path, ground: Path) -> dict[str, str]:
    """Of a folder that was just made or restored: a database, and nothing beside it."""
    var.mkdir()
    shutil.copy(ground, var / FILE)
    return environment(var, PORT=str(free_port()), TICK_SECONDS="1", BACKUPS_KEPT="0")


@pytest.mark.parametrize("part", PARTS)
def test_each_part_alone_keeps_a_restore_out(
    var: Path, env: dict[str, str], launch: Callable[..., Launched], part: str
) -> None:
    process = launch(PARTS[part], env)
    wait_until(lambda: holds(process, var), f"{part}, which said {process.output()}")
    done = manage(env, "restore", "--stopped", str(var / FILE))
    assert done.returncode == 1
    assert "Lost Deals is running. Stop it first." in done.stderr
    process.clean_up()
    wait_until(lambda: is_free(var), f"the end of {part}")


@pytest.mark.parametrize("part", PARTS)
def test_no_part_begins_while_the_database_is_exchanged(
    var: Path, env: dict[str, str], launch: Callable[..., Launched], part: str
) -> None:
    with alone(var / RUNNING) as free:
        assert free
        process = launch(PARTS[part], env)
        assert process.process.wait(timeout=120) == 1
    assert "Lost Deals does not start: the database is being restored or moved" in process.output()
    assert "Traceback" not in process.output()


def test_a_worker_alone_works_in_a_folder_where_serve_never_ran(
    var: Path, env: dict[str, str], launch: Callable[..., Launched]
) -> None:
    worker, _beat = launch(PARTS["worker"], env), launch(PARTS["beat"], env)
    wait_until(lambda: (var / "queue" / "messages").is_dir(), f"the queue; it said {worker.output()}")
    wait_until(lambda: "worker" in beats(var), f"a beat of the worker; it said {worker.output()}")
    assert "Traceback" not in worker.output()


def holds(process: Launched, var: Path) -> bool:
    """Whether it has the lock's file open; asking the lock itself could be what keeps it from starting."""
    assert process.process.poll() is None, process.output()
    open_ones = Path(f"/proc/{process.process.pid}/fd").iterdir()
    return any(os.path.realpath(one) == str(var / RUNNING) for one in open_ones)


def is_free(var: Path) -> bool:
    with alone(var / RUNNING) as free:
        return free


def beats(var: Path) -> set[str]:
    with closing(sqlite3.connect(var / FILE)) as file:
        return {name for (name,) in file.execute("SELECT process FROM outbox_heartbeat")}
