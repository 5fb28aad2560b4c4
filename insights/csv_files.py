"""Figures as files a spreadsheet opens: the same numbers as on the page, nothing it would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse

from common.csv_cells import written_cell

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
    writer.writerows([written_cell(value) for value in row] for row in rows)
    return text.getvalue()
