"""Pure: which CRM wrote a file, by its headers. Two that fit as well as each other are asked about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from common.csv_cells import unguarded
from exchange.dialects.by_hand import BY_HAND, COLUMNS, guess
from exchange.dialects.dynamics import DYNAMICS
from exchange.dialects.fields import WISHES, Columns, Dialect, Field, Kind, Row, Table, matched
from exchange.dialects.hubspot import HUBSPOT
from exchange.dialects.lost_deals import LOST_DEALS
from exchange.dialects.odoo import ODOO
from exchange.dialects.pipedrive import PIPEDRIVE
from exchange.dialects.salesforce import SALESFORCE
from exchange.dialects.zoho import ZOHO
from exchange.folding import plain

DIALECTS = (HUBSPOT, PIPEDRIVE, SALESFORCE, ZOHO, DYNAMICS, ODOO, LOST_DEALS)


@dataclass(frozen=True)
class Layout:
    """How a file is read: who wrote it, what its rows are, which header each field stands under.

    `score` counts the telling headers and the fields found; it means something beside another score only.
    """

    dialect: Dialect
    kind: Kind
    columns: dict[Field, str]
    score: int = 0

    def cell(self, row: Row, field: Field) -> str:
        """A cell as it is; empty if the file has no such column (one without a header is no such column)."""
        header = self.columns.get(field)
        cell = (row.get(header) or "") if header else ""
        return unguarded(cell) if self.dialect.is_ours else cell

    @property
    def is_unknown(self) -> bool:
        """Whether no column of it is known: its kind is anybody's guess."""
        return not self.columns

    def header(self, field: Field) -> str:
        """The header of a field; empty if the file has none."""
        return self.columns.get(field, "")


def recognise(headers: Sequence[str]) -> Layout | None:
    """The one CRM whose export this looks like; None if there is none, or if two fit alike (`candidates`)."""
    found = candidates(headers)
    if not found or (len(found) > 1 and found[0].score == found[1].score):
        return None
    return found[0]


def candidates(headers: Sequence[str]) -> list[Layout]:
    """Every CRM that may have written the file, the likeliest first; at most one layout of each."""
    layouts = filter(None, (_layout(dialect, headers) for dialect in DIALECTS))
    return sorted(layouts, key=lambda layout: -layout.score)


def by_hand(headers: Sequence[str]) -> Layout:
    """A layout for any file, guessed for somebody to look over."""
    table, columns = guess(list(headers))
    return Layout(BY_HAND, table.kind, columns)


def _layout(dialect: Dialect, headers: Sequence[str]) -> Layout | None:
    """The first of a dialect's tables whose marks are there: deals before people before organisations."""
    names = frozenset(map(plain, headers))
    for table in dialect.tables:
        if marks := _marks(table, names):
            own = matched(table.columns, list(headers))
            columns = matched(with_wishes(table), list(headers))
            return Layout(dialect, table.kind, columns, marks * 2 + len(own))
    return None


def with_wishes(table: Table) -> Columns:
    """Its columns, and those of opt-outs and permissions as anybody may name them: teams add their own."""
    own = dict(table.columns)
    if table.kind is not Kind.ORGANISATIONS:
        own |= {field: (*own.get(field, ()), *COLUMNS[field]) for field in WISHES}
    return own


def _marks(table: Table, names: Iterable[str]) -> int:
    """How many headers the largest set of marks has that is there; 0 if none is."""
    there = frozenset(names)
    return max((len(marks) for marks in table.marks if there.issuperset(map(plain, marks))), default=0)
