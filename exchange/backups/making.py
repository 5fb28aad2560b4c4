"""Making a backup: the database of one moment, checked, counted, put in its place when it is whole."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction

from exchange.backups import row_files, sqlite_copies
from exchange.backups.databases import read_only, sqlite_file
from exchange.backups.manifests import Kind, Manifest, publish, sum_of_file
from exchange.backups.refusals import BackupError
from exchange.backups.rows import Tally, tally_of
from exchange.backups.tables import Node, Table, applied_to, tables_at

PREFIX = "lostdeals"
ENDINGS = {Kind.SQLITE: ".sqlite3", Kind.ROWS: ".rows.gz"}
DRAFT = ".part"
NONE_YET = "There is no database yet."


@dataclass(frozen=True)
class Backup:
    """A copy that is there."""

    path: Path
    manifest: Manifest


def make_backup(place: Path, now: datetime, prefix: str = PREFIX) -> Backup:
    """Copy the database in use to a new file, or into a folder under a name of its own.

    `now` (aware) names it. Others may go on writing. Raises BackupError: nothing is left then.
    """
    kind = kind_here()
    path = _path_for(place, kind, prefix, now)
    with _draft_for(path) as draft:
        migrations, tables = _copy(kind, draft)
        manifest = Manifest(
            kind,
            now,
            draft.stat().st_size,
            sum_of_file(draft),
            tuple(migrations),
            dict(sorted(tables.items())),
        )
        publish(draft, path, manifest)
    return Backup(path, manifest)


def kind_here() -> Kind:
    """In which form the database in use is copied."""
    return Kind.SQLITE if sqlite_file() else Kind.ROWS


def count_sqlite(path: Path) -> tuple[list[Node], row_files.Tallies]:
    """The migrations of a file that nobody writes, and what its rows count.

    Raises BackupError when a table holds what does not belong there.
    """
    tallies = {}
    with read_only(path) as alias:
        migrations = applied_to(alias)
        for table in tables_at(migrations):
            tally = _tally_if_readable(table, alias)
            if tally is None:
                raise BackupError(f"{table.name} holds a row that cannot be read.")
            tallies[table.name] = tally
    return migrations, {name: (tally.rows, tally.digest) for name, tally in tallies.items()}


def _tally_if_readable(table: Table, alias: str) -> Tally | None:
    try:
        return tally_of(table, alias)
    except (ValueError, TypeError, ArithmeticError):
        return None  # and nothing of the database is held open by a traceback


def _copy(kind: Kind, draft: Path) -> tuple[list[Node], row_files.Tallies]:
    try:
        return _copy_file(draft) if kind is Kind.SQLITE else _copy_rows(draft)
    except (DatabaseError, OSError) as fault:
        raise BackupError(f"The database could not be copied: {_first_line(fault)}.") from fault


def _copy_file(draft: Path) -> tuple[list[Node], row_files.Tallies]:
    source = sqlite_file()
    if source is None or not source.exists():
        raise BackupError(NONE_YET)
    sqlite_copies.copy_to(source, draft)
    # What is wrong in a copy just made was wrong in what it is a copy of.
    sqlite_copies.check(draft, "The database is damaged")
    migrations, counted = count_sqlite(draft)
    if not migrations:
        raise BackupError(NONE_YET)
    return migrations, counted


def _copy_rows(draft: Path) -> tuple[list[Node], row_files.Tallies]:
    with one_moment():
        migrations = applied_to(DEFAULT_DB_ALIAS)
        if not migrations:
            raise BackupError(NONE_YET)
        counted = row_files.write(draft, migrations, tables_at(migrations), DEFAULT_DB_ALIAS)
    if row_files.tallies_in(draft) != counted:
        raise BackupError("What was written is not what was read.")
    return migrations, counted


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read in here is as it was at one moment, on PostgreSQL."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _path_for(place: Path, kind: Kind, prefix: str, now: datetime) -> Path:
    stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    path = place / f"{prefix}-{stamp}{ENDINGS[kind]}" if place.is_dir() else place
    if path.exists():
        raise BackupError(f"{path} is there already.")
    if not path.parent.is_dir():
        raise BackupError(f"There is no folder {path.parent}.")
    return path


@contextmanager
def _draft_for(path: Path) -> Iterator[Path]:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}{DRAFT}")
    try:
        yield draft
    except OSError as fault:
        raise BackupError(f"{path} could not be written: {_first_line(fault)}.") from fault
    finally:
        for left in draft.parent.glob(f"{draft.name}*"):
            left.unlink(missing_ok=True)


def _first_line(fault: Exception) -> str:
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0].rstrip(".")
