"""Erasing for good on SQLite: what is deleted is overwritten in the file, and the journal is emptied.

Without it the words of a deleted row stay in free places of the file until something else needs them. On
PostgreSQL old versions of rows go with the next (auto)vacuum; no query and no dump shows them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def leaving_no_words_on_disk() -> Iterator[None]:
    """What is deleted inside is overwritten with zeros, on SQLite; put it around a transaction."""
    if connection.vendor != "sqlite":
        yield
        return
    before = _pragma("secure_delete")
    _pragma("secure_delete = ON")
    try:
        yield
    finally:
        _pragma(f"secure_delete = {before}")
        if not connection.in_atomic_block:
            # Readers that are under way may keep a part of it until the next time.
            _pragma("wal_checkpoint(TRUNCATE)")


def _pragma(what: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {what}")
        row = cursor.fetchone()
    return row[0] if row else None
