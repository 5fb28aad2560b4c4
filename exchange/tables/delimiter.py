"""Pure: what parts the cells of a file.

Every candidate is tried on the first records, with their quotes understood. The right one splits the first
line already, and most records into the same number of cells. A first line `sep=;`, as Excel writes and reads
it, decides.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from exchange.tables.records import Record, read_records
from exchange.tables.refusals import Reason, Refusal, RefusedError

# So many records that are not blank are looked at, or fewer where they are huge.
SAMPLE: Final = 200
LONGEST_SAMPLE: Final = 1_000_000
# A few lines may stand above the table: a title, a note, when it was made.
LONGEST_PREAMBLE: Final = 20

_SEP_LINE: Final = re.compile(r'"?sep=([^"\r\n])"?[\r\n]*', re.IGNORECASE)


class Delimiter(StrEnum):
    """Those a file may have, the usual ones first."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"
    PIPE = "|"


class Ground(StrEnum):
    """How we know."""

    SAID = "said"  # the file's first line says so
    CONSISTENT = "consistent"  # most rows have the same number of cells
    ONE_COLUMN = "one_column"  # nothing parts the lines alike
    CHOSEN = "chosen"  # somebody said so


@dataclass(frozen=True, slots=True)
class FoundDelimiter:
    """A delimiter, how we know, and how many lines come before the first record (that of `sep=`)."""

    delimiter: Delimiter
    ground: Ground
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Trial:
    """The first records as a delimiter reads them, up to what is refused."""

    delimiter: Delimiter
    records: tuple[Record, ...]
    refusal: Refusal | None = None

    @property
    def begins(self) -> int:
        """Which record is the first with more than one cell; 0 if none is."""
        return next((place for place, record in enumerate(self.records) if len(record.cells) > 1), 0)

    @property
    def width(self) -> int:
        """The commonest number of cells from there on."""
        widths = Counter(len(record.cells) for record in self.records[self.begins :])
        return widths.most_common(1)[0][0] if widths else 0

    @property
    def share(self) -> float:
        """How many have that many, of those from there on."""
        from_there, width = self.records[self.begins :], self.width
        return sum(len(record.cells) == width for record in from_there) / max(1, len(from_there))

    @property
    def is_table(self) -> bool:
        """Whether this delimiter makes a table of it; below a preamble, only a tidy one."""
        if self.width < 2 or self.begins > LONGEST_PREAMBLE:
            return False
        return self.share >= (0.75 if self.begins else 0.5)


def find_delimiter(
    read: Callable[[], Iterator[str]], chosen: Delimiter | None = None, marks_as_text: bool = False
) -> FoundDelimiter:
    """`read` gives the lines from the beginning, each time anew; for `marks_as_text` see `read_records`.

    Raises RefusedError: UNKNOWN_DELIMITER, and what `read` raises.
    """
    said = sep_line(next(read(), ""))
    skip = 0 if said is None else 1
    if chosen:
        return FoundDelimiter(chosen, Ground.CHOSEN, skip)
    if said is not None:
        if said not in set(Delimiter):
            raise RefusedError(Refusal(Reason.UNKNOWN_DELIMITER, line=1, what=said))
        return FoundDelimiter(Delimiter(said), Ground.SAID, skip)
    readings = ((each, read_records(read(), each, marks_as_text=marks_as_text)) for each in Delimiter)
    best = max((trial(each, records) for each, records in readings), key=_fitness)
    if best.is_table:
        return FoundDelimiter(best.delimiter, Ground.CONSISTENT)
    return FoundDelimiter(Delimiter.COMMA, Ground.ONE_COLUMN)


def sep_line(line: str) -> str | None:
    """What a first line like `sep=;` says; None if it is none."""
    match = _SEP_LINE.fullmatch(line)
    return match[1] if match else None


def trial(delimiter: Delimiter, records: Iterator[Record]) -> Trial:
    """The sample of what this delimiter reads."""
    kept: list[Record] = []
    refusal = None
    length = 0
    try:
        for record in islice((record for record in records if not record.is_blank), SAMPLE):
            kept.append(record)
            length += sum(map(len, record.cells))
            if length > LONGEST_SAMPLE:
                break
    except RefusedError as refused:
        refusal = refused.refusal
    return Trial(delimiter, tuple(kept), refusal)


def _fitness(tried: Trial) -> tuple[bool, bool, int, float, int]:
    """The higher the better; of equals the first stays."""
    return tried.is_table, tried.refusal is None, -tried.begins, tried.share, tried.width
