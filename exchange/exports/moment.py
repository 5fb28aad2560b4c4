"""Reading many tables as they all stood at one moment, without keeping anybody from writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# Django's own name for how it begins a transaction, of SQLite's connections alone.
MODE = "transaction_mode"


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read inside is of one moment; nothing may be written inside.

    On SQLite a transaction that only reads sees the file as it was. Ours take the pen when they begin, and
    would keep it for as long as an export lasts. On PostgreSQL the same is called repeatable read.
    """
    if connection.in_atomic_block:
        yield
        return
    with _reading_only(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _reading_only() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual = getattr(connection, MODE)
    setattr(connection, MODE, "DEFERRED")
    try:
        yield
    finally:
        setattr(connection, MODE, usual)
