"""Rows of an export as rows of the database: every value checked as if somebody had typed it."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, JSONField, Model

from accounts.changes import Change
from accounts.models import Team
from common.columns import check_columns
from exchange.exports.marks import is_marked
from exchange.exports.records import columns_of
from exchange.exports.tables import Table, table_of
from exchange.exports.trail import marked_columns
from exchange.own.reading import FoundRow, RefusedError
from exchange.own.shapes import check_forms, read

Column: TypeAlias = "Field[Any, Any]"


def row_of(table: Table, found: FoundRow, marks: Mapping[str, UUID]) -> Model:
    """The row to be written; raises RefusedError."""
    row = table.model()
    values = found.values
    if not values.get("id"):
        raise RefusedError("not_as_written", found.line)
    if table.model is Change:
        values = _of_the_trail(found, marks)
    set_values(row, values, found, marks)
    return row


def set_values(row: Model, values: Mapping[str, Any], found: FoundRow, marks: Mapping[str, UUID]) -> None:
    """Set columns of a row as a file says, and check them; raises RefusedError with the line."""
    columns = _columns(found.label)
    if values.keys() - columns.keys():
        raise RefusedError("other_version", found.line)
    try:
        for name, value in values.items():
            setattr(row, columns[name].attname, _value(columns[name], value, marks))
        # A column an older version did not know holds what it holds by itself; one that was taken out, too.
        check_columns(row, [name for name, column in columns.items() if not isinstance(column, JSONField)])
        check_forms(found.label, values)
    except (ValidationError, ArithmeticError, TypeError, ValueError, KeyError) as error:
        raise RefusedError("no_such_value", found.line) from error


@cache
def _columns(label: str) -> dict[str, Column]:
    table = table_of(label)
    assert table is not None
    return {column.name: column for column in columns_of(table)}


def _value(column: Column, value: Any, marks: Mapping[str, UUID]) -> Any:
    if value is not None and is_marked(column):
        # A team by its number, a member by their address.
        if type(value) is not (int if _is_of_teams(column) else str):
            raise ValueError(column.name)
        return marks[str(value)]
    return read(column, value)


def _is_of_teams(column: Column) -> bool:
    return (column.related_model if isinstance(column, ForeignKey) else column.model) is Team


def _of_the_trail(found: FoundRow, marks: Mapping[str, UUID]) -> dict[str, Any]:
    values = found.values
    try:
        return {
            **values,
            "object_id": _id(values["object_type"], values["object_id"], marks),
            "before": [_changed(key, row, marks) for key, row in values["before"]],
            "after": [_changed(key, row, marks) for key, row in values["after"]],
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise RefusedError("no_such_value", found.line) from error


def _changed(key: str, row: Mapping[str, str | None] | None, marks: Mapping[str, UUID]) -> list[Any]:
    label, colon, pk = key.partition(":")
    marked = marked_columns(label)
    told = row and {
        name: str(marks.get(value, value)) if value and name in marked else value
        for name, value in row.items()
    }
    return [f"{label}{colon}{_id(label, pk, marks)}", told]


def _id(label: str, pk: str, marks: Mapping[str, UUID]) -> str:
    return str(marks.get(pk, pk)) if label in {"accounts.team", "accounts.user"} else pk
