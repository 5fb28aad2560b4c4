"""Workbooks as openpyxl writes them, and by hand; and what is read out of them."""

import io
import zipfile
from collections.abc import Iterable
from typing import Any

import openpyxl

from exchange.tables.table import open_table
from exchange.tables.workbooks.as_csv import open_sheets

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook_of(**sheets: Iterable[Iterable[Any]]) -> bytes:
    """A workbook with these sheets."""
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_hand(sheet: str | bytes, strings: str = "", styles: str = "", properties: str = "") -> bytes:
    """A workbook with one sheet of this XML, or of these rows."""
    if isinstance(sheet, str):
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>'.encode()
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"/>',
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
        '<sheets><sheet name="One" sheetId="7" r:id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            worksheet="/xl/sheet.xml", sharedStrings="strings.xml", styles="styles.xml"
        ),
        "xl/sheet.xml": sheet,
        "xl/strings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def relations(**targets: str) -> str:
    each = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{RELATIONS}">{each}</Relationships>'


def written(data: bytes) -> dict[str, str]:
    """Every sheet as CSV."""
    found = {}
    with open_sheets(io.BytesIO(data)) as book:
        for sheet in book.sheets:
            target = io.BytesIO()
            book.write(sheet, target)
            found[sheet.name] = target.getvalue().decode()
    return found


def rows_of(data: bytes) -> list[tuple[int, tuple[str, ...]]]:
    """The line and cells of each row of the first sheet, below its header, as a table reads them."""
    text = next(iter(written(data).values()))
    table = open_table(io.BytesIO(text.encode()))
    return [(row.line, row.cells) for row in table.rows()]  # type: ignore[union-attr]
