"""Pure: a file as a table, found out about once and read a row at a time, as often as one likes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import BinaryIO

from exchange.tables.delimiter import Delimiter, FoundDelimiter, find_delimiter, trial
from exchange.tables.encoding import Encoding, FoundEncoding, find_encoding
from exchange.tables.header import Column, columns_of, header_of
from exchange.tables.records import Record, read_lines, read_records
from exchange.tables.refusals import Reason, Refusal, RefusedError


@dataclass(frozen=True, slots=True)
class Options:
    """What somebody has decided about a file; nothing is found out where they have."""

    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    header_line: int | None = None
    # A quotation mark inside a cell without quotes stands for itself.
    marks_as_text: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """As many cells as columns. `missing` of them, the last, were not in the file: worth a word."""

    line: int
    cells: tuple[str, ...]
    missing: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is no text in it."""
        return not any(self.cells)

    @property
    def is_note(self) -> bool:
        """Whether only the first of several cells is there: a note below the table, or half a broken row."""
        return len(self.cells) > 2 and self.missing == len(self.cells) - 1


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row with text beyond the last column: nobody can say which cell belongs where."""

    refusal: Refusal
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written."""

    encoding: FoundEncoding
    delimiter: FoundDelimiter
    marks_as_text: bool = False

    def records(self, stream: BinaryIO) -> Iterator[Record]:
        """The records of a file of this form, without the line of `sep=`; raises RefusedError."""
        skip = self.delimiter.skip
        lines = islice(read_lines(stream, self.encoding), skip, None)
        return read_records(lines, self.delimiter.delimiter, skip + 1, self.marks_as_text)


@dataclass(frozen=True, slots=True)
class Table:
    """What was found out, and the rows. The stream stays the caller's."""

    stream: BinaryIO
    form: Form
    header_line: int
    columns: tuple[Column, ...]

    def rows(self) -> Iterator[Row | Misfit]:
        """The rows below the header, from the first on, in constant memory; one iteration at a time.

        Raises RefusedError where the file cannot be read any further.
        """
        for record in self.form.records(self.stream):
            if record.line > self.header_line and (record.cells != ("",) or len(self.columns) == 1):
                yield self._row(record)

    def _row(self, record: Record) -> Row | Misfit:
        width, found = len(self.columns), len(record.cells)
        if found <= width:
            missing = width - found
            return Row(record.line, record.cells + ("",) * missing, missing)
        if any(record.cells[width:]):
            refusal = Refusal(Reason.TOO_MANY_CELLS, line=record.line, found=found, most=width)
            return Misfit(refusal, record.cells)
        return Row(record.line, record.cells[:width])


def open_table(stream: BinaryIO, options: Options | None = None) -> Table:
    """Find out how a file is written; the stream must be one that can be rewound.

    Every byte is read, the first rows several times, and little kept. Raises RefusedError when there is no
    table in it; what stands further down is refused when `rows` comes there.
    """
    options = options or Options()
    encoding = find_encoding(stream, options.encoding)
    read = partial(read_lines, stream, encoding)
    delimiter = find_delimiter(read, options.delimiter, options.marks_as_text)
    form = Form(encoding, delimiter, options.marks_as_text)
    header = (
        _chosen_header(stream, form, options.header_line) if options.header_line else _header(stream, form)
    )
    return Table(stream, form, header.line, columns_of(header.cells))


def _header(stream: BinaryIO, form: Form) -> Record:
    """The record that looks like it."""
    looked_at = trial(form.delimiter.delimiter, form.records(stream))
    if header := header_of(looked_at):
        return header
    raise RefusedError(looked_at.refusal or Refusal(Reason.EMPTY, line=1))


def _chosen_header(stream: BinaryIO, form: Form, line: int) -> Record:
    """The record that begins in this line."""
    for record in form.records(stream):
        if record.line == line and not record.is_blank:
            return record
        if record.line >= line:
            break
    raise RefusedError(Refusal(Reason.NO_HEADER_THERE, line=line))
