"""A row as one line that is the same from every database, and back.

SQLite and PostgreSQL hold a value in ways of their own (a UUID as 32 letters or as 16 bytes, JSON as it was
written or in an order of PostgreSQL's). What Django reads of it is the same, and so is its line.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from exchange.backups.refusals import BackupError
from exchange.backups.tables import Field, Table

AT_ONCE = 2000
# What reading a line raises that was not written here.
NO_ROW = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    ValidationError,
)
# Sums of digests are kept to their length.
SPAN = 1 << 256


@dataclass
class Tally:
    """How many rows, and a sum over their digests, which does not depend on the order they come in."""

    rows: int = 0
    total: int = 0

    def add(self, line: str) -> None:
        """Take one more row in."""
        self.rows += 1
        digest = hashlib.sha256(line.encode("ascii")).digest()
        self.total = (self.total + int.from_bytes(digest, "big")) % SPAN

    @property
    def digest(self) -> str:
        """The sum, hexadecimal."""
        return f"{self.total:064x}"


def lines_of(table: Table, alias: str) -> Iterator[str]:
    """Every row of a table, in whatever order."""
    names = [field.attname for field in table.fields]
    rows = table.model._base_manager.using(alias).order_by().values_list(*names)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield line_of(table, row)


def tally_of(table: Table, alias: str) -> Tally:
    """How many rows a table holds, and what is in them."""
    tally = Tally()
    for line in lines_of(table, alias):
        tally.add(line)
    return tally


def line_of(table: Table, row: Sequence[Any]) -> str:
    """The line of one row, ASCII only."""
    values = [_written(field, value) for field, value in zip(table.fields, row, strict=True)]
    return json.dumps(values, separators=(",", ":"))


def columns_from(table: Table, lines: Iterable[str], connection: Any) -> Iterator[list[Any]]:
    """The values of each line, as the columns of the table take them from us in this database.

    Raises BackupError for a line that is no row of this table.
    """
    for number, line in enumerate(lines, start=1):
        try:
            values = zip(table.fields, json.loads(line), strict=True)
            yield [_column(field, value, connection) for field, value in values]
        except NO_ROW as fault:
            raise BackupError(f"Row {number} of {table.name} is none that this table takes.") from fault


def _written(field: Field, value: Any) -> Any:
    if isinstance(field, models.JSONField):
        # In a list of its own, so that NULL and JSON's null stay apart.
        return None if value is None and field.null else [_plain(value)]
    match value:
        case UUID():
            return value.hex
        case datetime():
            return (value if value.tzinfo is None else value.astimezone(UTC)).isoformat()
        case date() | time():
            return value.isoformat()
        case Decimal():
            return _without_zeros(f"{value:f}")
        case timedelta():
            return value // timedelta(microseconds=1)
        case bytes() | memoryview():
            return bytes(value).hex()
    return value


def _without_zeros(number: str) -> str:
    """How many places a number was written with does not count."""
    short = number.rstrip("0").rstrip(".") if "." in number else number
    return "0" if short == "-0" else short


def _column(field: Field, value: Any, connection: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, models.JSONField):
        return field.get_db_prep_value(value[0], connection)
    return field.get_db_prep_save(_read(field, value), connection)


def _read(field: Field, value: Any) -> Any:
    if isinstance(field, models.DurationField):
        return timedelta(microseconds=value)
    if isinstance(field, models.BinaryField):
        return bytes.fromhex(value)
    if isinstance(field, models.ForeignKey):
        return _read(field.target_field, value)
    return field.to_python(value)


def _plain(value: Any) -> Any:
    """JSON as PostgreSQL gives it back: names in order, large numbers spelt out, no zero below zero."""
    if isinstance(value, dict):
        return {name: _plain(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, float):
        return int(Decimal(repr(value))) if "e+" in repr(value) else value + 0.0
    return value
