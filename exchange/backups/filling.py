"""Filling an empty database with rows: tables as they were then, the rows, and then everything up to date."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from exchange.backups.refusals import BackupError
from exchange.backups.row_files import Tallies
from exchange.backups.rows import AT_ONCE, columns_from, tally_of
from exchange.backups.tables import Node, Table, last_of_each, tables_at
from followups.search.keeping import rebuild

RowsOf = Iterable[tuple[str, Iterator[str]]]
# Told how many rows are in by now, of how many.
Progress = Callable[[int, int], None]


def fill(migrations: list[Node], rows: RowsOf, total: int, progress: Progress) -> Tallies:
    """Make the tables in the empty database in use and put the `total` rows in: what it counts afterwards.

    Raises BackupError for a row that no column takes; the caller throws away what is half done.
    """
    MigrationExecutor(connection).migrate(last_of_each(migrations))
    tables = {table.name: table for table in tables_at(migrations)}
    with transaction.atomic():
        _check_later()
        _empty(tables.values())
        _put_in(tables, rows, lambda done: progress(done, total))
        _check_constraints()
        _go_on_counting(tables.values())
    counted = {name: tally_of(table, DEFAULT_DB_ALIAS) for name, table in tables.items()}
    return {name: (tally.rows, tally.digest) for name, tally in counted.items()}


def bring_up_to_date() -> None:
    """Migrate to this version, with triggers and search index; read everybody for the search."""
    call_command("migrate", verbosity=0, interactive=False)
    ContentType.objects.clear_cache()
    rebuild()


def _empty(tables: Iterable[Table]) -> None:
    """Of what migrations wrote into new tables."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {_quoted(table.name)}")


def _put_in(tables: dict[str, Table], rows: RowsOf, say: Callable[[int], None]) -> None:
    done = 0
    for name, lines in rows:
        if name not in tables:
            raise BackupError(f"It holds a table {name} that its migrations do not make.")
        try:
            done += _put(tables[name], columns_from(tables[name], lines, connection), done, say)
        except (DatabaseError, ValueError, OverflowError) as fault:
            raise BackupError(f"{name} cannot be stored: {' '.join(str(fault).split())}") from fault


def _put(table: Table, rows: Iterator[list[Any]], before: int, say: Callable[[int], None]) -> int:
    """Put the rows of one table in; how many it were."""
    columns = ", ".join(_quoted(str(field.column)) for field in table.fields)
    put = _by_copy if connection.vendor == "postgresql" else _by_insert
    done = 0
    while batch := list(islice(rows, AT_ONCE)):
        put(table, columns, batch)
        done += len(batch)
        say(before + done)
    return done


def _by_copy(table: Table, columns: str, rows: list[list[Any]]) -> None:
    statement = f"COPY {_quoted(table.name)} ({columns}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _by_insert(table: Table, columns: str, rows: list[list[Any]]) -> None:
    places = ", ".join(["%s"] * len(table.fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {_quoted(table.name)} ({columns}) VALUES ({places})", rows)


def _check_later() -> None:
    """Rows come in whatever order; migrations in the same transaction may have asked for checks at once."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _check_constraints() -> None:
    """On PostgreSQL from here on at once: no table changes while a check of it is still open."""
    try:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        else:
            connection.check_constraints()
    except DatabaseError as fault:
        raise BackupError(f"A row misses another: {' '.join(str(fault).split())}") from fault


def _go_on_counting(tables: Iterable[Table]) -> None:
    """Numbers that a database gives out go on after those that came in."""
    models = [table.model for table in tables]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
