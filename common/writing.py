"""How an action's rows reach the database: each at once, or held and written many at a time."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, Protocol

from django.db import connections, models, router, transaction

from common.new_rows import Statement, insert, insert_statement, values_of


class Writing(Protocol):
    """Takes rows that were checked."""

    def insert(self, row: models.Model) -> None:
        """A new row."""

    def insert_all(self, rows: Iterable[models.Model]) -> None:
        """New rows of one model."""

    def save(self, row: models.Model, names: Collection[str]) -> None:
        """Columns of a row that stands, by field name."""


class AtOnce:
    """Every row is in the database when the call returns."""

    def insert(self, row: models.Model) -> None:
        """Insert it."""
        insert(row)

    def insert_all(self, rows: Iterable[models.Model]) -> None:
        """Insert them in one statement."""
        rows = list(rows)
        if rows:
            type(rows[0])._default_manager.bulk_create(rows)

    def save(self, row: models.Model, names: Collection[str]) -> None:
        """Update those columns."""
        row.save(update_fields=list(names))


class Held:
    """Holds rows until `flush`, which writes those of one model together.

    Until then no query knows of them. Only for rows of models whose foreign keys the database checks at the
    end of the transaction, as Django makes them: here none of them waits for another.
    """

    def __init__(self) -> None:
        self._new: dict[type[models.Model], list[models.Model]] = {}
        self._changed: dict[tuple[type[models.Model], Any], tuple[models.Model, set[str]]] = {}

    def insert(self, row: models.Model) -> None:
        """Hold a new row; it is written as it stands when it is flushed."""
        self._new.setdefault(type(row), []).append(row)
        row._state.adding = False

    def insert_all(self, rows: Iterable[models.Model]) -> None:
        """Hold several."""
        for row in rows:
            self.insert(row)

    def save(self, row: models.Model, names: Collection[str]) -> None:
        """Hold a change; of a row that is held itself there is nothing more to do."""
        if row._state.db is None:
            return
        _row, changed = self._changed.setdefault((type(row), row.pk), (row, set()))
        changed.update(names)

    def flush(self) -> None:
        """Write everything that is held; raises IntegrityError on what somebody wrote meanwhile."""
        new, self._new = self._new, {}
        changed, self._changed = self._changed, {}
        for model, rows in new.items():
            _insert_many(model, rows)
        alike: dict[tuple[type[models.Model], tuple[str, ...]], list[models.Model]] = {}
        for row, names in changed.values():
            alike.setdefault((type(row), tuple(sorted(names))), []).append(row)
        for (model, columns), rows in alike.items():
            _update_many(model, columns, rows)


def _insert_many(model: type[models.Model], rows: Collection[models.Model]) -> None:
    alias = router.db_for_write(model)
    statement = insert_statement(model, alias)
    if connections[alias].vendor == "postgresql":
        _copy_in(model, alias, statement, rows)
    else:
        _write_many(alias, statement, rows)
    for row in rows:
        row._state.db = alias


def _copy_in(
    model: type[models.Model], alias: str, statement: Statement, rows: Iterable[models.Model]
) -> None:
    """PostgreSQL plans a statement for each row; what is copied in it only reads. Checks are the same."""
    connection = connections[alias]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in statement.fields)
    sql = f"COPY {quoted(model._meta.db_table)} ({columns}) FROM STDIN"
    with (
        transaction.mark_for_rollback_on_error(alias),
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(sql) as copying,
    ):
        for row in rows:
            copying.write_row(values_of(row, statement, connection))


def _update_many(model: type[models.Model], names: tuple[str, ...], rows: Iterable[models.Model]) -> None:
    alias = router.db_for_write(model)
    _write_many(alias, _update_statement(model, names, alias), rows)


@cache
def _update_statement(model: type[models.Model], names: tuple[str, ...], alias: str) -> Statement:
    meta: Any = model._meta
    quoted = connections[alias].ops.quote_name
    fields = tuple(meta.get_field(name) for name in names)
    columns = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
    sql = f"UPDATE {quoted(meta.db_table)} SET {columns} WHERE {quoted(meta.pk.column)} = %s"
    return Statement(sql, (*fields, meta.pk))


def _write_many(alias: str, statement: Statement, rows: Iterable[models.Model]) -> None:
    connection = connections[alias]
    values = [values_of(row, statement, connection) for row in rows]
    with transaction.mark_for_rollback_on_error(alias), connection.cursor() as cursor:
        cursor.executemany(statement.sql, values)
