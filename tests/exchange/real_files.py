"""Files of real programs, read where they lie beside the project; without them their tests are skipped."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("LOSTDEALS_SHARED") or PROJECT.parent / "shared") / "data"
# Nothing in these tests may need the files to be collected.
needs_real_files = pytest.mark.skipif(
    not DATA.is_dir(), reason="no shared files beside the project; set LOSTDEALS_SHARED"
)


def rows_of(*path: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(_rows(DATA.joinpath(*path)))


def lines_of(*path: str) -> list[list[str]]:
    """The lines of a CSV file, none of them taken for a header."""
    with DATA.joinpath(*path).open(newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        yield from csv.DictReader(file)
