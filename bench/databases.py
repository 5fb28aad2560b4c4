"""Filled databases, and copies of them that a run may write to."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import psycopg

from bench.seed import Stage
from bench.web import ROOT
from scripts.with_postgres import server_in, server_programs

SECRET_KEY = "bench-" + "only-on-this-machine-" * 3


class Databases(Protocol):
    """What both kinds can do."""

    name: str

    def url(self, name: str) -> str:
        """For DATABASE_URL."""

    def make(self, name: str) -> None:
        """An empty one, in place of whatever had that name."""

    def copy(self, name: str, to: str) -> None:
        """Another one with the same rows."""

    def pids(self, name: str) -> list[int]:
        """The processes that work for whoever is connected to it."""


@dataclass(frozen=True)
class SqliteFiles:
    """One file each."""

    home: Path
    name: str = "sqlite"

    def url(self, name: str) -> str:
        return f"sqlite:///{self._file(name)}"

    def make(self, name: str) -> None:
        for file in self.home.glob(f"{name}.sqlite3*"):
            file.unlink()

    def copy(self, name: str, to: str) -> None:
        self.make(to)
        shutil.copyfile(self._file(name), self._file(to))

    def pids(self, name: str) -> list[int]:
        return []

    def _file(self, name: str) -> Path:
        return self.home / f"{name}.sqlite3"


@dataclass(frozen=True)
class PostgresCluster:
    """Databases of one cluster on this machine."""

    address: str
    name: str = "postgresql"

    def url(self, name: str) -> str:
        return self.address.rpartition("/")[0] + f"/{name}"

    def make(self, name: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")

    def copy(self, name: str, to: str) -> None:
        self._run(
            f"DROP DATABASE IF EXISTS {to} WITH (FORCE)",
            f"CREATE DATABASE {to} TEMPLATE {name} STRATEGY file_copy",
        )

    def pids(self, name: str) -> list[int]:
        with psycopg.connect(self.address, autocommit=True) as connection:
            # Not those that come and go meanwhile, such as the one that vacuums.
            lasting = (
                "SELECT pid FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
            )
            return [int(row[0]) for row in connection.execute(lasting, [name])]

    def _run(self, *statements: str) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


@contextmanager
def databases(kind: str, home: Path) -> Iterator[Databases]:
    """Where databases of a kind live; a PostgreSQL cluster is started, and stopped afterwards."""
    home.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        yield SqliteFiles(home)
        return
    programs = server_programs()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed, so nothing can be measured on it.")
    with server_in(programs, home / "postgresql") as address:
        yield PostgresCluster(address)


def environment(databases: Databases, name: str, home: Path) -> dict[str, str]:
    """Of a process that works on a database: nothing of ours but what is set here."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TZ") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": databases.url(name),
        "EMAIL_URL": "smtp://127.0.0.1:25",
        "LOSTDEALS_ENV_FILE": "",
        "LOSTDEALS_VAR": str(home / "var"),
        "SECRET_KEY": SECRET_KEY,
    }


def filled(databases: Databases, home: Path, rows: int, people: int, day: date) -> tuple[str, Stage]:
    """The name of a database with so many rows, filled now unless the home holds it already."""
    name = f"rows_{rows}_{people}_{day:%Y%m%d}"
    path = home / f"{databases.name}_{name}.json"
    if not path.exists():
        databases.make(name)
        command = (sys.executable, "-m", "bench.seed", str(rows), str(people), day.isoformat(), str(path))
        subprocess.run(command, cwd=ROOT, env=environment(databases, name, home), check=True)
        stage = Stage.read(path)
        told = {"what": "seeding", "rows": rows, "people": stage.people, "database": databases.name}
        print(json.dumps(told | {"seconds": stage.seconds}), flush=True)
    return name, Stage.read(path)
