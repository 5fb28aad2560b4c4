"""Everything the database holds, to tell whether an answer changed any of it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection

# Counts how often an address was asked for, to slow down guessing: it holds nobody's data.
COUNTERS = "lostdeals_cache"


def everything_stored() -> dict[str, str]:
    """Table -> how many rows it holds and a hash of all of them; the counters of requests left out."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return {table: _state_of(table) for table in sorted(tables - {COUNTERS})}


def _state_of(table: str) -> str:
    rows = sorted(repr(row) for row in _rows_of(table))
    return f"{len(rows)} {hashlib.sha256(chr(10).join(rows).encode()).hexdigest()}"


def _rows_of(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return list(cursor.fetchall())


def rows_naming(ids: Iterable[Any]) -> set[str]:
    """Every row of the database in which one of these ids stands, in whatever column."""
    named = [str(pk).replace("-", "") for pk in ids]
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - {COUNTERS}
    rows = (f"{table} {row!r}".replace("-", "") for table in tables for row in _rows_of(table))
    return {row for row in rows if any(pk in row for pk in named)}
