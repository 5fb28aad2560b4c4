"""Figures as files a spreadsheet opens: the same numbers as on the page, nothing it would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse

# A spreadsheet takes a cell that begins like this for a formula, and runs it.
RUN_BY_SPREADSHEETS: Final = ("=", "+", "-", "@", "\t", "\r")
# Without it the most common spreadsheet reads the file in another encoding.
BYTE_ORDER_MARK: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: English headers that stay, and rows."""

    header: Sequence[str]
    rows: Iterable[Sequence[object]]


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A file `name`.csv to be saved."""
    response = HttpResponse(csv_text(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The file's text."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue()


def cell(value: object) -> object:
    """A value as it may stand in a file: words that begin like a formula after an apostrophe."""
    if isinstance(value, str) and value.startswith(RUN_BY_SPREADSHEETS):
        return f"'{value}"
    return "" if value is None else value
