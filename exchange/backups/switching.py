"""Putting one file of SQLite in the place of another: at every moment the old or the new one is there."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.db import DatabaseError, connection

from exchange.backups import sqlite_copies
from exchange.backups.databases import configuration, default_is
from exchange.backups.manifests import to_disk


def new_file_for(target: Path) -> Path:
    """Where the new database is put together; what a restore left there that was killed is gone."""
    side = target.with_name(f".{target.name}.restoring")
    for left in [*sqlite_copies.companions(side), side]:
        left.unlink(missing_ok=True)
    os.close(os.open(side, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return side


def work_on(side: Path, work: Callable[[], None]) -> None:
    """Do something with the new file as the database in use; afterwards the file alone is all of it."""
    with default_is(configuration() | {"NAME": str(side)}):
        work()
    sqlite_copies.settle(side)
    sqlite_copies.check(side)
    to_disk(side)


def switch(target: Path, side: Path, now: datetime) -> Path | None:
    """Let the new file be the database; where the old one is kept, None when there was none.

    Raises BackupError when somebody has the old one open.
    """
    connection.close()
    if target.exists():
        _settle_if_readable(target)
    kept = _keep_aside(target, now)
    # They belong to the old file; SQLite would take them for the new one's.
    for stale in sqlite_copies.companions(target):
        stale.unlink()
    side.replace(target)
    to_disk(target.parent)
    return kept


def _settle_if_readable(target: Path) -> None:
    try:
        sqlite_copies.settle(target)
    except DatabaseError:
        return  # a damaged one is kept as it is, with all that lies beside it


def _keep_aside(target: Path, now: datetime) -> Path | None:
    stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    aside = target.with_name(f"{target.name}.before-{stamp}")
    for ending in ("", *sqlite_copies.COMPANIONS):
        file = target.with_name(target.name + ending)
        if file.exists():
            _same_file(file, aside.with_name(aside.name + ending))
    return aside if aside.exists() else None


def _same_file(file: Path, other: Path) -> None:
    """A second name for a file that is about to lose its first one; a copy where there can be none."""
    other.unlink(missing_ok=True)
    try:
        os.link(file, other)
    except OSError:
        shutil.copy2(file, other)
        to_disk(other)
