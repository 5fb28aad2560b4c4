"""The audit trail only grows: the database itself refuses whatever would rewrite it.

Refused are DELETE, TRUNCATE and every UPDATE but one: what empties `before`, `after` and the label of a row
that was not emptied yet, and sets `erased_at` (accounts.changes.erase). Who did what and when stays.

No migration makes the triggers, because Django rebuilds SQLite tables on many changes and silently leaves
their triggers behind: after every `migrate` they are there, in the words of this version.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, transaction

TABLE = "accounts_change"
PREFIX = "accounts_change_kept_"
# What never changes, and what is emptied.
FIXED = ("id", "team_id", "actor_id", "at", "action", "object_type", "object_id", "undoes_id")
NEEDED = {*FIXED, "before", "after", "label", "erased_at"}
SAID = "accounts_change is append only: no row of the audit trail is changed or deleted"


def _only_emptied(same: str) -> str:
    """The condition of the one permitted UPDATE; `same` compares two values, NULL with NULL as well."""
    kept = " AND ".join(f"NEW.{column} {same} OLD.{column}" for column in FIXED)
    emptied = "NEW.before = '[]' AND NEW.after = '[]' AND NEW.label = ''"
    return f"OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND {emptied} AND {kept}"


def _sqlite(mark: str) -> dict[str, list[str]]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    events = {
        "delete": "BEFORE DELETE ON {table}",
        "update": f"BEFORE UPDATE ON {{table}} WHEN NOT ({_only_emptied('IS')})",
        # INSERT OR REPLACE deletes what stands in its way without telling the trigger of DELETE.
        "replace": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
        "OR EXISTS (SELECT 1 FROM {table} WHERE undoes_id = NEW.undoes_id)",
    }
    return {
        f"{PREFIX}{event}_{mark}": [
            f"CREATE TRIGGER {PREFIX}{event}_{mark} {when.format(table=TABLE)} {refuse}"
        ]
        for event, when in events.items()
    }


def _postgresql(mark: str) -> dict[str, list[str]]:
    function = f"{PREFIX}{mark}"
    body = (
        f"BEGIN IF TG_OP = 'UPDATE' THEN IF {_only_emptied('IS NOT DISTINCT FROM')} THEN RETURN NEW; END IF; "
        f"END IF; RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation'; END"
    )
    make = f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
    events = {"row": "UPDATE OR DELETE ON {} FOR EACH ROW", "truncate": "TRUNCATE ON {} FOR EACH STATEMENT"}
    return {
        f"{PREFIX}{event}_{mark}": [
            make,
            f"CREATE TRIGGER {PREFIX}{event}_{mark} BEFORE {when.format(TABLE)} "
            f"EXECUTE FUNCTION {function}()",
        ]
        for event, when in events.items()
    }


_STATEMENTS: dict[str, Callable[[str], dict[str, list[str]]]] = {
    "sqlite": _sqlite,
    "postgresql": _postgresql,
}
_THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal",
}


def wanted() -> dict[str, list[str]]:
    """The triggers of this version by name, each with the statements that make it."""
    made = _STATEMENTS[connection.vendor]
    mark = hashlib.sha256(repr(made("")).encode()).hexdigest()[:8]
    return made(mark)


def there() -> set[str]:
    """The names of our triggers that exist."""
    with connection.cursor() as cursor:
        cursor.execute(_THERE[connection.vendor], [TABLE])
        return {name for (name,) in cursor.fetchall() if name.startswith(PREFIX)}


def install() -> bool:
    """Make the triggers where they are missing or of another version; whether any was."""
    triggers = wanted()
    if there() == set(triggers) or not _table_is_there():
        return False
    with transaction.atomic():
        remove()
        _run(statement for statements in triggers.values() for statement in statements)
    return True


def remove() -> None:
    """Take the triggers away, for a migration that takes away what they name."""
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    _run(f"DROP TRIGGER {name}{on}" for name in there())


def install_after_migrating(using: str = "default", **_signal: Any) -> None:
    """After every `migrate`: see that nothing can be rewritten."""
    if using == "default" and connection.vendor in _STATEMENTS:
        install()


def _run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in list(statements):
            cursor.execute(statement)


def _table_is_there() -> bool:
    """Whether the table is as the triggers expect it; not so after migrating back."""
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return False
        columns = connection.introspection.get_table_description(cursor, TABLE)
    return {column.name for column in columns} >= NEEDED
