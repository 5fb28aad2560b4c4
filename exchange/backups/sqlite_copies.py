"""Copies of SQLite: one file, the database of one moment.

VACUUM INTO reads in one transaction while others go on writing, and leaves out the free places of the file,
in which words of erased people may stand.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import DatabaseError, connections

from exchange.backups.databases import SQLITE, source_is
from exchange.backups.refusals import BackupError

WAITS_SECONDS = 30.0
# What SQLite keeps beside its file while it is in use.
COMPANIONS = ("-wal", "-shm", "-journal")


def copy_to(source: Path, draft: Path) -> None:
    """Write the database of this moment into a new file, for its owner only. Raises BackupError."""
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with _said("The database in use could not be copied"), _cursor(source) as cursor:
        # A database that cannot be read says so here; below it would blame the new file.
        cursor.execute("SELECT count(*) FROM sqlite_master").fetchall()
        cursor.execute("VACUUM INTO %s", [str(draft)])


def check(path: Path, what: str = "The copy is damaged") -> None:
    """Let SQLite look through a whole file that nobody writes.

    Raises BackupError: `what`, and the first thing it found.
    """
    with _said(what), _cursor(path, "?mode=ro&immutable=1") as cursor:
        found = [str(row[0]) for row in cursor.execute("PRAGMA integrity_check").fetchall()]
        lonely = cursor.execute("PRAGMA foreign_key_check").fetchall()
    wrong = [line for line in found if line != "ok"] + [
        f"a row of {row[0]} misses its {row[2]}" for row in lonely
    ]
    if wrong:
        raise BackupError(f"{what}: {wrong[0]}.")


def settle(path: Path) -> None:
    """Put what stands in the journal into the file itself and end the journal, where nobody has it open.

    Raises BackupError when somebody has; DatabaseError when the file is no database that can be read.
    """
    with _cursor(path, waits=1.0) as cursor:
        try:
            cursor.execute("PRAGMA journal_mode=DELETE")
        except DatabaseError as fault:
            if "locked" in str(fault):
                raise BackupError("Another program has the database open. Stop it first.") from fault
            raise


def companions(path: Path) -> list[Path]:
    """The files that SQLite left beside this one."""
    return [beside for ending in COMPANIONS if (beside := path.with_name(path.name + ending)).exists()]


def require_whole(path: Path) -> None:
    """Raises BackupError when a file was in use as it was copied: the rest of it stands in its journal."""
    for journal in companions(path):
        if not journal.name.endswith("-shm") and journal.stat().st_size:
            raise BackupError(
                f"{path} was in use, and part of it stands in {journal.name} beside it. "
                "Make a backup of both: "
                f"DATABASE_URL=sqlite:///{path.resolve()} python manage.py backup NEW-FILE"
            )


@contextmanager
def _cursor(path: Path, how: str = "?mode=rw", waits: float = WAITS_SECONDS) -> Iterator[Any]:
    # Through Django, because the constraints of some tables call functions of its own.
    config = {
        "ENGINE": SQLITE,
        "NAME": f"file:{quote(str(path.resolve()))}{how}",
        "OPTIONS": {"timeout": waits},
    }
    with source_is(config) as alias, connections[alias].cursor() as cursor:
        yield cursor


@contextmanager
def _said(what: str) -> Iterator[None]:
    try:
        yield
    except (DatabaseError, sqlite3.Error) as fault:
        raise BackupError(f"{what}: {fault}.") from fault
