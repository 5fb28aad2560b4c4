"""Records of CSV: what is right, and what is refused with its line."""

import csv
import io
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.tables.encoding import Encoding, Evidence, FoundEncoding
from exchange.tables.records import (
    LONGEST_CELL,
    LONGEST_ROW,
    WIDEST_ROW,
    Record,
    read_lines,
    read_records,
)
from exchange.tables.refusals import Reason, Refusal, RefusedError
from tests.exchange.tables.reading import csv_text, refusal_of

UTF_8 = FoundEncoding(Encoding.UTF_8, Evidence.CHOSEN)
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
ROWS = st.lists(st.lists(st.one_of(CELLS, st.text('",;\t|\r\n a')), min_size=1))


def records_of(text: str, delimiter: str = ",", marks_as_text: bool = False) -> list[Record]:
    lines = io.StringIO(text, newline="")
    return list(read_records(lines, delimiter, marks_as_text=marks_as_text))


def cells(text: str, delimiter: str = ",") -> list[list[str]]:
    return [list(record.cells) for record in records_of(text, delimiter)]


def lines_of(data: bytes) -> list[str]:
    return list(read_lines(io.BytesIO(data), UTF_8))


def refused(text: str) -> Refusal:
    return refusal_of(partial(records_of, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("a", [["a"]]),
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ("a,b\n1,2\r\n3,4\r5,6", [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
        ("a,\n,b\n,", [["a", ""], ["", "b"], ["", ""]]),
        ('"a","",""\n', [["a", "", ""]]),
        ('"say ""hi"""', [['say "hi"']]),
        ('""""', [['"']]),
        ('"one\ntwo",3\n4,"five\r\n\r\nsix"', [["one\ntwo", "3"], ["4", "five\r\n\r\nsix"]]),
        ('"a\n""b""\nc",d\n', [['a\n"b"\nc', "d"]]),
        ("\n\na\n", [[""], [""], ["a"]]),
        (" a , b ", [[" a ", " b "]]),
        ("a\x0bb\x1b,c\u2028d\x85", [["a\x0bb\x1b", "c\u2028d\x85"]]),
    ],
)
def test_what_stands_there_is_read(text: str, expected: list[list[str]]) -> None:
    assert cells(text) == expected


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_only_the_delimiter_parts_cells(delimiter: str) -> None:
    others = "".join({",", ";", "\t", "|"} - {delimiter})
    assert cells(f'x{others}{delimiter}"{delimiter}"\n', delimiter) == [[f"x{others}", delimiter]]


def test_a_record_knows_the_line_it_begins_in() -> None:
    text = 'a\n\n"b\n\nc",d\r\ne\r"f\r\ng"\nh'
    assert [record.line for record in records_of(text)] == [1, 2, 3, 6, 7, 9]


def test_lines_above_are_counted() -> None:
    assert list(read_records(["a,b\n"], ",", first=4)) == [Record(4, ("a", "b"))]


@pytest.mark.parametrize(
    ("text", "reason", "line", "column"),
    [
        ('a,b\n1,5" pipe\n', Reason.QUOTE_INSIDE, 2, 2),
        ('a,b\n1, "quoted, later"\n', Reason.QUOTE_INSIDE, 2, 2),
        ('a,b\n"1\n2",x"\n', Reason.QUOTE_INSIDE, 3, 2),
        ('a,b\n1,"x" y\n', Reason.TEXT_AFTER_QUOTE, 2, 2),
        ('a,b\n"1\n2"x,y\n', Reason.TEXT_AFTER_QUOTE, 2, 1),
        ('a,b\n1,"x\n2,"y"\n', Reason.TEXT_AFTER_QUOTE, 2, 2),
        ('a,b\n1,"x\n2,y\n', Reason.QUOTE_LEFT_OPEN, 2, 2),
        ('a,b\n"1\n","\n', Reason.QUOTE_LEFT_OPEN, 3, 2),
        ('a,"', Reason.QUOTE_LEFT_OPEN, 1, 2),
        ('"', Reason.QUOTE_LEFT_OPEN, 1, 1),
        ('a\n"""', Reason.QUOTE_LEFT_OPEN, 2, 1),
    ],
)
def test_quotes_in_wrong_places_are_refused_where_they_begin(
    text: str, reason: Reason, line: int, column: int
) -> None:
    assert refused(text) == Refusal(reason, line=line, column=column)


def test_records_before_what_is_refused_are_read() -> None:
    records = read_records(["a\n", 'b"\n'], ",")
    assert next(records) == Record(1, ("a",))
    with pytest.raises(RefusedError):
        next(records)


def test_a_mark_may_be_taken_as_it_stands() -> None:
    (record,) = records_of('1,5" pipe,"3"" pipe"\n', marks_as_text=True)
    assert record.cells == ("1", '5" pipe', '3" pipe')


def test_huge_cells_and_rows_are_refused() -> None:
    cell = "x" * LONGEST_CELL
    assert len(records_of(f"{cell},{cell}\n")) == 1
    assert refused(f"a\n1,{cell}x\n") == Refusal(Reason.CELL_TOO_LONG, line=2, column=2, most=LONGEST_CELL)
    assert refused(f'a\n1,"{cell}x"\n') == Refusal(Reason.CELL_TOO_LONG, line=2, column=2, most=LONGEST_CELL)
    rows = f"{cell[:-1]}\n" * 5
    assert refused(f'a\n1,"{rows}') == Refusal(Reason.CELL_TOO_LONG, line=2, column=2, most=LONGEST_CELL)
    parts = ",".join(f'"{cell[:-9]}\n"' for _ in range(5))
    assert refused(f"a\n{parts}") == Refusal(Reason.ROW_TOO_LONG, line=2, most=LONGEST_ROW)
    assert refused("a\n" + "," * WIDEST_ROW) == Refusal(Reason.ROW_TOO_WIDE, line=2, most=WIDEST_ROW)
    assert len(records_of("," * (WIDEST_ROW - 1))[0].cells) == WIDEST_ROW


def test_a_line_without_end_is_refused() -> None:
    data = b"a\n" + b"x" * (LONGEST_ROW + 1)
    assert refusal_of(partial(lines_of, data)) == Refusal(Reason.ROW_TOO_LONG, line=2, most=LONGEST_ROW)


def test_zeros_are_refused_with_their_line() -> None:
    assert refusal_of(partial(lines_of, b"a,b\r\n1,\x002\n")) == Refusal(Reason.NUL, line=2)


def test_lines_keep_their_ends_and_the_stream_stays_open() -> None:
    stream = io.BytesIO(b"a\rb\r\nc\n\r\n\r\r\nd")
    assert list(read_lines(stream, UTF_8)) == ["a\r", "b\r\n", "c\n", "\r\n", "\r", "\r\n", "d"]
    assert next(read_lines(stream, UTF_8)) == "a\r"
    assert not stream.closed


@given(ROWS, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_what_is_written_is_read_back(
    rows: list[list[str]], delimiter: str, end: str, all_quoted: bool
) -> None:
    assert cells(csv_text(rows, delimiter, end, all_quoted), delimiter) == rows


@given(st.text('",\n\ra ', max_size=30))
def test_what_is_not_refused_is_read_as_everybody_reads_it(text: str) -> None:
    try:
        read = cells(text)
    except RefusedError:
        return
    lines = io.StringIO(text, newline="")
    assert read == [row or [""] for row in csv.reader(lines, strict=True)]
