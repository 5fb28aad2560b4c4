"""The whole database as text: every table there is, Django's own, the search's and the sessions' included."""

from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import connection


def dump() -> str:
    """Every row of every table, sessions decoded as well."""
    rows = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    sessions = [repr(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join([*rows, *sessions])


def _sqlite() -> list[str]:
    connection.ensure_connection()
    return list(connection.connection.iterdump())


def _postgresql() -> list[str]:
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname, tablename FROM pg_tables WHERE schemaname = 'public'")
        for schema, table in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{schema}"."{table}" t')
            found += [f"{table}: {text}" for (text,) in cursor.fetchall()]
    return found


def on_disk() -> bytes:
    """What stands in the files of an SQLite database, in places that are free too."""
    file = Path(str(connection.settings_dict["NAME"]))
    journal = file.with_name(f"{file.name}-wal")
    return file.read_bytes() + (journal.read_bytes() if journal.exists() else b"")


__all__ = ["dump", "on_disk"]
