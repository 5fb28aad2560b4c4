"""The rows that cannot come in, as a CSV file with the reason of each: to be mended and brought again."""

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from django.utils.translation import gettext as _

from common.csv_cells import written_cell
from exchange.imports.reading import open_rows
from exchange.imports.sorting import Sorted
from exchange.imports.words import why_words
from exchange.tables.table import Misfit

ERRORS_FILE = "rows-left-out.csv"
BYTE_ORDER_MARK = "\ufeff"


def leftover_lines(rows: Iterable[Sorted]) -> Iterator[str]:
    """The file, a line at a time: why, where, and the cells as they were, under one row of headers.

    Where several files have rows in it, their headers stand side by side. Rows whose cells fit no headers
    come last. Nothing in it is run by a spreadsheet.
    """
    rows = list(rows)
    torn = [one for one in rows if isinstance(one.why, Misfit)]
    whole = [one for one in rows if not isinstance(one.why, Misfit)]
    headers = list(dict.fromkeys(chain.from_iterable(one.row.cells for one in whole))) or _headers(torn)
    yield BYTE_ORDER_MARK
    yield _line([_("Why"), _("File"), _("Line"), *headers])
    for one in whole:
        yield _line([*_where(one), *(one.row.cells.get(header, "") for header in headers)])
    for one in torn:
        yield _line([*_where(one), *cells_as_they_were(one)])


def _where(one: Sorted) -> list[object]:
    return [why_words(one), one.row.file.name, one.row.line]


def _headers(torn: Sequence[Sorted]) -> list[str]:
    """Those of the file the first of these stands in."""
    if not torn:
        return []
    with open_rows(torn[0].row.file) as table:
        return [column.name for column in table.columns]


def write_leftovers(path: Path, rows: Iterable[Sorted]) -> bool:
    """Write the file where its owner alone may read it; False if there is nothing to write."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return False
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.writelines(leftover_lines(chain([first], rows)))
    return True


def cells_as_they_were(one: Sorted) -> Iterable[str]:
    """The cells of a row that cannot come in, as they stand in its file."""
    return one.why.cells if isinstance(one.why, Misfit) else one.row.cells.values()


def _line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([written_cell(cell) for cell in cells])
    return line.getvalue()
