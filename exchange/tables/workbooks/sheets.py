"""Pure: the rows of a sheet, in constant memory."""

from collections.abc import Iterator, Mapping
from typing import Final
from zipfile import ZipFile

from exchange.tables.records import LONGEST_CELL, LONGEST_ROW, WIDEST_ROW, Record
from exchange.tables.refusals import Reason, Refusal, RefusedError
from exchange.tables.workbooks.numbers import day_text, iso_text, number_text
from exchange.tables.workbooks.parts import LARGEST_SHEET, broken, walk_part
from exchange.tables.workbooks.strings import TextOf, unescaped
from exchange.tables.workbooks.workbook import Sheet, Workbook

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384


def read_sheet(archive: ZipFile, book: Workbook, sheet: Sheet) -> Iterator[Record]:
    """The rows with something in them, by their number; their last cell is one with text.

    Raises RefusedError, also on the way.
    """
    reader = _Reader(book)
    walk = walk_part(archive, sheet.part, reader.begin, reader.end, reader.take, LARGEST_SHEET)
    for _ in walk:
        yield from reader.rows
        reader.rows.clear()


class _Reader:
    """One row in the making, and those done since somebody asked."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.rows: list[Record] = []
        self.row = 0
        self.cells: list[str] = []
        self.length = 0
        self.column = 0
        self.kind = ""
        self.is_day = False
        self.inside = ""
        self.value: list[str] = []
        self.held = 0
        self.text = TextOf()

    def begin(self, tag: str, given: Mapping[str, str]) -> None:
        """A row, a cell, or what is in it begins."""
        if tag == "c":
            self._begin_cell(given)
        elif tag == "row":
            number = int(given.get("r") or self.row + 1)
            if not self.row < number <= LAST_ROW:
                raise broken()
            self.row, self.cells, self.length, self.column = number, [], 0, 0
        else:
            self.inside = tag
            self.text.begin(tag)

    def take(self, text: str) -> None:
        """Text, wherever it stands."""
        if self.inside == "v":
            self.held += len(text)
            if self.held > LONGEST_CELL:
                raise self._refused(Reason.CELL_TOO_LONG, LONGEST_CELL)
            self.value.append(text)
        else:
            self.text.take(text)

    def end(self, tag: str) -> None:
        """A cell or a row is complete."""
        self.inside = ""
        if tag == "c":
            self._end_cell()
        elif tag == "row":
            if self.cells:
                self.rows.append(Record(self.row, tuple(self.cells)))
        else:
            self.text.end(tag)

    def _begin_cell(self, given: Mapping[str, str]) -> None:
        place = given.get("r")
        column = _column(place) if place else self.column + 1
        if not self.column < column <= LAST_COLUMN:
            raise broken()
        style = int(given.get("s") or 0)
        self.column, self.kind = column, given.get("t", "n")
        self.is_day = style < len(self.book.day_formats) and self.book.day_formats[style]
        self.value, self.held = [], 0
        self.text.clear()

    def _end_cell(self) -> None:
        text = self._cell_text()
        if not text:
            return
        self.length += len(text)
        if self.column > WIDEST_ROW:
            raise self._refused(Reason.ROW_TOO_WIDE, WIDEST_ROW)
        if self.length > LONGEST_ROW:
            raise self._refused(Reason.ROW_TOO_LONG, LONGEST_ROW)
        self.cells += [""] * (self.column - 1 - len(self.cells))
        self.cells.append(text)

    def _cell_text(self) -> str:
        written = "".join(self.value)
        match self.kind:
            case "inlineStr":
                return self.text.text
            case _ if not written:
                return ""
            case "s":
                return self.book.strings[int(written)]
            case "n":
                return day_text(written, self.book.from_1904) if self.is_day else number_text(written)
            case "b":
                return "TRUE" if written == "1" else "FALSE"
            case "d":
                return iso_text(written)
            case _:
                return unescaped(written)

    def _refused(self, reason: Reason, most: int) -> RefusedError:
        return RefusedError(Refusal(reason, line=self.row, column=self.column, most=most))


def _column(place: str) -> int:
    """The number of a cell's column: 28 of AB7."""
    column = 0
    for letter in place.rstrip("0123456789")[:4]:
        column = 26 * column + ord(letter) - 64
    return column
