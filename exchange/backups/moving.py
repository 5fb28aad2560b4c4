"""Carrying everything from the database in use to PostgreSQL, and comparing table by table."""

from collections.abc import Iterator
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction

from exchange.backups.databases import Config, configuration, default_is, source_is
from exchange.backups.filling import Progress, bring_up_to_date, fill
from exchange.backups.refusals import BackupError
from exchange.backups.row_files import Tallies, compare
from exchange.backups.rows import Tally, lines_of
from exchange.backups.tables import Table, applied_to, belongs_to_us, is_current, tables_at
from outbox import arming


def move_to(target: Config, now: datetime, progress: Progress) -> Tallies:
    """Fill the empty PostgreSQL database `target` with everything; what it counts then, equal in both.

    The caller sees to it that nothing runs. The database in use stays as it is. Raises BackupError: the
    target is as empty as before then.
    """
    migrations = applied_to(DEFAULT_DB_ALIAS)
    if not is_current(migrations):
        raise BackupError("The database is not up to date. Run `python manage.py migrate` first.")
    tables, counted = tables_at(migrations), dict[str, tuple[int, str]]()
    try:
        with source_is(configuration()) as source, default_is(target), transaction.atomic(durable=True):
            _require_empty()
            total = sum(table.model._base_manager.using(source).count() for table in tables)
            found = fill(migrations, _counted_rows(tables, source, counted), total, progress)
            compare(found, counted)
            bring_up_to_date()
            arming.disarm(now)
    except DatabaseError as fault:
        raise BackupError(f"It could not be moved: {' '.join(str(fault).split())}") from fault
    return counted


def _require_empty() -> None:
    with connection.cursor() as cursor:
        if any(belongs_to_us(name) for name in connection.introspection.table_names(cursor)):
            raise BackupError("There are tables in that database already. Give it an empty one.")


def _counted_rows(tables: list[Table], alias: str, counted: Tallies) -> Iterator[tuple[str, Iterator[str]]]:
    for table in tables:
        tally = Tally()
        yield table.name, _counting(lines_of(table, alias), tally)
        counted[table.name] = (tally.rows, tally.digest)


def _counting(lines: Iterator[str], tally: Tally) -> Iterator[str]:
    for line in lines:
        tally.add(line)
        yield line
