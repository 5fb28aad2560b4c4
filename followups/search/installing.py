"""The index comes with `migrate`: made when it is missing, and made whole when a migration broke it.

No migration of its own makes it, because Django rebuilds SQLite tables on many changes and silently leaves
their triggers behind: what has to be there is checked after every `migrate`.
"""

import hashlib
import logging
from typing import Any

from django.db import DatabaseError, connection, transaction

from followups.search.keeping import the_index
from followups.search.marks import SOURCES, mark_everybody
from followups.search.postgresql_search import SPELLINGS
from prospects.models import Prospect

logger = logging.getLogger(__name__)

STATE = "followups_search_state"
# Raised when words are read from texts in another way: everybody is read anew then.
READING = 2
KNOWN = frozenset({"postgresql", "sqlite"})


def install_after_migrating(using: str = "default", **_signal: Any) -> None:
    """After every `migrate` and `flush`: see that the index and its triggers are whole."""
    if using != "default" or connection.vendor not in KNOWN:
        return
    install()
    if _state() and not Prospect.objects.exists():
        the_index().empty()


def make_way_before_migrating(using: str = "default", **_signal: Any) -> None:
    """Before every `migrate`: triggers of an older version may name columns that are about to go."""
    if using == "default" and connection.vendor in KNOWN and _state() not in {"", _mark()}:
        the_index().drop_triggers()


def install() -> bool:
    """Make what is missing of the index; whether anything was. What it missed meanwhile is read anew."""
    index = the_index()
    mark = _mark()
    if _state() == mark and index.triggers_there() >= index.trigger_names():
        return False
    if not _sources_are_there():
        return False
    with transaction.atomic():
        _make(index.structure(), mark)
    make_trigrams()
    return True


def _make(statements: list[str], mark: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {STATE} (mark varchar(64) NOT NULL)")
        cursor.execute(f"DELETE FROM {STATE}")
        cursor.execute(f"INSERT INTO {STATE} (mark) VALUES (%s)", [mark])
    mark_everybody()


def make_trigrams() -> None:
    """On PostgreSQL: pg_trgm and its index. Without the right to make extensions, search goes without."""
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {SPELLINGS}_alike ON {SPELLINGS} USING gin (word gin_trgm_ops)"
            )
    except DatabaseError as fault:
        logger.warning(
            "Search forgives fewer typing errors: PostgreSQL's pg_trgm is missing and can't be added: %s. "
            "Let a superuser run CREATE EXTENSION pg_trgm in this database, then run migrate again.",
            " ".join(str(fault).split()),
        )


def _sources_are_there() -> bool:
    """Whether every table is as the triggers expect it; not so after migrating back."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for source in SOURCES:
            if source.table not in tables:
                return False
            columns = connection.introspection.get_table_description(cursor, source.table)
            if not {source.column, *source.texts} <= {column.name for column in columns}:
                return False
    return True


def _mark() -> str:
    """Stands for the structure, the columns read and the way of reading of this version."""
    parts = [*the_index().structure(), str(READING)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _state() -> str:
    """The mark of the version that made what is there; "" when nothing is."""
    with connection.cursor() as cursor:
        if STATE not in connection.introspection.table_names(cursor):
            return ""
        cursor.execute(f"SELECT mark FROM {STATE}")
        row = cursor.fetchone()
    return str(row[0]) if row else ""
