"""Bringing a backup back: either database takes either form of copy, and afterwards it mails nobody."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction

from exchange.backups.checking import check_backup, kind_of
from exchange.backups.databases import read_only, sqlite_file
from exchange.backups.filling import Progress, RowsOf, bring_up_to_date, fill
from exchange.backups.making import make_backup
from exchange.backups.manifests import Kind, sum_of_file
from exchange.backups.refusals import BackupError
from exchange.backups.row_files import RowFile, Tallies, compare
from exchange.backups.rows import lines_of
from exchange.backups.switching import new_file_for, switch, work_on
from exchange.backups.tables import applied_to, tables_at
from followups.search.marks import TRIGGER as INDEX
from outbox import arming

BEFORE = "before-restore"
# How long the server waits for whoever has a table in use.
LOCK_SECONDS = 10
# Tables of no model: what was migrated, the counters of tries. Those of the search index begin with INDEX.
ALSO_OURS = {"django_migrations", settings.CACHES["default"]["LOCATION"]}


@dataclass(frozen=True)
class Restored:
    """`kept`: where what was there before is kept; None when there was nothing."""

    rows: int
    kept: Path | None


def restore(path: Path, now: datetime, progress: Progress) -> Restored:
    """Put a backup in the place of the database in use; `now` (aware) names what is kept of that.

    The caller sees to it that nothing runs. Raises BackupError: everything is as before then.
    """
    _manifest, counted = check_backup(path)
    if target := sqlite_file():
        kept = _into_file(path, counted, target, now, progress)
    else:
        kept = _into_server(path, counted, now, progress)
    return Restored(sum(rows for rows, _sum in counted.values()), kept)


def _into_file(path: Path, counted: Tallies, target: Path, now: datetime, progress: Progress) -> Path | None:
    side = new_file_for(target)

    def work() -> None:
        if kind_of(path) is Kind.ROWS:
            _fill_from(path, counted, progress)
        _finish(now)

    try:
        if kind_of(path) is Kind.SQLITE:
            _copy_bytes(path, side)
        work_on(side, work)
        return switch(target, side, now)
    except (DatabaseError, OSError) as fault:
        raise BackupError(f"It could not be restored: {' '.join(str(fault).split())}") from fault
    finally:
        if side.exists():
            new_file_for(target).unlink()


def _copy_bytes(path: Path, side: Path) -> None:
    shutil.copyfile(path, side)
    if sum_of_file(side) != sum_of_file(path):
        raise BackupError("The backup could not be read the same way twice.")


def _into_server(path: Path, counted: Tallies, now: datetime, progress: Progress) -> Path | None:
    try:
        kept = _keep_what_is_there(now)
        with transaction.atomic(durable=True):
            _drop_our_tables()
            _fill_from(path, counted, progress)
            _finish(now)
    except DatabaseError as fault:
        raise BackupError(f"It could not be restored: {' '.join(str(fault).split())}") from fault
    return kept


def _finish(now: datetime) -> None:
    bring_up_to_date()
    arming.disarm(now)


def _fill_from(path: Path, counted: Tallies, progress: Progress) -> None:
    """Fill the empty database in use with the rows of a backup of either form."""
    total = sum(rows for rows, _sum in counted.values())
    if kind_of(path) is Kind.ROWS:
        file = RowFile(path)
        compare(fill(file.migrations(), file.tables(), total, progress), counted)
        return
    with read_only(path) as alias:
        migrations = applied_to(alias)
        rows_of: RowsOf = ((table.name, lines_of(table, alias)) for table in tables_at(migrations))
        compare(fill(migrations, rows_of, total, progress), counted)


def _keep_what_is_there(now: datetime) -> Path | None:
    """A backup of what a server holds now; None when it holds nothing of ours."""
    if not applied_to(DEFAULT_DB_ALIAS):
        return None
    folder = Path(settings.BACKUPS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return make_backup(folder, now, BEFORE).path
    except BackupError as fault:
        raise BackupError(f"What is there now could not be kept, so nothing was done. {fault}") from fault


def _drop_our_tables() -> None:
    """Only what is known to be of Lost Deals: somebody may keep something else in the same database."""
    known = {table.name for table in tables_at(applied_to(DEFAULT_DB_ALIAS))} | ALSO_OURS
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
        there = connection.introspection.table_names(cursor)
        ours = [name for name in there if name in known or name.startswith(INDEX)]
        if ours:
            names = ", ".join(connection.ops.quote_name(name) for name in ours)
            cursor.execute(f"DROP TABLE {names} CASCADE")
