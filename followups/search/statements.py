"""Plain statements to the database, for what Django's queries can't say."""

from collections.abc import Sequence
from typing import Any

from django.db import connection


def execute(sql: str, params: Sequence[Any] = ()) -> None:
    """Run a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def execute_many(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run a statement once for each row."""
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def insert(sql: str, params: Sequence[Any]) -> int:
    """Run an INSERT on SQLite; the number of its row."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.lastrowid)


def fetch(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a query; its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
