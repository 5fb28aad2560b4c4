"""Exports of other programs, written anew in every form: all of it is found out, and nothing is lost."""

import csv
from functools import cache
from itertools import cycle, product
from pathlib import Path

import pytest

from exchange.tables.delimiter import Delimiter
from exchange.tables.encoding import MARKS, Encoding
from tests.exchange.tables.opening import cells_of, names_of, table_of
from tests.exchange.tables.reading import csv_text
from tests.shared_files import shared_file

ROWS = 20
ABOVE = {
    "nothing": [],
    "sep": None,
    "blank": [[]],
    "notes": [["Notes:"], ["These are yours. Keep them, please; they are private."], []],
    "padded": [["Deals"], ["Made on 1 May"], []],
}
WRITTEN = [(encoding, mark) for encoding in Encoding for mark in {MARKS.get(encoding, b""), b""}]
# Ends and quotes take turns, so that each meets each of the others somewhere.
TURNS = cycle(product(["\n", "\r\n", "\r"], [True, False]))
FORMS = [
    (*form, *turn) for form, turn in zip(product(sorted(WRITTEN), Delimiter, ABOVE), TURNS, strict=False)
]


@cache
def samples() -> list[tuple[str, list[list[str]]]]:
    """Each file as the standard library reads it: its header and some rows."""
    paths = sorted(shared_file("deals").glob("*/*.csv"))
    # A dictionary of several tables side by side has no header of its own.
    return [(str(path), _rows(path)) for path in paths if path.stem != "data_dictionary"]


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.reader(stream) if row][: ROWS + 1]
    # Letters of one alphabet, so that every encoding has them.
    return [[cell.encode("latin-1", "replace").decode("latin-1") for cell in row] for row in rows]


def above(kind: str, delimiter: Delimiter, end: str, quoted: bool, width: int) -> str:
    lines = ABOVE[kind]
    if lines is None:
        return f"sep={delimiter}{end}"
    if kind == "padded":
        lines = [line + [""] * (width - len(line)) for line in lines]
    return csv_text(lines, delimiter, end, quoted)


@pytest.mark.parametrize(("written", "delimiter", "kind", "end", "quoted"), FORMS)
def test_every_form_is_found_out(
    written: tuple[Encoding, bytes], delimiter: Delimiter, kind: str, end: str, quoted: bool
) -> None:
    encoding, mark = written
    for path, (header, *rows) in samples():
        text = above(kind, delimiter, end, quoted, len(header)) + csv_text(
            [header, *rows], delimiter, end, quoted
        )
        table = table_of(mark + text.encode(encoding))
        assert (path, names_of(table)) == (path, header)
        assert cells_of(table) == rows
        assert table.form.delimiter.delimiter is delimiter
