"""The files of an import, read a row at a time: how each is written, whose it is, what its rows become."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from accounts.models import User
from common.text import clean_line
from exchange.dialects.answers import Answers, DealRow, Problem, Question
from exchange.dialects.fields import Field, Kind
from exchange.dialects.identity import Names
from exchange.dialects.joining import Book
from exchange.dialects.keeping import answers_from_json, layout_from_json
from exchange.dialects.recognition import Layout, by_hand, recognise
from exchange.dialects.rows import read_whole_row
from exchange.dialects.survey import settle
from exchange.models import Import, ImportFile
from exchange.tables.delimiter import Delimiter
from exchange.tables.encoding import Encoding
from exchange.tables.refusals import Reason, Refusal, RefusedError
from exchange.tables.table import Misfit, Options, Table, open_table

Cells = dict[str, str]
# More are not read in the time of a page, nor written in one piece.
MOST_ROWS = 100_000
_ADDRESS = re.compile(r"[^\s()<>;,:]+@[^\s()<>;,]+")
# What Import.answers holds: what somebody said, and what the columns settled by themselves.
SAID, SETTLED = "said", "settled"


@dataclass(frozen=True)
class ReadRow:
    """A row of a file of deals, and what it is read as.

    `cells` by header, empty for a misfit; `key` is what a deal is known by (exchange.dialects.identity),
    "" for anything that is no deal yet.
    """

    file: ImportFile
    line: int
    cells: Cells
    read: DealRow | Problem | list[Question] | Misfit
    key: str = ""


def options_of(file: ImportFile) -> Options:
    """How somebody wants the file read; what they left open is found out."""
    kept: dict[str, Any] = file.options
    return Options(
        encoding=Encoding(kept["encoding"]) if kept.get("encoding") else None,
        delimiter=Delimiter(kept["delimiter"]) if kept.get("delimiter") else None,
        header_line=kept.get("header_line") or None,
        marks_as_text=bool(kept.get("marks_as_text")),
    )


@contextmanager
def open_rows(file: ImportFile) -> Iterator[Table]:
    """The file as a table, to be read as often as one likes.

    Raises RefusedError, there and while rows are read; FileNotFoundError when its import is over.
    """
    with file.path.open("rb") as stream:
        yield open_table(stream, options_of(file))


def layout_of(file: ImportFile) -> Layout:
    """Whose export it is, which column is what: as somebody said, else as it looks; raises as open_rows."""
    if file.layout:
        return layout_from_json(file.layout)
    with open_rows(file) as table:
        return layout_for([column.name for column in table.columns])


def layout_for(headers: list[str]) -> Layout:
    """Whose export has these headers; a guess, to be looked over, where nobody's has."""
    return recognise(headers) or by_hand(headers)


def cells_of(table: Table) -> Iterator[tuple[int, Cells | Misfit]]:
    """The line and the cells by header of every row that is not empty; raises RefusedError."""
    names = [column.name for column in table.columns]
    for count, row in enumerate(table.rows()):
        if count == MOST_ROWS:
            raise RefusedError(Refusal(Reason.TOO_MANY_ROWS, line=count, most=MOST_ROWS))
        if isinstance(row, Misfit):
            yield row.refusal.line, row
        elif not row.is_empty:
            yield row.line, dict(zip(names, row.cells, strict=True))


def rows_of(table: Table) -> Iterator[Cells]:
    """The rows whose cells fit their columns."""
    return (cells for _line, cells in cells_of(table) if not isinstance(cells, Misfit))


def said_of(imp: Import, user: User, today: date) -> Answers:
    """What somebody has answered so far; money without a currency is the team's."""
    if kept := imp.answers.get(SAID):
        return answers_from_json(kept, today=today, zone=user.zone())
    return Answers(home_currency=user.team.currency, today=today, zone=user.zone())


def answers_of(imp: Import, user: User, today: date) -> Answers:
    """What somebody has answered, and what the columns of the files prove by themselves.

    Every row is read for it, unless it was found out before (exchange.imports.standing). Raises RefusedError.
    """
    said = said_of(imp, user, today)
    if kept := imp.answers.get(SETTLED):
        settled = answers_from_json(kept, today=today, zone=user.zone())
    else:
        settled = _settled(imp, replace(said, date_orders={}, marks={}))
    return replace(
        said,
        date_orders={**settled.date_orders, **said.date_orders},
        marks={**settled.marks, **said.marks},
    )


def files_of(imp: Import, *kinds: Kind) -> list[tuple[ImportFile, Layout]]:
    """The files whose rows are of one of these kinds, in their order."""
    layouts = ((file, layout_of(file)) for file in imp.files.all())
    return [(file, layout) for file, layout in layouts if layout.kind in kinds]


def book_of(imp: Import, answers: Answers) -> Book:
    """The people and organisations the deals are joined with; of the people, only whom a deal may mean."""
    wanted = set[str]()
    people = files_of(imp, Kind.PEOPLE)
    for file, layout in files_of(imp, Kind.DEALS) if people else ():
        with open_rows(file) as table:
            for cells in rows_of(table):
                wanted |= _names_in(layout, cells, Field.PERSON_ID)
    return _book(imp, wanted, answers)


def book_for(imp: Import, deal: DealRow) -> Book:
    """The people and organisations a single deal is joined with."""
    return _book(imp, {deal.person.record_id, *deal.person.emails, deal.organisation_id} - {""}, Answers())


def _book(imp: Import, wanted: set[str], answers: Answers) -> Book:
    book = Book(today=answers.today, zone=answers.zone)
    for file, layout in files_of(imp, Kind.PEOPLE, Kind.ORGANISATIONS):
        with open_rows(file) as table:
            rows = rows_of(table)
            if layout.kind is Kind.PEOPLE:
                rows = _meant(layout, rows, wanted)
            book.add(layout, rows)
    return book


def _meant(layout: Layout, rows: Iterator[Cells], wanted: set[str]) -> Iterator[Cells]:
    return (cells for cells in rows if not wanted.isdisjoint(_names_in(layout, cells, Field.RECORD_ID)))


def _names_in(layout: Layout, cells: Cells, own: Field) -> set[str]:
    """By what a row's person is joined: their number, that of their organisation, their addresses."""
    parts = layout.dialect.lists_with
    ids = (layout.cell(cells, name) for name in (own, Field.ORGANISATION_ID))
    addresses = (layout.cell(cells, name) for name in (Field.EMAIL, Field.PERSON))
    found = {clean_line(text.split(parts)[0] if parts else text) for text in ids}
    found.update(each.lower() for text in addresses if "@" in text for each in _ADDRESS.findall(text))
    return found - {""}


def read_deals(imp: Import, answers: Answers) -> Iterator[ReadRow]:
    """Every row of the files of deals, in their order, joined with whom the other files name.

    Raises RefusedError where a file cannot be read any further.
    """
    book, names = book_of(imp, answers), Names()
    for file, layout in files_of(imp, Kind.DEALS):
        with open_rows(file) as table:
            for line, cells in cells_of(table):
                if isinstance(cells, Misfit):
                    yield ReadRow(file, line, {}, cells)
                    continue
                read = read_whole_row(layout, cells, answers)
                if isinstance(read, DealRow):
                    key = names.name(layout, read) if read.is_taken else ""
                    yield ReadRow(file, line, cells, book.join(read), key)
                else:
                    yield ReadRow(file, line, cells, read)


def _settled(imp: Import, answers: Answers) -> Answers:
    for file, layout in files_of(imp, Kind.DEALS):
        with open_rows(file) as table:
            answers = settle(layout, rows_of(table), answers)
    return answers
