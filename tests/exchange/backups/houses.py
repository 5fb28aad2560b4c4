"""One installation in a folder: its commands as real processes, and what is in its database."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.lostdeals.launching import PROJECT, environment

FILE = "lostdeals.sqlite3"
PROGRAM = """
import sys, django; django.setup()
from importlib import import_module
import_module(sys.argv[1]).main(*sys.argv[2:])
"""
SUMS = """
import django, json; django.setup()
from exchange.backups.rows import tally_of
from exchange.backups.tables import applied_to, tables_at
found = {t.name: tally_of(t, "default") for t in tables_at(applied_to("default"))}
print(json.dumps({name: [tally.rows, tally.digest] for name, tally in found.items()}))
"""


@dataclass(frozen=True)
class House:
    """`url`: where its database is, when that is no file of its own."""

    var: Path
    url: str = ""

    @property
    def file(self) -> Path:
        """Its database file."""
        return self.var / FILE

    def env(self) -> dict[str, str]:
        """What its processes are told."""
        address = {"DATABASE_URL": self.url} if self.url else {}
        return environment(
            self.var,
            TICK_SECONDS="1",
            DJANGO_SETTINGS_MODULE="lostdeals.settings",
            BACKUPS_KEPT="0",
            **address,
        )

    def manage(self, *command: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run one command to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            env=self.env() | more, cwd=PROJECT, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def must(self, *command: str, **more: str) -> str:
        """Run one command that has to go well; what it said."""
        done = self.manage(*command, **more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def refused(self, *command: str) -> str:
        """Run one command that has to refuse; what it said."""
        done = self.manage(*command)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    def run(self, module: str, *words: str) -> str:
        """Run one of the programs of the tests."""
        return self._python("-c", PROGRAM, module, *words)

    def sums(self) -> str:
        """How many rows each table holds, with their sums."""
        return self._python("-c", SUMS)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask its database, past the app."""
        if self.url:
            with psycopg.connect(self.url) as server:
                return server.execute(sql).fetchall()
        return ask_file(self.file, sql)

    def tell(self, sql: str) -> None:
        """Change its database, past the app."""
        if self.url:
            with psycopg.connect(self.url) as server:
                server.execute(sql)
            return
        with closing(sqlite3.connect(self.file)) as file, file:
            file.execute(sql)

    def names(self) -> set[str]:
        """Who said no."""
        return {name for (name,) in self.ask("SELECT name FROM prospects_prospect")}

    def _python(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=self.env(), cwd=PROJECT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def ask_file(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Ask a database file, past the app."""
    with closing(sqlite3.connect(path)) as file:
        return file.execute(sql).fetchall()
