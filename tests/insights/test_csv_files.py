"""Figures as files: read back as they were written, and nothing a spreadsheet would run."""

import csv
import io

import pytest

from insights.csv_files import csv_response


def read_back(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_what_is_written_is_read_back() -> None:
    rows = [['Größe; "so"', 19, None], ["two\nlines", 0.5, "a,b"]]
    response = csv_response("reasons", ["reason", "noes", "value"], rows)
    assert response["Content-Disposition"] == 'attachment; filename="reasons.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert read_back(response.content) == [
        ["reason", "noes", "value"],
        ['Größe; "so"', "19", ""],
        ["two\nlines", "0.5", "a,b"],
    ]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_words_that_begin_like_a_formula_are_not_run(begin: str) -> None:
    response = csv_response("reasons", ["reason", "change"], [[f"{begin}1+1", -3]])
    assert read_back(response.content)[1] == [f"'{begin}1+1", "-3"]
