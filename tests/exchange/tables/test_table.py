"""A file as a table: every form of it, and nothing read wrongly without a word."""

import codecs
import io
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.tables.delimiter import Delimiter, Ground
from exchange.tables.encoding import MARKS, Encoding, Evidence
from exchange.tables.refusals import Reason, Refusal, RefusedError
from exchange.tables.table import Misfit, Options, Row, Table, open_table
from tests.exchange.tables.opening import cells_of, names_of, table_of
from tests.exchange.tables.reading import csv_text, refusal_of

WIDTH = 4
HEADER = ["name", "mail", "reason", "note"]
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
WESTERN = st.text(st.characters(codec="cp1252", exclude_characters="\0"), max_size=20)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def rows_of(cell: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(cell, min_size=WIDTH, max_size=WIDTH), max_size=8)


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("delimiter", Delimiter)
def test_every_encoding_and_delimiter_is_read(encoding: Encoding, delimiter: Delimiter, marked: bool) -> None:
    rows = [
        ["Jörg Müßig", "j@example.com", "zu teuer", 'sagte "nein"\nund ging'],
        ["Zoë", "", "später", "«ça»"],
    ]
    mark = MARKS.get(encoding, b"") if marked else b""
    table = table_of(mark + csv_text([HEADER, *rows], delimiter).encode(encoding))
    # No byte says that it is Latin-1: these letters are the same in cp1252.
    assert table.form.encoding.encoding == (Encoding.CP1252 if encoding is Encoding.LATIN_1 else encoding)
    assert (table.form.delimiter.delimiter, table.form.delimiter.ground) == (delimiter, Ground.CONSISTENT)
    assert names_of(table) == HEADER
    assert cells_of(table) == rows


@given(rows_of(TEXTS), st.sampled_from(Delimiter), ENDS, st.booleans(), st.sampled_from([*MARKS]))
def test_any_table_written_with_a_mark_comes_back(
    rows: list[list[str]], delimiter: Delimiter, end: str, all_quoted: bool, encoding: Encoding
) -> None:
    text = csv_text([HEADER, *rows], delimiter, end, all_quoted)
    table = table_of(MARKS[encoding] + text.encode(encoding), delimiter=delimiter, header_line=1)
    assert table.form.encoding.evidence is Evidence.MARK
    assert cells_of(table) == rows


@given(rows_of(TEXTS), st.sampled_from(Delimiter), ENDS, st.booleans(), st.sampled_from([*MARKS]))
def test_any_table_comes_back_by_what_somebody_chose(
    rows: list[list[str]], delimiter: Delimiter, end: str, all_quoted: bool, encoding: Encoding
) -> None:
    data = csv_text([HEADER, *rows], delimiter, end, all_quoted).encode(encoding)
    assert cells_of(table_of(data, encoding=encoding, delimiter=delimiter, header_line=1)) == rows


@given(rows_of(WESTERN), st.sampled_from([Encoding.CP1252, Encoding.LATIN_1]))
def test_any_western_table_comes_back(rows: list[list[str]], encoding: Encoding) -> None:
    data = csv_text([HEADER, *rows]).encode(encoding, errors="replace")
    kept = [[cell.encode(encoding, errors="replace").decode(encoding) for cell in row] for row in rows]
    assert cells_of(table_of(data, encoding=encoding, delimiter=Delimiter.COMMA, header_line=1)) == kept


@given(rows_of(TEXTS), st.sampled_from(Delimiter), ENDS)
def test_any_table_all_in_quotes_is_found_out(rows: list[list[str]], delimiter: Delimiter, end: str) -> None:
    table = table_of(csv_text([HEADER, *rows], delimiter, end, all_quoted=True).encode())
    assert (table.form.delimiter.delimiter, table.header_line) == (delimiter, 1)
    assert cells_of(table) == rows


@given(
    st.one_of(
        st.binary(), st.text('a1",;\t|\r\n=').map(str.encode), st.text().map(lambda t: t.encode("utf-16"))
    )
)
def test_any_file_is_a_table_or_refused_with_its_line(data: bytes) -> None:
    refusal = None
    try:
        assert all(isinstance(row, Row | Misfit) for row in table_of(data).rows())
    except RefusedError as refused:
        refusal = refused.refusal
    assert refusal is None or refusal.line or refusal.reason is Reason.NOT_TEXT


def test_rows_know_their_lines_and_may_be_read_again() -> None:
    table = table_of(b'a,b\n\n1,"2\n3"\n\n4,5\n')
    rows = [Row(3, ("1", "2\n3")), Row(6, ("4", "5"))]
    assert list(table.rows()) == rows
    next(table.rows())
    assert list(table.rows()) == rows


def test_a_short_row_is_filled_up_and_says_so() -> None:
    assert list(table_of(b"a,b,c\n1,2,3\n1\n1,2\n").rows()) == [
        Row(2, ("1", "2", "3")),
        Row(3, ("1", "", ""), missing=2),
        Row(4, ("1", "2", ""), missing=1),
    ]


def test_lines_below_a_table_look_like_notes() -> None:
    """As reports of Salesforce end."""
    data = b'"Name","Amount","Stage"\n"Deal","5","Lost"\n"Two","6"\n\n"Lost deals"\n"Do Not Distribute"\n'
    rows = [row for row in table_of(data).rows() if isinstance(row, Row)]
    assert [(row.line, row.is_note) for row in rows] == [(2, False), (3, False), (5, True), (6, True)]


def test_a_row_with_text_beyond_the_last_column_is_no_row() -> None:
    refusal = Refusal(Reason.TOO_MANY_CELLS, line=3, found=4, most=3)
    assert list(table_of(b"a,b,c\n1,2,3\n1,2,3,4\n1,2,3\n").rows()) == [
        Row(2, ("1", "2", "3")),
        Misfit(refusal, ("1", "2", "3", "4")),
        Row(4, ("1", "2", "3")),
    ]


def test_delimiters_too_many_at_the_end_do_no_harm() -> None:
    assert cells_of(table_of(b"a,b\n1,2,,\n3,4\n")) == [["1", "2"], ["3", "4"]]


def test_a_row_of_empty_cells_is_a_row_and_an_empty_line_is_none() -> None:
    (row,) = table_of(b"a,b\n\n,\n\n").rows()
    assert row == Row(3, ("", ""))
    assert isinstance(row, Row)
    assert row.is_empty


def test_in_one_column_an_empty_line_is_an_empty_cell() -> None:
    assert cells_of(table_of(b"a\n\n1\n")) == [[""], ["1"]]


@pytest.mark.parametrize("data", [b"", b"\n\r\n", b",,\n", codecs.BOM_UTF8, b"sep=;\n", b'""\n'])
def test_a_file_with_nothing_in_it_is_refused(data: bytes) -> None:
    assert refusal_of(partial(table_of, data)) == Refusal(Reason.EMPTY, line=1)


def test_a_header_that_cannot_be_read_is_refused() -> None:
    assert refusal_of(partial(table_of, b'a,"b" c\n1,2\n')) == Refusal(
        Reason.TEXT_AFTER_QUOTE, line=1, column=2
    )


def test_what_is_refused_further_down_is_refused_there() -> None:
    rows = table_of(b'a,b\n1,2\n3,"4\n').rows()
    assert next(rows) == Row(2, ("1", "2"))
    assert refusal_of(partial(next, rows)) == Refusal(Reason.QUOTE_LEFT_OPEN, line=3, column=2)


def test_marks_inside_cells_may_be_taken_as_text() -> None:
    data = b'size,price\n5" pipe,3\n'
    assert refusal_of(lambda: list(table_of(data).rows())).reason is Reason.QUOTE_INSIDE
    assert cells_of(table_of(data, marks_as_text=True)) == [['5" pipe', "3"]]


def test_the_stream_stays_open_and_is_read_from_its_beginning() -> None:
    stream = io.BytesIO(b"a,b\n1,2\n")
    stream.read(3)
    table = open_table(stream, Options())
    assert isinstance(table, Table)
    del table
    assert not stream.closed
    assert cells_of(open_table(stream)) == [["1", "2"]]
