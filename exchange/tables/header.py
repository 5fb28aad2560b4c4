"""Pure: which record names the columns, and what they are called."""

from collections.abc import Iterable
from dataclasses import dataclass

from common.text import clean_line
from exchange.tables.delimiter import LONGEST_PREAMBLE, Trial
from exchange.tables.records import Record


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place from 1, its name as the file has it, and a name no other column has."""

    place: int
    given: str
    name: str


def header_of(trial: Trial) -> Record | None:
    """The first record that fills more than half of the usual cells; None if there is no record.

    Titles and notes above a table fill one cell or two, also where a spreadsheet has padded them.
    """
    near = trial.records[: LONGEST_PREAMBLE + 1]
    wide_enough = (record for record in near if 2 * sum(map(bool, record.cells)) > trial.width)
    return next(wide_enough, next(iter(trial.records), None))


def columns_of(cells: Iterable[str]) -> tuple[Column, ...]:
    """The columns these cells name. The second "Email" becomes "Email (2)", one without a name "#7"."""
    given = [clean_line(cell) for cell in cells]
    taken = {name.casefold() for name in given if name}
    seen: set[str] = set()
    columns = []
    for place, name in enumerate(given, 1):
        own = name or f"#{place}"
        if (name and own.casefold() in seen) or (not name and own.casefold() in taken):
            own = _free(own, taken)
        seen.add(own.casefold())
        taken.add(own.casefold())
        columns.append(Column(place, name, own))
    return tuple(columns)


def _free(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name} ({number})".casefold() in taken:
        number += 1
    return f"{name} ({number})"
