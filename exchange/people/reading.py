"""The people in the files of an import, one at a time, whatever wrote them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from exchange.contact_tables import find_contacts, read_contact, recognise_contacts
from exchange.contacts import Contact
from exchange.dialects.fields import Kind, Row
from exchange.dialects.joining import read_person
from exchange.dialects.recognition import recognise
from exchange.dialects.wishes import read_wish
from exchange.imports.reading import open_rows, options_of
from exchange.models import Import, ImportFile
from exchange.tables.refusals import RefusedError
from exchange.tables.table import Misfit, Table, open_table
from exchange.vcards.lines import as_utf8
from exchange.vcards.reading import Refused, read_vcards

# So much of a file of cards is looked at at once; it is parted between two cards.
_PART = 1 << 20
_BEGIN, _END = b"BEGIN:VCARD", b"END:VCARD"
_BLANKS = 200
_LINE_END = re.compile(rb"\r*\n|\r")


@dataclass(frozen=True)
class ReadPerson:
    """A contact of a file, or why what stands there is none (a code of exchange.people.words); its line."""

    file: ImportFile
    line: int
    contact: Contact | None = None
    why: str = ""


def is_address_book(file: ImportFile) -> bool:
    """Whether a file holds people, and nothing else."""
    if is_of_cards(file):
        return True
    try:
        with open_rows(file) as table:
            return _reader_of(file, table) is not None
    except RefusedError:
        return False


def is_of_cards(file: ImportFile) -> bool:
    """Whether a file is one of vCards."""
    with file.path.open("rb") as stream:
        return as_utf8(stream.read(400)).lstrip()[: len(_BEGIN)].upper() == _BEGIN


def read_people(of_import: Import) -> Iterator[ReadPerson]:
    """Everybody in the files of an import, in their order, and what could not be read.

    Raises RefusedError where a table cannot be read any further, FileNotFoundError when the import is over.
    """
    for file in of_import.files.all():
        yield from _of_cards(file) if is_of_cards(file) else _of_a_table(file)


def _of_cards(file: ImportFile) -> Iterator[ReadPerson]:
    with file.path.open("rb") as stream:
        for above, part in _parts(stream):
            book = read_vcards(part)
            found = [ReadPerson(file, above + one.line, contact=one) for one in book.contacts]
            found += [_refused(file, above, one) for one in book.refused]
            yield from sorted(found, key=lambda one: one.line)


def _refused(file: ImportFile, above: int, refused: Refused) -> ReadPerson:
    return ReadPerson(file, above + refused.begins, why=refused.why)


def _parts(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """A file of cards in parts that end between two of them, and how many lines stand above each.

    One in UTF-16 is one part, for there no byte is a line end by itself.
    """
    head = stream.read(_PART)
    if b"\x00" in head[:400]:
        yield 0, head + stream.read()
        return
    above, rest = 0, head
    while more := stream.read(_PART):
        end = _between_cards(rest)
        if end:
            yield above, rest[:end]
            above += len(_LINE_END.findall(rest[:end]))
        rest = rest[end:] + more
    yield above, rest


def _between_cards(data: bytes) -> int:
    """Where the last card begins that follows upon another one's end; 0 if there is none."""
    place = len(data)
    while (place := data.rfind(_BEGIN, 0, place)) > 0:
        before = data[max(0, place - _BLANKS) : place].rstrip()
        if before[-len(_END) :].upper() == _END:
            return place
    return 0


def _of_a_table(file: ImportFile) -> Iterator[ReadPerson]:
    with open_rows(file) as table:
        read = _reader_of(file, table)
    if read is None:
        yield ReadPerson(file, 1, why="no_people")
        return
    with file.path.open("rb") as stream:
        table = open_table(stream, replace(options_of(file), header_line=read.header_line))
        names = [column.name for column in table.columns]
        for row in table.rows():
            if isinstance(row, Misfit):
                yield ReadPerson(file, row.refusal.line, why="too_many_cells")
                continue
            cells = dict(zip(names, row.cells, strict=True))
            if read.opted_out(cells):
                yield ReadPerson(file, row.line, why="opted_out")
            elif contact := read.of(cells):
                yield ReadPerson(file, row.line, contact=contact)
            elif not row.is_empty:
                yield ReadPerson(file, row.line, why="nobody")


@dataclass(frozen=True)
class _Reader:
    """How the rows of a table are read as people, where its header stands, and who wants to be left alone."""

    of: Callable[[Row], Contact | None]
    header_line: int
    opted_out: Callable[[Row], bool] = lambda _row: False


def _reader_of(file: ImportFile, table: Table) -> _Reader | None:
    """How somebody's address book is read, or the people of a CRM's export; None for any other table."""
    headers = [column.name for column in table.columns]
    if book := recognise_contacts(headers):
        return _Reader(lambda row: read_contact(book, row), table.header_line)
    if not options_of(file).header_line and (found := _below_a_preamble(table)):
        return found
    layout = recognise(headers)
    if layout is None or layout.kind is not Kind.PEOPLE:
        return None
    return _Reader(
        lambda row: person.contact if (person := read_person(layout, row)) else None,
        table.header_line,
        lambda row: bool(read_wish(layout, row, None).closed),
    )


def _below_a_preamble(table: Table) -> _Reader | None:
    """An address book whose header stands below a few lines of text."""
    records = table.form.records(table.stream)
    kept = [record for record, _place in zip(records, range(20), strict=False)]
    found = find_contacts(record.cells for record in kept)
    if found is None:
        return None
    place, book = found
    return _Reader(lambda row: read_contact(book, row), kept[place].line)
