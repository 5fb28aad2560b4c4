"""Inserts new rows by a statement that is written once for each model."""

from functools import cache
from typing import Any

from django.db import connections, models, router, transaction


def insert(row: models.Model) -> None:
    """Insert a row as `save(force_insert=True)` does, of a model like ours: one table, an id that is known
    beforehand, nothing that the database fills in. No signal is sent. Raises TypeError for other models.
    """
    alias = router.db_for_write(type(row), instance=row)
    connection = connections[alias]
    fields, statement = _statement(type(row), alias)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with transaction.mark_for_rollback_on_error(alias), connection.cursor() as cursor:
        cursor.execute(statement, values)
    row._state.adding, row._state.db = False, alias


@cache
def _statement(model: type[models.Model], alias: str) -> tuple[list[Any], str]:
    """The columns of a model, and what inserts their values in that order."""
    meta = model._meta
    if meta.parents or meta.db_returning_fields or any(field.generated for field in meta.concrete_fields):
        raise TypeError(f"{meta.label} has more to it than values of its own columns.")
    fields: list[Any] = list(meta.concrete_fields)
    quoted = connections[alias].ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return fields, f"INSERT INTO {quoted(meta.db_table)} ({columns}) VALUES ({places})"
