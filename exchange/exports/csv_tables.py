"""The CSV file of a table: its columns, and beside the id of a person or an offer what it is called."""

import csv
import json
from collections.abc import Iterable, Mapping
from typing import IO, Any

from django.db.models import ForeignKey, Model

from common.csv_cells import written_cell
from exchange.exports.records import Record, columns_of, named_rows
from exchange.exports.tables import TABLES, Table
from exchange.exports.taking import Taking
from library.models import Topic, ValueItem
from prospects.models import Competitor, Deal, LossReason, Organisation, Prospect

# Excel knows by it that the file is UTF-8.
MARK = "\ufeff"
# What the rows others point at are called.
NAMES: dict[type[Model], str] = {
    Competitor: "name",
    Deal: "title",
    LossReason: "label",
    Organisation: "name",
    Prospect: "name",
    Topic: "name",
    ValueItem: "title",
}
# Told in the JSON alone: they are lists of rows.
NOT_IN_A_CELL = frozenset({"before", "after"})

Names = Mapping[type[Model], Mapping[str, str]]


def headers_of(table: Table) -> list[str]:
    """The headers of its file; they only ever grow in number (CONTRACT.md, Files)."""
    return [header for header, _name, _model in _cells_of(table)]


def names_of(taking: Taking) -> Names:
    """What everything that is pointed at is called, by table and id."""
    tables = (table for table in TABLES if table.model in NAMES and table in taking.tables)
    return {table.model: named_rows(table.model, NAMES[table.model], taking, table) for table in tables}


class CsvTable:
    """Writes one file, row by row, as tables are read here and by spreadsheets (RFC 4180)."""

    def __init__(self, stream: IO[str], table: Table, names: Names) -> None:
        self._cells = _cells_of(table)
        self._names = names
        self._writer = csv.writer(stream)
        stream.write(MARK)
        self._writer.writerow(headers_of(table))

    def write(self, record: Record) -> None:
        """One row more."""
        self._writer.writerow([self._cell(record, name, model) for _header, name, model in self._cells])

    def _cell(self, record: Record, name: str, model: type[Model] | None) -> object:
        value = record.get(name)
        return cell(value if model is None else self._names.get(model, {}).get(value or ""))


def cell(value: Any) -> object:
    """A value as it stands in a file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return written_cell(value)


def write_rows(stream: IO[str], headers: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """A whole file."""
    writer = csv.writer(stream)
    stream.write(MARK)
    writer.writerow(headers)
    writer.writerows([cell(value) for value in row] for row in rows)


def _cells_of(table: Table) -> list[tuple[str, str, type[Model] | None]]:
    """Each header with the column it comes from; with a model, what that row of it is called."""
    cells: list[tuple[str, str, type[Model] | None]] = []
    for column in columns_of(table):
        if column.name in NOT_IN_A_CELL:
            continue
        cells.append((column.name, column.name, None))
        if isinstance(column, ForeignKey) and column.related_model in NAMES:
            cells.append((f"{column.name}_is", column.name, column.related_model))
    return cells
