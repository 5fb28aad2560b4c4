"""What parts the cells, found out on the first records."""

import io
from collections.abc import Iterator
from functools import partial

import pytest

from exchange.tables.delimiter import SAMPLE, Delimiter, FoundDelimiter, Ground, find_delimiter, sep_line
from exchange.tables.refusals import Reason, Refusal
from tests.exchange.tables.reading import refusal_of


def found(text: str, chosen: Delimiter | None = None, marks_as_text: bool = False) -> FoundDelimiter:
    def read() -> Iterator[str]:
        return iter(io.StringIO(text, newline=""))

    return find_delimiter(read, chosen, marks_as_text)


@pytest.mark.parametrize("delimiter", Delimiter)
def test_rows_of_one_width_say_it(delimiter: Delimiter) -> None:
    text = "name|reason|value\nJörg|too dear|100\nAnn|later|\n".replace("|", delimiter)
    assert found(text) == FoundDelimiter(delimiter, Ground.CONSISTENT)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        # Decimal commas between semicolons, also where every row has one.
        ("name;value\nA;1,5\nB;2,5\n", Delimiter.SEMICOLON),
        ("a;b;c\n1,5;2,5;3,5\n1;2;3\n", Delimiter.SEMICOLON),
        # Several values in one cell.
        ("name,topics,value\nA,x;y;z,1\nB,x;y,2\n", Delimiter.COMMA),
        ('name,topics\nA,"x;y;z"\nB,"x;y"\n', Delimiter.COMMA),
        ('name;note\nA;"one, two, three"\nB;"four, five, six"\n', Delimiter.SEMICOLON),
        ("name\tnote\nA\tone, two; three\n", Delimiter.TAB),
        # Line ends inside quotes are no rows.
        ('name,note\nA,"one;\ntwo;\nthree;"\n', Delimiter.COMMA),
        # A row or two of another width.
        ("a,b,c\n1,2\n", Delimiter.COMMA),
        ("a,b,c\n1,2,3,4\n", Delimiter.COMMA),
        ("a;b;c\n1;2;3\n1;2\n1;2;3\n", Delimiter.SEMICOLON),
        # Notes above the table.
        ("Notes:\nThese are yours; keep them.\n\nname,mail\nA,a@b.c\nB,b@b.c\n", Delimiter.COMMA),
        # What is wrong further down is not the delimiter's fault.
        ('a,b,c\n1,"x" y,3\n', Delimiter.COMMA),
        ('a;b;c\n1;5" pipe;3\n', Delimiter.SEMICOLON),
        ('a;b;c\n1;"left open;3\n', Delimiter.SEMICOLON),
        ("a,b", Delimiter.COMMA),
    ],
)
def test_other_signs_inside_cells_do_not_mislead(text: str, delimiter: Delimiter) -> None:
    assert found(text) == FoundDelimiter(delimiter, Ground.CONSISTENT)
    assert found(text, marks_as_text=True).delimiter is delimiter


@pytest.mark.parametrize("text", ["", "\n\n", "name", "name\nAnn\nBob\n", "note\nwell, yes\nno\nmaybe, or\n"])
def test_one_column_needs_none(text: str) -> None:
    assert found(text) == FoundDelimiter(Delimiter.COMMA, Ground.ONE_COLUMN)


@pytest.mark.parametrize("line", ["sep=;\n", "SEP=;\r\n", '"sep=;"\r'])
def test_the_first_line_may_say_it(line: str) -> None:
    assert found(f"{line}a,b\n1,2\n") == FoundDelimiter(Delimiter.SEMICOLON, Ground.SAID, skip=1)


def test_a_tab_may_be_said_too() -> None:
    assert sep_line("sep=\t\r\n") == "\t"


def test_what_is_said_must_be_known() -> None:
    assert refusal_of(partial(found, "sep=^\na^b\n")) == Refusal(Reason.UNKNOWN_DELIMITER, line=1, what="^")


@pytest.mark.parametrize("line", ["sep=\n", "sep=;;\n", "sep;x\n", "a sep=;\n"])
def test_other_first_lines_say_nothing(line: str) -> None:
    assert sep_line(line) is None


def test_what_is_chosen_holds() -> None:
    assert found("a,b\n1,2\n", Delimiter.PIPE) == FoundDelimiter(Delimiter.PIPE, Ground.CHOSEN)
    assert found("sep=;\na,b\n", Delimiter.COMMA) == FoundDelimiter(Delimiter.COMMA, Ground.CHOSEN, skip=1)


def test_only_the_first_records_are_looked_at() -> None:
    text = io.StringIO("a,b\n" * SAMPLE * 10, newline="")

    def read() -> Iterator[str]:
        text.seek(0)
        for number, line in enumerate(text):
            assert number <= SAMPLE
            yield line

    assert find_delimiter(read).delimiter is Delimiter.COMMA
