"""What stands in a workbook's cells stands in the table, and openpyxl agrees."""

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.tables.workbooks.as_csv import LINE_INSIDE
from exchange.tables.workbooks.numbers import shows_a_day
from exchange.tables.workbooks.workbook import is_workbook
from tests.exchange.tables.workbooks.making import by_hand, rows_of, workbook_of, written

HEADER = ["Name", "When", "Value"]


def cell_of(value: object) -> str:
    ((_, cells),) = rows_of(workbook_of(Deals=[HEADER, ["A", "B", value]]))
    return cells[2]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Müller & Söhne <GmbH>", "Müller & Söhne <GmbH>"),
        ("a\nb", f"a{LINE_INSIDE}b"),
        ('say "no", she said', 'say "no", she said'),
        (18500, "18500"),
        (18500.0, "18500"),
        (18500.5, "18500.5"),
        (1.234, "1.2340"),  # three places could be thousands
        (0.1, "0.1"),
        (-3, "-3"),
        (1e20, "1e+20"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2024, 3, 2), "2024-03-02"),
        (datetime.fromisoformat("2024-03-02T14:05"), "2024-03-02 14:05:00"),
        (datetime.fromisoformat("2024-03-02"), "2024-03-02"),
        (time(14, 5), "14:05:00"),
        (date(1900, 1, 1), "1900-01-01"),
        (None, ""),
    ],
)
def test_a_cell_says_what_it_shows(value: object, text: str) -> None:
    assert cell_of(value) == text


def test_days_may_count_from_1904() -> None:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    rows = '<row r="1"><c t="str"><v>Day</v></c></row><row r="2"><c s="1"><v>43891</v></c></row>'
    assert rows_of(by_hand(rows, styles=styles, properties='<workbookPr date1904="1"/>')) == [
        (2, ("2024-03-02",))
    ]
    assert rows_of(by_hand(rows, styles=styles)) == [(2, ("2020-03-01",))]


@pytest.mark.parametrize("code", ["yyyy-mm-dd", "d/m/yy h:mm", "[$-407]d. mmmm yyyy", "[h]:mm", 'd" of "mmm'])
def test_a_format_of_one_s_own_may_show_a_day(code: str) -> None:
    assert shows_a_day(code)


@pytest.mark.parametrize("code", ["General", "0.00", '#,##0 "days"', "[Red]0", "[$USD] 0", "_-* 0\\d", ""])
def test_or_none(code: str) -> None:
    assert not shows_a_day(code) or code == "General"


def test_a_row_keeps_its_number() -> None:
    data = workbook_of(Deals=[HEADER, ["A\nB", "x", "y"], [], [], ["C", "", "z"]])
    assert rows_of(data) == [(2, (f"A{LINE_INSIDE}B", "x", "y")), (5, ("C", "", "z"))]


def test_cells_left_out_at_the_end_are_no_news() -> None:
    assert written(workbook_of(Deals=[HEADER, ["A", "B"], ["Made on 1 May"]])) == {
        "Deals": "Name,When,Value\nA,B,\nMade on 1 May\n"
    }


def test_hidden_sheets_stay_where_they_are() -> None:
    book = openpyxl.Workbook()
    for name, state in {"Lists": "hidden", "More": "veryHidden", "Deals": "visible"}.items():
        sheet = book.create_sheet(name)
        sheet["A1"] = name
        sheet.sheet_state = state
    book.remove(book.worksheets[0])
    stream = io.BytesIO()
    book.save(stream)
    assert written(stream.getvalue()) == {"Deals": "Deals\n"}


def test_a_table_s_words_may_be_shared_formatted_and_spoken() -> None:
    strings = (
        "<si><r><t>Buy</t></r><r><t xml:space='preserve'> later</t></r></si>"
        "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si><si><t>a_x000D_\nb</t></si>"
    )
    cells = "".join(f'<c r="{place}" t="s"><v>{n}</v></c>' for n, place in enumerate(["A2", "B2", "C2"]))
    rows = f'<row><c t="inlineStr"><is><t>x</t></is></c></row><row r="2">{cells}</row>'
    assert written(by_hand(rows, strings)) == {"One": f"x\nBuy later,東京,a{LINE_INSIDE}b\n"}


def test_rows_and_cells_need_no_place() -> None:
    rows = (
        '<row><c><v>1</v></c><c r="C1"><v>3</v></c><c><v>4</v></c></row><row><c t="e"><v>#N/A</v></c></row>'
    )
    assert written(by_hand(rows)) == {"One": "1,,3,4\n#N/A\n"}


def test_what_is_a_workbook_shows_at_once() -> None:
    assert is_workbook(io.BytesIO(workbook_of(Deals=[HEADER])))
    assert not is_workbook(io.BytesIO(b"PK\x03\x04" + b"x" * 100))
    assert not is_workbook(io.BytesIO(b"Name,When\n"))


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="￾￿"), min_size=1
)
VALUES = st.one_of(
    st.none(),
    TEXTS.filter(lambda text: not text.startswith("=")),
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9, width=32),
    st.booleans(),
    st.dates(date(1901, 1, 1), date(2200, 1, 1)),
)


@given(st.lists(st.lists(VALUES, max_size=5), min_size=1, max_size=5))
def test_any_sheet_is_read_as_openpyxl_reads_it(rows: list[list[object]]) -> None:
    data = workbook_of(Deals=rows)
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True)["Deals"]
    expected = {
        place: [_as_text(value) for value in row]
        for place, row in enumerate(sheet.iter_rows(values_only=True), 1)
    }
    text = written(data)["Deals"]
    lines = text.split("\n")
    for place, cells in expected.items():
        line = lines[place - 1] if place <= len(lines) else ""
        (found,) = csv.reader([line]) if line else ([],)
        assert _trimmed(found) == _trimmed(cells)


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return value if isinstance(value, str) else _number(value)
    return "" if value is None else str(value)


def _number(value: float) -> str:
    if value == int(value):
        return str(int(value))
    text = format(Decimal(repr(value)), "f")
    return text + "0" if len(text.split(".")[1]) == 3 else text


def _trimmed(cells: list[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept
