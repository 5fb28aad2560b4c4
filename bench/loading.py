"""Rows into a database, as fast as it takes them: COPY on PostgreSQL, one prepared INSERT on SQLite.

Indexes, foreign keys and triggers are taken off and put back, which checks every foreign key once, for all
rows together. Checks and column types hold for each row as always.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

Row = Sequence[str | None]


def text(value: Any) -> str | None:
    """A value as both databases read it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    if isinstance(value, dict | list):
        return json.dumps(value)
    return str(value)


def load(like: models.Model, varying: str, rows: Iterable[Row]) -> None:
    """Insert rows that are `like` this one except in the attributes named in `varying`, in their order."""
    names = varying.split()
    fields = {field.attname: field for field in like._meta.concrete_fields}
    same = {name: text(getattr(like, name)) for name in fields if name not in names}
    columns = [fields[name].column for name in (*same, *names)]
    table = like._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, f"COPY {table} ({', '.join(columns)}) FROM STDIN", list(same.values()), rows)
        else:
            places = ", ".join(["%s"] * len(columns))
            head = tuple(same.values())
            insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
            cursor.executemany(insert, ((*head, *row) for row in rows))


def _copy(cursor: Any, statement: str, same: list[str | None], rows: Iterable[Row]) -> None:
    head = "".join(f"{_escaped(value)}\t" for value in same)
    with cursor.copy(statement) as copy:
        for row in rows:
            values = "\t".join(["\\N" if value is None else value for value in row])
            copy.write(f"{head}{values}\n")


def _escaped(value: str | None) -> str:
    if value is None:
        return "\\N"
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def hurry() -> None:
    """Sync nothing to disk: should the machine stop, the database is filled anew."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")


@contextmanager
def bare(tables: Sequence[str]) -> Iterator[None]:
    """The tables without indexes, keys and triggers while rows go in; whole again afterwards."""
    with connection.cursor() as cursor:
        off, on = (_postgresql if connection.vendor == "postgresql" else _sqlite)(cursor, tables)
        for statement in off:
            cursor.execute(statement)
    yield
    with connection.cursor() as cursor:
        for statement in on:
            cursor.execute(statement)


def _sqlite(cursor: Any, tables: Sequence[str]) -> tuple[list[str], list[str]]:
    """What takes them off, and what puts them back."""
    names = ", ".join(f"'{table}'" for table in tables)
    cursor.execute(
        f"SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('index', 'trigger') "
        f"AND tbl_name IN ({names})"
    )
    found = cursor.fetchall()
    off = [f'DROP {kind} "{name}"' for kind, name, _sql in found]
    return ["PRAGMA foreign_keys=OFF", *off], [
        *(sql for _kind, _name, sql in found),
        "PRAGMA foreign_keys=ON",
    ]


def _postgresql(cursor: Any, tables: Sequence[str]) -> tuple[list[str], list[str]]:
    """The same: foreign keys go first and come last. The session's triggers rest meanwhile."""
    cursor.execute(
        "SELECT contype, conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) "
        "FROM pg_constraint WHERE contype IN ('f', 'p', 'u') AND connamespace = 'public'::regnamespace "
        "AND (conrelid = ANY(%s::regclass[]) OR confrelid = ANY(%s::regclass[]))",
        [list(tables), list(tables)],
    )
    keys = sorted(cursor.fetchall(), key=lambda found: "fup".index(found[0]))
    cursor.execute(
        "SELECT quote_ident(indexname), indexdef FROM pg_indexes WHERE tablename = ANY(%s) "
        "AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE contype IN ('p', 'u'))",
        [list(tables)],
    )
    indexes = cursor.fetchall()
    off = [f"ALTER TABLE {table} DROP CONSTRAINT {name}" for _type, table, name, _definition in keys]
    off += [f"DROP INDEX {name}" for name, _definition in indexes]
    on = [
        f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
        for _type, table, name, definition in reversed(keys)
    ]
    unique = [statement for statement in on if "FOREIGN KEY" not in statement]
    foreign = [statement for statement in on if "FOREIGN KEY" in statement]
    settings = ["SET session_replication_role = replica", "SET maintenance_work_mem = '512MB'"]
    return (
        [*settings, *off],
        ["SET session_replication_role = DEFAULT", *unique, *(sql for _name, sql in indexes), *foreign],
    )
