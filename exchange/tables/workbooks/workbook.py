"""Pure: a workbook: which sheets it has, and where their rows, texts and formats lie."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final
from zipfile import ZipFile

from exchange.tables.workbooks.numbers import DAY_FORMATS, shows_a_day
from exchange.tables.workbooks.parts import attribute, broken, read_part
from exchange.tables.workbooks.strings import Strings, read_strings

SIGNATURE: Final = b"PK\x03\x04"
# A part every workbook has, named among the first entries of its ZIP.
WORKBOOK_PART: Final = b"[Content_Types].xml"
MOST_SHEETS: Final = 100
MOST_FORMATS: Final = 100_000


@dataclass(frozen=True)
class Sheet:
    """A sheet people see, and the part it lies in."""

    name: str
    part: str


@dataclass
class Workbook:
    """What all sheets of a workbook share."""

    sheets: list[Sheet] = field(default_factory=list)
    strings: Strings = field(default_factory=Strings)
    # Of each cell format whether it shows a day.
    day_formats: list[bool] = field(default_factory=list)
    from_1904: bool = False


def is_workbook(stream: BinaryIO) -> bool:
    """Whether a file is an Excel workbook of today, by how it begins and what its ZIP names."""
    stream.seek(0)
    head = stream.read(1 << 16)
    if not head.startswith(SIGNATURE):
        return False
    if WORKBOOK_PART in head:
        return True
    stream.seek(max(0, stream.seek(0, 2) - (1 << 16)))
    return WORKBOOK_PART in stream.read()


def read_workbook(archive: ZipFile) -> Workbook:
    """The sheets, those apart that are hidden, with the texts and formats. Raises RefusedError."""
    main = _related(archive, "").get("officeDocument", ["xl/workbook.xml"])[0]
    book, by_id = Workbook(), _targets_by_id(archive, main)

    def begin(tag: str, given: Mapping[str, str]) -> None:
        if tag == "workbookPr":
            book.from_1904 = attribute(given, "date1904") in ("1", "true")
        elif tag == "sheet" and attribute(given, "state") in ("", "visible"):
            _add_sheet(book, attribute(given, "name"), by_id.get(_relation(given), ""))

    read_part(archive, main, begin)
    related = _related(archive, main)
    for part in related.get("sharedStrings", [])[:1]:
        book.strings = read_strings(archive, part)
    for part in related.get("styles", [])[:1]:
        book.day_formats = _day_formats(archive, part)
    return book


def _add_sheet(book: Workbook, name: str, part: str) -> None:
    if part and len(book.sheets) < MOST_SHEETS:
        book.sheets.append(Sheet(name, part))


def _relation(given: Mapping[str, str]) -> str:
    """A sheet has an id of its own without a namespace, beside the one of its part."""
    return next((text for name, text in given.items() if name.endswith(" id")), "")


def _relations(archive: ZipFile, of: str) -> list[tuple[str, str, str]]:
    """Id, kind and part of whatever a part refers to inside the workbook."""
    folder, name = posixpath.split(of)
    found: list[tuple[str, str, str]] = []

    def begin(tag: str, given: Mapping[str, str]) -> None:
        if tag != "Relationship" or given.get("TargetMode") == "External":
            return
        if len(found) > 10 * MOST_SHEETS:
            raise broken()
        target = posixpath.normpath(posixpath.join("/", folder, given.get("Target", ""))).lstrip("/")
        found.append((given.get("Id", ""), posixpath.basename(given.get("Type", "")), target))

    read_part(archive, posixpath.join(folder, "_rels", f"{name}.rels"), begin)
    return found


def _related(archive: ZipFile, of: str) -> dict[str, list[str]]:
    related: dict[str, list[str]] = {}
    for _, kind, part in _relations(archive, of):
        related.setdefault(kind, []).append(part)
    return related


def _targets_by_id(archive: ZipFile, of: str) -> dict[str, str]:
    return {name: part for name, kind, part in _relations(archive, of) if kind == "worksheet"}


def _day_formats(archive: ZipFile, part: str) -> list[bool]:
    """Cell formats by their number: formats of the workbook's own come before those that use them."""
    own: dict[str, bool] = {}
    formats: list[bool] = []
    inside: list[str] = []

    def begin(tag: str, given: Mapping[str, str]) -> None:
        if len(own) + len(formats) > MOST_FORMATS:
            raise broken()
        if tag == "numFmt":
            own[given.get("numFmtId", "")] = shows_a_day(given.get("formatCode", ""))
        elif tag == "xf" and inside[-1:] == ["cellXfs"]:
            number = given.get("numFmtId", "0")
            formats.append(own[number] if number in own else int(number) in DAY_FORMATS)
        inside.append(tag)

    def end(_tag: str) -> None:
        inside.pop()

    read_part(archive, part, begin, end)
    return formats
