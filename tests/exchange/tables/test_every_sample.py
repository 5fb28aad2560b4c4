"""Every CSV file of the shared folder gives the right table, or one clear refusal with its line."""

import json
from pathlib import Path

import pytest

from exchange.tables.encoding import FoundEncoding, find_encoding
from exchange.tables.records import read_lines, read_records
from exchange.tables.refusals import Reason, Refusal
from exchange.tables.table import Misfit, Options, Row, open_table
from tests.exchange.tables.opening import cells_of, names_of
from tests.exchange.tables.reading import refusal_of
from tests.shared_files import shared_file

SPECTRUM = [
    "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf",
    "quotes_and_newlines", "simple", "simple_crlf", "utf8",
]  # fmt: skip
SINEEMORE = [
    "all-empty", "empty-field", "empty-one-column", "leading-space", "one-column", "quotes-empty",
    "quotes-with-comma", "quotes-with-escaped-quote", "quotes-with-newline", "quotes-with-space",
    "simple-crlf", "simple-lf", "trailing-newline", "trailing-newline-one-field", "trailing-space", "utf8",
]  # fmt: skip


def objects(path: Path, options: Options | None = None) -> list[dict[str, str]]:
    with path.open("rb") as stream:
        table = open_table(stream, options)
        return [dict(zip(names_of(table), cells, strict=True)) for cells in cells_of(table)]


def everything(path: Path) -> list[Row | Misfit]:
    with path.open("rb") as stream:
        return list(open_table(stream).rows())


@pytest.mark.parametrize("name", SPECTRUM)
def test_csv_spectrum(name: str) -> None:
    expected = json.loads(shared_file("csv", "csv-spectrum", "json", f"{name}.json").read_text("utf-8"))
    assert objects(shared_file("csv", "csv-spectrum", "csvs", f"{name}.csv")) == expected


def test_csv_spectrum_with_marks_inside_cells() -> None:
    """Its JSON has another phone number than its CSV."""
    path = shared_file("csv", "csv-spectrum", "csvs", "location_coordinates.csv")
    assert refusal_of(lambda: everything(path)) == Refusal(Reason.QUOTE_INSIDE, line=2, column=2)
    answer = shared_file("csv", "csv-spectrum", "json", "location_coordinates.json")
    expected = json.loads(answer.read_text("utf-8"))
    expected["Contact Phone Number"] = "2095257564"
    assert objects(path, Options(marks_as_text=True)) == [expected]


@pytest.mark.parametrize("name", SINEEMORE)
def test_sineemore(name: str) -> None:
    expected = json.loads(shared_file("csv", "sineemore", "json", f"{name}.json").read_text("utf-8"))
    path = shared_file("csv", "sineemore", "csv", f"{name}.csv")
    with path.open("rb") as stream:
        found: FoundEncoding = find_encoding(stream)
        assert [list(record.cells) for record in read_records(read_lines(stream, found), ",")] == expected
        if name != "all-empty":
            table = open_table(stream)
            assert [names_of(table), *cells_of(table)] == expected


@pytest.mark.parametrize("name", ["header-simple", "header-no-rows"])
def test_sineemore_with_a_header(name: str) -> None:
    expected = json.loads(shared_file("csv", "sineemore", "json", f"{name}.json").read_text("utf-8"))
    path = shared_file("csv", "sineemore", "csv", f"{name}.csv")
    assert objects(path) == expected
    with path.open("rb") as stream:
        assert names_of(open_table(stream)) == ["foo", "bar", "baz"]


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("all-empty", Refusal(Reason.EMPTY, line=1)),
        ("bad-header-no-header", Refusal(Reason.EMPTY, line=1)),
        ("bad-missing-quote", Refusal(Reason.QUOTE_LEFT_OPEN, line=2, column=2)),
        ("bad-quotes-with-unescaped-quote", Refusal(Reason.TEXT_AFTER_QUOTE, line=2, column=2)),
        ("bad-unescaped-quote", Refusal(Reason.QUOTE_INSIDE, line=2, column=2)),
    ],
)
def test_sineemore_with_mistakes(name: str, refusal: Refusal) -> None:
    path = shared_file("csv", "sineemore", "csv", f"{name}.csv")
    assert refusal_of(lambda: everything(path)) == refusal


def test_sineemore_with_rows_of_another_width() -> None:
    less, more, wrong = (
        everything(shared_file("csv", "sineemore", "csv", f"bad-header-{name}.csv"))
        for name in ("less-fields", "more-fields", "wrong-header")
    )
    assert less == [Row(2, ("1", "2", ""), missing=1)]
    assert more == [Misfit(Refusal(Reason.TOO_MANY_CELLS, line=2, found=4, most=3), ("1", "2", "3", "4"))]
    assert wrong == []


def test_formulas_are_refused_for_their_quotes_or_read_as_text() -> None:
    path = shared_file("csv", "csv-injection", "csv-payload.txt")
    assert refusal_of(lambda: everything(path)) == Refusal(Reason.QUOTE_INSIDE, line=1, column=1)


def test_no_file_of_these_collections_is_left_out() -> None:
    spectrum = {path.stem for path in shared_file("csv", "csv-spectrum", "csvs").glob("*.csv")}
    assert spectrum == {*SPECTRUM, "location_coordinates"}
    sineemore = {path.stem for path in shared_file("csv", "sineemore", "csv").glob("*.csv")}
    mistakes = {"bad-missing-quote", "bad-quotes-with-unescaped-quote", "bad-unescaped-quote"}
    headers = {"less-fields", "more-fields", "no-header", "wrong-header"}
    with_headers = {"header-simple", "header-no-rows", *(f"bad-header-{name}" for name in headers)}
    assert sineemore == {*SINEEMORE, *mistakes, *with_headers}


@pytest.mark.parametrize(
    ("parts", "header_line", "columns", "rows"),
    [
        (("deals", "maven_sales_pipeline", "sales_pipeline.csv"), 1, 8, 8800),
        (("deals", "hubspot_sample", "hubspot_deals.csv"), 1, 12, None),
        (("deals", "pipedrive_sample", "pipedrive-deals-export.csv"), 1, 11, None),
        (("deals", "salesforce_nothing_lost", "Opportunity.csv"), 1, None, None),
        (("deals", "salesforce_sample", "Opportunity.csv"), 1, 19, None),
        (("contacts", "google_contacts", "google_contacts.csv"), 1, 10, None),
        (("contacts", "google_contacts", "linkedin_connections.csv"), 3, 7, 2),
        (("contacts", "linkedin", "Connections.csv"), 5, 7, None),
    ],
)
def test_exports_of_other_programs_are_read_whole(
    parts: tuple[str, ...], header_line: int, columns: int | None, rows: int | None
) -> None:
    with shared_file(*parts).open("rb") as stream:
        table = open_table(stream)
        read = list(table.rows())
    assert table.header_line == header_line
    assert columns in (None, len(table.columns))
    assert rows in (None, len(read))
    assert read
    assert all(isinstance(row, Row) and not row.missing for row in read)
