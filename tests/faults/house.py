"""The installation of one run: each of its processes by name, to be started, killed and started again.

What runs is what `manage.py serve` runs. `ground` makes the empty database once; every house gets a copy.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.faults.disk import Disk
from tests.faults.people import PASSWORD, Person
from tests.lostdeals.launching import descendants
from tests.replay.deals import PROJECT
from tests.rig.browser import Browser
from tests.rig.clock import MovedClock
from tests.rig.processes import (
    Crew,
    Process,
    RigError,
    copy_cluster,
    free_port,
    listens,
    make_cluster,
    serve_cluster,
    start_redis,
    wait_for,
)

SQLITE, POSTGRESQL = "sqlite", "postgresql"
TICK_SECONDS = "1"
LEASE_SECONDS = "10"
ROUND_SECONDS = 180.0
CELERY = ("-m", "celery", "--quiet", "-A", "lostdeals")
WORKER = (*CELERY, "worker", "--without-gossip", "--without-mingle", "--without-heartbeat")
# One of our own programs, with the app ready.
PROGRAM = """
import sys, django; django.setup()
from importlib import import_module
import_module(sys.argv[1]).main(*sys.argv[2:])
"""
PREPARE = """
import django; django.setup()
from django.conf import settings
from lostdeals import queue, static_files
static_files.collect_if_changed()
queue.prepare(settings.QUEUE_DIR)
"""
# What an answer of 500 leaves in the log of the web process, and what SQLite says to whoever waits too long.
BROKEN_ANSWER, LOCKED = "Internal Server Error", "database is locked"
FILE = "lostdeals.sqlite3"


@dataclass(frozen=True)
class Ground:
    """An empty, migrated database of one kind, to be copied."""

    database: str
    folder: Path

    def prepare(self) -> None:
        """Make it."""
        self.folder.mkdir(mode=0o711)
        crew = Crew(self.folder)
        try:
            env = environment(self.folder)
            if self.database == POSTGRESQL:
                make_cluster(crew)
                env["DATABASE_URL"] = serve_cluster(crew, free_port())
            run(env, "manage.py", "migrate", "--verbosity", "0")
            run(env, "-c", PREPARE)
        finally:
            crew.stop()

    def copy_to(self, crew: Crew) -> None:
        """The same in the folder of somebody else."""
        shutil.copytree(self.folder / "var", crew.folder / "var")
        if self.database == POSTGRESQL:
            copy_cluster(crew, self.folder / "postgresql" / "data")


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What a process of an installation in `folder` needs, and nothing of the developer's own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    own = {
        "LOSTDEALS_VAR": str(folder / "var"),
        "LOSTDEALS_ENV_FILE": "",
        "DJANGO_SETTINGS_MODULE": "lostdeals.settings",
    }
    return kept | own | more


def run(env: dict[str, str], *command: str, said: str | None = None) -> str:
    """Run one of our programs to its end; raises RigError when it fails."""
    done = subprocess.run(
        [sys.executable, *command],
        input=said, env=env, cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RigError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


class House:
    """Web, workers, beats, Redis and PostgreSQL of one run, under the moved clock."""

    def __init__(
        self, folder: Path, ground: Ground, clock: MovedClock, mail_url: str, *, redis: bool
    ) -> None:
        folder.chmod(0o711)  # the database server's own user has to pass through
        self.clock, self.port = clock, free_port()
        self.crew = Crew(folder)
        self.parts: dict[str, Process] = {}
        self.worker_options: tuple[str, ...] = ()
        self._ports = {"redis": free_port(), "postgres": free_port()}
        self.env = environment(
            folder,
            HOST="127.0.0.1",
            PORT=str(self.port),
            EMAIL_URL=mail_url,
            TICK_SECONDS=TICK_SECONDS,
            DELIVERY_LEASE_SECONDS=LEASE_SECONDS,
            **clock.environment(),
        )
        self.disk = Disk(folder / "var" / FILE)
        self._ground = ground
        self._servers: list[str] = []
        if ground.database == POSTGRESQL:
            self.env["DATABASE_URL"] = f"postgres://lostdeals@127.0.0.1:{self._ports['postgres']}/postgres"
            self.disk = Disk(self.env["DATABASE_URL"])
            self._servers.append("postgres")
        if redis:
            self.env["REDIS_URL"] = f"redis://127.0.0.1:{self._ports['redis']}/0"
            self._servers.append("redis")

    def open(self) -> None:
        """Put the empty database in its place and start PostgreSQL and Redis, where used."""
        self._ground.copy_to(self.crew)
        self.start(*self._servers)

    @property
    def servers(self) -> tuple[str, ...]:
        """What it stands on that is not ours: PostgreSQL and Redis, where used."""
        return tuple(self._servers)

    def fill(self, people: Sequence[Person], prospect_mails: int = 0) -> None:
        """Write these people and their noes, and so many mails to prospects that are due now."""
        facts = {
            "password": PASSWORD,
            "people": [person.as_json() for person in people],
            "prospect_mails": prospect_mails,
        }
        run(self.env, "-c", PROGRAM, "tests.faults.fill", said=json.dumps(facts))

    def start(self, *names: str) -> None:
        """Start these: web, serve, worker1, worker2, beat1, beat2, redis, postgres. Web is waited for."""
        for name in names:
            self._start(name)
            self.parts[name] = self.crew.members[-1]
        if {"web", "serve"} & set(names):
            wait_for(self._answers, "the web process")

    def kill(self, *names: str) -> None:
        """kill -9 for these and for all they started, nobody warned: first they stand still, then they go."""
        victims = [pid for name in names for pid in self._pids(name)]
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in victims:
                send(pid, number)
        for name in names:
            process = self.parts.pop(name)
            self.crew.members.remove(process)
            process.kill()

    def stop_orderly(self, *names: str) -> None:
        """Ask these to end."""
        for name in names:
            process = self.parts.pop(name)
            self.crew.members.remove(process)
            process.stop()

    def freeze(self, name: str) -> None:
        """SIGSTOP: it keeps its connections and says nothing."""
        send(self.parts[name].popen.pid, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """SIGCONT."""
        send(self.parts[name].popen.pid, signal.SIGCONT)

    def pass_to(self, moment: datetime, *, settled: bool = True) -> None:
        """Make it `moment`, unless it is later, and return when a tick has gone by.

        With `settled` also when no mail that is due is on its way any more.
        """
        moment = max(moment, self.clock.now())
        self.clock.jump(moment)
        self.wait_for_tick(moment, settled=settled)

    def wait_for_tick(self, moment: datetime, *, settled: bool = True) -> None:
        """Return when a tick has begun at `moment` or later; see pass_to."""

        def has_come_round() -> bool:
            self.crew.check()
            if settled:
                return self.disk.has_come_round(moment, self.clock.now)
            last = self.disk.last_tick()
            return last is not None and last >= moment

        wait_for(has_come_round, f"a tick after {moment.isoformat()}", ROUND_SECONDS)

    def browser(self) -> Browser:
        """A fresh one, signed out."""
        return Browser(self.port)

    def count_in_logs(self, words: str) -> int:
        """How often any of our processes said this."""
        return sum(log.read_text(errors="replace").count(words) for log in self.crew.folder.glob("*.log"))

    def logs(self) -> str:
        """The end of every log, for a failure's report."""
        logs = sorted(self.crew.folder.glob("*.log"))
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}" for log in logs)

    def stop(self) -> None:
        """End every process of it: ours at once, for nothing that they did not say yet counts any more."""
        if "redis" in self.parts:
            self.thaw("redis")
        self.kill(*(name for name in self.parts if name not in self._servers))
        self.crew.stop()

    def _start(self, name: str) -> None:
        kind = name.rstrip("12")
        if kind == "redis":
            start_redis(self.crew, self._ports["redis"])
        elif kind == "postgres":
            serve_cluster(self.crew, self._ports["postgres"])
        else:
            self.crew.start(name, [sys.executable, *self._command(kind, name)], self.env, PROJECT)

    def _command(self, kind: str, name: str) -> tuple[str, ...]:
        if kind == "serve":
            return ("manage.py", "serve")
        if kind == "web":
            conf = str(PROJECT / "lostdeals" / "gunicorn_conf.py")
            return ("-m", "gunicorn", "--config", conf, "lostdeals.wsgi:application")
        if kind == "beat":
            return (*CELERY, "beat", "--pidfile=")
        return (*WORKER, "--hostname", f"{name}@faults", *self.worker_options)

    def _pids(self, name: str) -> list[int]:
        pid = self.parts[name].popen.pid
        return [pid, *descendants(pid)]

    def _answers(self) -> bool:
        self.crew.check()
        return listens(self.port)


def send(pid: int, number: signal.Signals) -> None:
    """A signal to a process of ours, if it is still there."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
