"""Pure: why a file, or a row of it, is not read. Codes with values; the sentences are in exchange.labels."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """What stands in the way; beside each the values of the refusal that mean something."""

    EMPTY = "empty"
    NOT_TEXT = "not_text"  # what: the kind of file it is (a Kind), or ""
    UNDECODABLE = "undecodable"  # line, what: the encoding
    MIXED_ENCODINGS = "mixed_encodings"  # line
    NUL = "nul"  # line
    QUOTE_LEFT_OPEN = "quote_left_open"  # line where it opens, column
    QUOTE_INSIDE = "quote_inside"  # line, column
    TEXT_AFTER_QUOTE = "text_after_quote"  # line where the quote opens, column
    CELL_TOO_LONG = "cell_too_long"  # line where the cell begins, column, most: characters
    ROW_TOO_LONG = "row_too_long"  # line, most: characters
    ROW_TOO_WIDE = "row_too_wide"  # line, most: cells
    UNKNOWN_DELIMITER = "unknown_delimiter"  # line, what
    NO_HEADER_THERE = "no_header_there"  # line
    TOO_MANY_ROWS = "too_many_rows"  # line, most: rows
    TOO_MANY_CELLS = "too_many_cells"  # line, found and most: cells
    BROKEN_WORKBOOK = "broken_workbook"
    WORKBOOK_TOO_LARGE = "workbook_too_large"  # most: megabytes


class Kind(StrEnum):
    """Files people take for tables."""

    XLSX = "xlsx"
    XLS = "xls"
    ZIP = "zip"
    GZIP = "gzip"
    PDF = "pdf"
    HTML = "html"
    UTF_32 = "utf-32"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why; where, as an editor counts lines (from 1) and a reader cells (from 1); 0 and "" say nothing."""

    reason: Reason
    line: int = 0
    column: int = 0
    what: str = ""
    found: int = 0
    most: int = 0


class RefusedError(Exception):
    """A file that cannot be read, or not any further."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal
