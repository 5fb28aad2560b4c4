"""The row that names the columns, and their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.tables.header import columns_of
from exchange.tables.refusals import Reason, Refusal
from tests.exchange.tables.opening import cells_of, names_of, table_of
from tests.exchange.tables.reading import refusal_of


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a,b\n1,2\n", 1),
        ("\n\na,b\n1,2\n", 3),
        ("sep=,\na,b\n1,2\n", 2),
        ("Notes:\nYours to keep.\n\na,b,c\n1,2,3\n4,5,6\n", 4),
        ('Notes:\n"Some rows, it seems,\nhave no mail."\n\na,b,c\n1,2,3\n4,5,6\n', 5),
        ("Deals,,,\nmade on,1 May,,\n,,,\na,b,c,d\n1,2,3,4\n", 4),
        ("a,,c\n1,2,3\n", 1),
        ("a,b,c\n,,3\n1,2,3\n", 1),
        ("a,b\n", 1),
        ("a", 1),
        ("name\nAnn\n", 1),
    ],
)
def test_it_is_found_below_notes_and_blank_lines(text: str, line: int) -> None:
    assert table_of(text.encode()).header_line == line


def test_rows_above_it_are_no_rows() -> None:
    table = table_of(b"Notes:\nfor you\n\na,b\n1,2\n3,4\n5,6\n")
    assert names_of(table) == ["a", "b"]
    assert cells_of(table) == [["1", "2"], ["3", "4"], ["5", "6"]]


def test_it_may_be_chosen() -> None:
    table = table_of(b"a,b\n\nc,d\n1,2\n", header_line=3)
    assert names_of(table) == ["c", "d"]
    assert cells_of(table) == [["1", "2"]]


@pytest.mark.parametrize("line", [2, 4, 9])
def test_a_chosen_line_must_begin_a_row(line: int) -> None:
    refused = refusal_of(lambda: table_of(b'a,b\n\n"1\n2",3\n', header_line=line))
    assert refused == Refusal(Reason.NO_HEADER_THERE, line=line)


def test_a_name_that_stands_twice_is_told_apart() -> None:
    names = ["Email", "email", "Email (2)", "Email", "", "#7", "", " Name \n here "]
    assert [column.name for column in columns_of(names)] == [
        "Email", "email (3)", "Email (2)", "Email (4)", "#5", "#7", "#7 (2)", "Name here",
    ]  # fmt: skip
    assert [column.place for column in columns_of(names)] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [column.given for column in columns_of(names)][3:5] == ["Email", ""]


@given(
    st.lists(st.one_of(st.text(), st.sampled_from(["a", "A", "a (2)", "#1", "#2", "#2 (2)", "", "ß", "SS"])))
)
def test_no_two_names_are_the_same(names: list[str]) -> None:
    columns = columns_of(names)
    assert len({column.name.casefold() for column in columns}) == len(names)
    assert all(column.name for column in columns)
