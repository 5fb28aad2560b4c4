"""Files as the tests write them, and what is refused."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import pytest

from exchange.tables.refusals import Refusal, RefusedError

Read = TypeVar("Read")


def csv_text(
    rows: Iterable[Iterable[str]], delimiter: str = ",", end: str = "\r\n", all_quoted: bool = False
) -> str:
    """Rows as a file's text; csv.writer leaves a lone CR without quotes where lines end with LF."""

    def written(cell: str) -> str:
        needed = all_quoted or any(sign in cell for sign in (delimiter, '"', "\r", "\n"))
        return '"{}"'.format(cell.replace('"', '""')) if needed else cell

    return "".join(delimiter.join(map(written, row)) + end for row in rows)


def refusal_of(read: Callable[[], Read]) -> Refusal:
    """Why this is refused; it must be."""
    with pytest.raises(RefusedError) as refused:
        read()
    return refused.value.refusal
