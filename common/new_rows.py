"""Inserts new rows by a statement that is written once for each model."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.db import connections, models, router, transaction


@dataclass(frozen=True)
class Statement:
    """A statement that takes the values of these columns of a row, in their order."""

    sql: str
    fields: tuple[Any, ...]

    @cached_property
    def columns(self) -> list[tuple[Any, str, bool]]:
        """Each with its attribute, and whether a text in it goes to the database as it is."""
        texts = models.CharField, models.TextField
        return [(field, field.attname, isinstance(field, texts)) for field in self.fields]


def insert(row: models.Model) -> None:
    """Insert a row as `save(force_insert=True)` does, of a model like ours: one table, an id that is known
    beforehand, nothing that the database fills in. No signal is sent. Raises TypeError for other models.
    """
    alias = router.db_for_write(type(row), instance=row)
    connection = connections[alias]
    statement = insert_statement(type(row), alias)
    values = values_of(row, statement, connection)
    with transaction.mark_for_rollback_on_error(alias), connection.cursor() as cursor:
        cursor.execute(statement.sql, values)
    row._state.adding, row._state.db = False, alias


def values_of(row: models.Model, statement: Statement, connection: Any) -> list[Any]:
    """What a statement takes from a row, as its database spells it."""
    held = row.__dict__
    return [
        # Most columns hold plain text; Django would look at each in five steps.
        held[name]
        if is_text and type(held[name]) is str
        else field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for field, name, is_text in statement.columns
    ]


@cache
def insert_statement(model: type[models.Model], alias: str) -> Statement:
    """What inserts the values of all columns of a model; raises TypeError, see `insert`."""
    meta = model._meta
    if meta.parents or meta.db_returning_fields or any(field.generated for field in meta.concrete_fields):
        raise TypeError(f"{meta.label} has more to it than values of its own columns.")
    fields: tuple[Any, ...] = tuple(meta.concrete_fields)
    quoted = connections[alias].ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return Statement(f"INSERT INTO {quoted(meta.db_table)} ({columns}) VALUES ({places})", fields)
