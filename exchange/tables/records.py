"""Pure: the records of a CSV file, read strictly and one at a time.

As RFC 4180, with any delimiter, and CR, LF or CRLF at the ends of lines. A quoted cell holds anything, its
quotes doubled; a delimiter or a line end follows it; a cell without quotes holds none. Programs read whatever
else stands there differently, so it is refused with its line. NUL is refused too, since no text has one.
Other control characters stay: they are taken out at the border (common.text).
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO, Final

from exchange.tables.encoding import FoundEncoding
from exchange.tables.refusals import Reason, Refusal, RefusedError

LONGEST_CELL: Final = 1_000_000
LONGEST_ROW: Final = 4_000_000
WIDEST_ROW: Final = 2_000
QUOTE: Final = '"'

_INSIDE_QUOTES: Final = re.compile(r'[^"]*(?:""[^"]*)*')


@dataclass(frozen=True, slots=True)
class Record:
    """Cells, and the line their first one begins in."""

    line: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether there is no text in it at all."""
        return not any(self.cells)


def read_lines(stream: BinaryIO, found: FoundEncoding) -> Iterator[str]:
    """The lines from the beginning, with their ends; never more of them at once than one.

    Raises RefusedError: NUL, ROW_TOO_LONG.
    """
    stream.seek(found.mark)
    text = io.TextIOWrapper(stream, encoding=found.encoding, newline="")
    try:
        number = 0
        while line := text.readline(LONGEST_ROW + 1):
            number += 1
            if len(line) > LONGEST_ROW:
                raise RefusedError(Refusal(Reason.ROW_TOO_LONG, line=number, most=LONGEST_ROW))
            if "\0" in line:
                raise RefusedError(Refusal(Reason.NUL, line=number))
            yield line
    finally:
        # The stream is the caller's: it stays open.
        if not stream.closed:
            text.detach()


def read_records(
    lines: Iterable[str], delimiter: str, first: int = 1, marks_as_text: bool = False
) -> Iterator[Record]:
    """The records of lines that have their ends; `first` is the number of the first line.

    A line with nothing in it is a record of one empty cell. `marks_as_text` takes a quotation mark in the
    midst of a cell without quotes as it stands. Raises RefusedError.
    """
    reader = _Reader(delimiter, marks_as_text)
    for number, line in enumerate(lines, first):
        if record := reader.take(line, number):
            yield record
    reader.finish()


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A record that is right, in one line, and each of its cells."""
    cell = rf'(?>"[^"]*+(?:""[^"]*+)*+"|[^"{re.escape(delimiter)}]*+)'
    each = rf'(?:^|{re.escape(delimiter)})(?:"([^"]*(?:""[^"]*)*)"|([^"{re.escape(delimiter)}]*))'
    return re.compile(f"{cell}(?:{re.escape(delimiter)}{cell})*+"), re.compile(each)


class _Reader:
    """One record in the making."""

    def __init__(self, delimiter: str, marks_as_text: bool) -> None:
        self.delimiter = delimiter
        self.marks_as_text = marks_as_text
        self.whole, self.each = _patterns(delimiter)
        self.cells: list[str] = []
        self.line = 0
        self.length = 0
        # The quoted cell that is still open: its pieces, how long they are, and where it opened.
        self.pieces: list[str] = []
        self.held = 0
        self.opened = 0

    def take(self, line: str, number: int) -> Record | None:
        """The record this line ends, unless it is still open."""
        if not self.opened:
            self.line, self.length = number, len(line)
            if (cells := self._at_once(line.rstrip("\r\n"))) is not None:
                return self._record(cells)
            self.cells = []
        else:
            self._count(line)
        if not self._read(line, number):
            return None
        return self._record(self.cells)

    def finish(self) -> None:
        """No line follows."""
        if self.opened:
            raise self._refused(Reason.QUOTE_LEFT_OPEN, self.opened)

    def _at_once(self, text: str) -> list[str] | None:
        """The cells of a record that is complete and right: nearly all are, and this is quick."""
        if len(text) >= WIDEST_ROW and text.count(self.delimiter) >= WIDEST_ROW:
            return None
        if QUOTE not in text:
            return text.split(self.delimiter)
        if not self.whole.fullmatch(text):
            return None
        return [quoted.replace('""', QUOTE) or bare for quoted, bare in self.each.findall(text)]

    def _read(self, line: str, number: int) -> bool:
        """Whether the record is complete with this line."""
        at = 0
        while True:
            if len(self.cells) == WIDEST_ROW:
                raise RefusedError(Refusal(Reason.ROW_TOO_WIDE, line=self.line, most=WIDEST_ROW))
            if not self.opened and line.startswith(QUOTE, at):
                self.opened = number
                at += 1
            after = self._quoted(line, at) if self.opened else self._bare(line, at, number)
            if after is None or not line.startswith(self.delimiter, after):
                return after is not None
            at = after + len(self.delimiter)

    def _quoted(self, line: str, at: int) -> int | None:
        """Where the quoted cell ends; None if not in this line."""
        inside = _INSIDE_QUOTES.match(line, at)
        assert inside
        self.pieces.append(inside[0].replace('""', QUOTE))
        self.held += len(self.pieces[-1])
        if self.held > LONGEST_CELL:
            raise self._refused(Reason.CELL_TOO_LONG, self.opened, LONGEST_CELL)
        after = inside.end()
        if after == len(line):
            return None
        after += 1
        if after < len(line) and not line.startswith((self.delimiter, "\r", "\n"), after):
            raise self._refused(Reason.TEXT_AFTER_QUOTE, self.opened)
        self.cells.append("".join(self.pieces))
        self.pieces, self.held, self.opened = [], 0, 0
        return after

    def _bare(self, line: str, at: int, number: int) -> int:
        """Where the cell without quotes ends."""
        after = line.find(self.delimiter, at)
        if after < 0:
            after = len(line.rstrip("\r\n"))
        cell = line[at:after]
        if QUOTE in cell and not self.marks_as_text:
            raise self._refused(Reason.QUOTE_INSIDE, number)
        self.cells.append(cell)
        return after

    def _count(self, line: str) -> None:
        self.length += len(line)
        if self.length > LONGEST_ROW:
            raise RefusedError(Refusal(Reason.ROW_TOO_LONG, line=self.line, most=LONGEST_ROW))

    def _record(self, cells: list[str]) -> Record:
        if self.length > LONGEST_CELL:
            self._bound(cells)
        return Record(self.line, tuple(cells))

    def _bound(self, cells: list[str]) -> None:
        for column, cell in enumerate(cells, 1):
            if len(cell) > LONGEST_CELL:
                refusal = Refusal(Reason.CELL_TOO_LONG, line=self.line, column=column, most=LONGEST_CELL)
                raise RefusedError(refusal)

    def _refused(self, reason: Reason, line: int, most: int = 0) -> RefusedError:
        return RefusedError(Refusal(reason, line=line, column=len(self.cells) + 1, most=most))
