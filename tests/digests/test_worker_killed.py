"""kill -9 of a real worker between claim and send: the digest still arrives, at most twice, the same one."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from lostdeals import queue
from tests.lostdeals.launching import PROJECT, Launched, environment, free_port, manage, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.needs_service]

LEASE_SECONDS = 5
STATES = "SELECT state, transmissions FROM outbox_delivery"


class StallingServer:
    """Says nothing at one step of the conversation, until `stalls_at` is emptied; then it takes mail."""

    def __init__(self, stalls_at: str) -> None:
        self.stalls_at = stalls_at
        self.stalled = threading.Event()
        self.mails: list[Any] = []

    async def _stall(self, step: str) -> None:
        if self.stalls_at == step:
            self.stalled.set()
            await asyncio.sleep(600)

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        await self._stall("MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.original_content, policy=policy.default))
        await self._stall("answer")
        return "250 Kept"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Launched]]:
    launched: list[Launched] = []

    def start_one(env: dict[str, str], *command: str) -> Launched:
        log = tmp_path / f"output-{len(launched)}.log"
        launched.append(Launched([sys.executable, *command], env, log))
        return launched[-1]

    yield start_one
    for process in launched:
        process.clean_up()


def celery(start: Callable[..., Launched], env: dict[str, str], role: str) -> Launched:
    """A real Celery process on the filesystem queue."""
    return start(env, "-m", "celery", "--quiet", "-A", "lostdeals", role, "--loglevel", "info")


def rows(var: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(var / "lostdeals.sqlite3", timeout=20)) as connection:
        return list(connection.execute(STATES).fetchall())


@pytest.mark.parametrize(
    ("stalls_at", "when_killed", "copies"),
    [
        ("MAIL", ("sending", 0), 1),
        ("answer", ("sending", 1), 2),
    ],
)
def test_the_digest_of_a_killed_worker_still_arrives(
    tmp_path: Path,
    start: Callable[..., Launched],
    stalls_at: str,
    when_killed: tuple[str, int],
    copies: int,
) -> None:
    var, port = tmp_path / "var", free_port()
    env = environment(
        var,
        EMAIL_URL=f"smtp://127.0.0.1:{port}",
        DELIVERY_LEASE_SECONDS=str(LEASE_SECONDS),
        TICK_SECONDS="1",
    )
    assert manage(env, "migrate", "--verbosity", "0").returncode == 0
    queue.prepare(var / "queue")  # as `serve` does
    seed = [sys.executable, "-m", "tests.digests.somebody_waits"]
    subprocess.run(seed, env=env, cwd=PROJECT, check=True, timeout=60)
    server = StallingServer(stalls_at)
    door = Controller(server, hostname="127.0.0.1", port=port)
    door.start()
    try:
        celery(start, env, "beat")
        first = celery(start, env, "worker")
        assert server.stalled.wait(60), first.output()
        os.killpg(first.process.pid, signal.SIGKILL)
        assert first.process.wait(10) == -signal.SIGKILL
        assert rows(var) == [when_killed]

        server.stalls_at = ""
        second = celery(start, env, "worker")
        wait_until(lambda: rows(var)[0][0] == "sent", f"the digest; {second.output()}")
    finally:
        door.stop()
    assert rows(var) == [("sent", copies)]
    assert len(server.mails) == copies
    [message_id] = {str(mail["Message-ID"]) for mail in server.mails}
    assert message_id.endswith("@localhost>")
    assert {str(mail["Subject"]) for mail in server.mails} == {"Today: Ingrid Solheim"}
