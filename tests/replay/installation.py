"""One running installation under the moved clock: web, worker and beat as real processes.

The small form is what `manage.py serve` starts (SQLite, filesystem queue). The grown form is the same command
on PostgreSQL and Redis, with a second worker and a second beat beside it, as on another host.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.replay.deals import PROJECT
from tests.replay.records import Records
from tests.rig.clock import MovedClock
from tests.rig.processes import (
    Crew,
    RigError,
    free_port,
    listens,
    start_postgres,
    start_redis,
    wait_for,
)

TICK_SECONDS = "1"
ROUND_SECONDS = 60.0


@dataclass(frozen=True)
class Account:
    """The one person who uses this installation."""

    email: str = "owner@example.com"
    password: str = "a-long-walk-in-march"


class Installation:
    """Start one form of it, `pass_to` moments, `stop` it."""

    def __init__(self, folder: Path, clock: MovedClock, mail_url: str, account: Account) -> None:
        folder.chmod(0o711)  # the database server's own user has to pass through
        self.port = free_port()
        self.crew = Crew(folder)
        self.records = Records(folder / "var" / "lostdeals.sqlite3")
        self._folder, self._clock = folder, clock
        self._env = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "LOSTDEALS_VAR": str(folder / "var"),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "EMAIL_URL": mail_url,
            "TICK_SECONDS": TICK_SECONDS,
            "BACKUPS_KEPT": "0",  # years go by in minutes, and every night would be copied
            "LOSTDEALS_ADMIN_EMAIL": account.email,
            "LOSTDEALS_ADMIN_PASSWORD": account.password,
            **clock.environment(),
        }

    def start_small(self) -> None:
        """SQLite and the filesystem queue."""
        self._serve()

    def start_grown(self) -> None:
        """PostgreSQL and Redis, two workers, two beats."""
        database = start_postgres(self.crew)
        self._env |= {"DATABASE_URL": database, "REDIS_URL": start_redis(self.crew)}
        self.records = Records(database)
        self._serve()
        celery = ("-m", "celery", "--quiet", "-A", "lostdeals")
        self._start("worker2", *celery, "worker", "--hostname", "worker2@replay")
        self._start("beat2", *celery, "beat", "--pidfile=")

    def pass_to(self, moment: datetime) -> None:
        """Make it `moment`, and return when a tick has gone by and every due mail has left.

        Raises RigError when that takes too long, WrongClockError when a process does not follow the clock.
        """
        self._clock.jump(moment)

        def has_come_round() -> bool:
            self.crew.check()
            return self.records.has_come_round(moment, self._clock.now)

        wait_for(has_come_round, f"a tick after {moment.isoformat()}", ROUND_SECONDS)

    def stop(self) -> None:
        """End every process of it."""
        self.crew.stop()

    def logs(self) -> str:
        """The end of every log, for a failure's report."""
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}" for log in self._logs())

    def _logs(self) -> Sequence[Path]:
        return sorted(self._folder.glob("*.log"))

    def _serve(self) -> None:
        self._run("migrate", "--verbosity", "0")
        self._start("serve", "manage.py", "serve")

        def answers() -> bool:
            self.crew.check()
            return listens(self.port)

        wait_for(answers, "the web process")

    def _run(self, *command: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            env=self._env,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RigError(f"manage.py {' '.join(command)} failed:\n{done.stdout}{done.stderr}")

    def _start(self, name: str, *command: str) -> None:
        self.crew.start(name, [sys.executable, *command], self._env, PROJECT)
