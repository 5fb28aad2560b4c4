"""Pure: sheets written down as CSV, row 57 in line 57, so that everything reads them as any other file.

Lines inside a cell are parted by U+2028, which ends no line of a file; cleaning at the border makes line
feeds of it. Rows are filled up to the widest so far: a workbook leaves out empty cells. One that is only its
first cell is left so, for it may be a note.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from exchange.tables.records import Record
from exchange.tables.workbooks.parts import opened, too_large
from exchange.tables.workbooks.sheets import read_sheet
from exchange.tables.workbooks.workbook import Sheet, Workbook, read_workbook

LONGEST_FILE: Final = 200_000_000
LINE_INSIDE: Final = "\u2028"
_LINE_ENDS: Final = re.compile(r"\r\n|\r|\n")


class Sheets:
    """The sheets of an open workbook."""

    def __init__(self, stream: BinaryIO, book: Workbook) -> None:
        self._stream, self._book = stream, book
        self.sheets = tuple(book.sheets)

    def write(self, sheet: Sheet, target: BinaryIO) -> int:
        """Write a sheet down as CSV (UTF-8); how many rows it has. Raises RefusedError."""
        with opened(self._stream) as archive:
            return write_records(read_sheet(archive, self._book, sheet), target)


@contextmanager
def open_sheets(stream: BinaryIO) -> Iterator[Sheets]:
    """The sheets of a workbook; the stream must be one that can be rewound. Raises RefusedError."""
    with opened(stream) as archive:
        book = read_workbook(archive)
    yield Sheets(stream, book)


def write_records(records: Iterable[Record], target: BinaryIO) -> int:
    """Write rows down, each in the line of its number; how many there are."""
    text = io.TextIOWrapper(target, encoding="utf-8", errors="replace", newline="")
    writer = csv.writer(text, lineterminator="\n")
    rows = width = written = line = 0
    for record in records:
        gap = record.line - line - 1
        cells = [_one_line(cell) for cell in record.cells]
        width = max(width, len(cells))
        filled = cells if len(cells) == 1 and cells[0] else cells + [""] * (width - len(cells))
        written += gap + sum(map(len, filled)) + len(filled)
        if written > LONGEST_FILE:
            raise too_large(LONGEST_FILE)
        text.write("\n" * gap)
        writer.writerow(filled)
        rows, line = rows + 1, record.line
    text.flush()
    text.detach()
    return rows


def _one_line(cell: str) -> str:
    return _LINE_ENDS.sub(LINE_INSIDE, cell) if "\n" in cell or "\r" in cell else cell
