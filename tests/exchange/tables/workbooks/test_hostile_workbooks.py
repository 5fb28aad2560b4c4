"""Whatever is sent as a workbook is read or refused, in little memory."""

import io
import os
import random
import struct
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from exchange.tables.refusals import Reason, RefusedError
from exchange.tables.workbooks.as_csv import open_sheets
from exchange.tables.workbooks.parts import LONGEST_CONTENTS
from tests.exchange.tables.reading import refusal_of
from tests.exchange.tables.workbooks.making import MAIN, by_hand, workbook_of, written

ROWS: list[list[object]] = [["Name", "Value"], ["A", 1], ["B", 2.5]]


def reason_of(data: bytes) -> Reason:
    return refusal_of(lambda: written(data)).reason


def test_half_a_workbook_is_refused() -> None:
    whole = workbook_of(Deals=ROWS)
    assert {reason_of(whole[:cut]) for cut in range(0, len(whole), 97)} == {Reason.BROKEN_WORKBOOK}


@pytest.mark.parametrize("seed", range(300))
def test_a_workbook_with_broken_bytes_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(workbook_of(Deals=ROWS))
    for _ in range(chance.choice([1, 3, 30])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with suppress(RefusedError):
        written(bytes(data))


@pytest.mark.parametrize("name", sorted(zipfile.ZipFile(io.BytesIO(by_hand(""))).namelist()))
def test_a_part_may_be_missing_or_nonsense(name: str) -> None:
    whole = zipfile.ZipFile(io.BytesIO(by_hand("<row><c><v>1</v></c></row>")))
    for content in (None, b"", b"<a>", b"\xff\xfe<", b"<a/>", os.urandom(50)):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for other in whole.namelist():
                if other != name:
                    archive.writestr(other, whole.read(other))
                elif content is not None:
                    archive.writestr(other, content)
        with suppress(RefusedError):
            written(stream.getvalue())


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row r="-1"/>',
        '<row r="x"/>',
        '<row r="2"/><row r="1"/>',
        '<row><c r="ZZZZZZ1"><v>1</v></c></row>',
        '<row><c r="B1"/><c r="A1"/></row>',
        '<row><c t="s"><v>7</v></c></row>',
        '<row><c t="s"><v>-1</v></c></row>',
        '<row><c s="x"/></row>',
        "<row><c t='s'><v>" + "9" * 5000 + "</v></c></row>",
    ],
)
def test_places_that_are_none(rows: str) -> None:
    assert reason_of(by_hand(rows)) is Reason.BROKEN_WORKBOOK


def test_entities_do_not_grow() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    sheet = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet xmlns="{MAIN}">&l9;</worksheet>'
    assert reason_of(by_hand(sheet.encode())) is Reason.BROKEN_WORKBOOK


def test_nothing_outside_is_read() -> None:
    sheet = f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet xmlns="{MAIN}">&f;</worksheet>'
    assert reason_of(by_hand(sheet.encode())) is Reason.BROKEN_WORKBOOK


def test_a_table_of_contents_without_end() -> None:
    data = bytearray(workbook_of(Deals=ROWS))
    struct.pack_into("<I", data, data.rfind(b"PK\x05\x06") + 12, LONGEST_CONTENTS + 1)
    assert reason_of(bytes(data)) is Reason.WORKBOOK_TOO_LARGE


@pytest.fixture
def little_memory() -> object:
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("<row>" + "<c><v>1</v></c>" * 300_000 + "</row>", Reason.BROKEN_WORKBOOK),
        ("<row><c><v>" + "1" * 1_500_000 + "</v></c></row>", Reason.CELL_TOO_LONG),
        ("<row>" + "<c/>" * 2_500 + "<c><v>1</v></c></row>", Reason.ROW_TOO_WIDE),
        ('<row a="' + "x" * 3_000_000 + '"/>', Reason.BROKEN_WORKBOOK),
    ],
)
def test_what_does_not_end(rows: str, reason: Reason) -> None:
    data = by_hand(rows)
    assert reason_of(data) in (reason, Reason.ROW_TOO_WIDE)


@pytest.mark.slow
def test_a_hundred_megabytes_of_rows(tmp_path: Path) -> None:
    data = by_hand("")
    rows = '<row><c t="inlineStr"><is><t>{}</t></is></c><c><v>1</v></c></row>'.format("x" * 900) * 1_000
    path = tmp_path / "large.xlsx"
    with (
        zipfile.ZipFile(io.BytesIO(data)) as small,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as large,
    ):
        for name in small.namelist():
            if name != "xl/sheet.xml":
                large.writestr(name, small.read(name))
        with large.open("xl/sheet.xml", "w") as part:
            part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for _ in range(100):
                part.write(rows.encode())
            part.write(b"</sheetData></worksheet>")
    tracemalloc.start()
    with (
        path.open("rb") as stream,
        (tmp_path / "large.csv").open("wb") as target,
        open_sheets(stream) as book,
    ):
        assert book.write(book.sheets[0], target) == 100_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
