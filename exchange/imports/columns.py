"""The columns of a file: what stands in them, where they go, and where somebody sends them instead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from common.text import clean_line
from exchange.dialects.by_hand import BY_HAND
from exchange.dialects.fields import Dialect, Field, Kind, matched
from exchange.dialects.recognition import DIALECTS, Layout, with_wishes
from exchange.imports.field_words import FIELDS, offered
from exchange.imports.reading import rows_of
from exchange.models import ImportFile
from exchange.tables.table import Table

_LOOKED_AT = 50  # rows
_EXAMPLES = 3
_LONGEST = 40  # characters of an example
# So many columns that go nowhere are shown of one file; wider ones keep theirs as they are.
MOST_UNUSED = 80
BY_CODE = {dialect.code: dialect for dialect in (*DIALECTS, BY_HAND)}


@dataclass(frozen=True)
class Column:
    """One column: the name of its select, its header, a few of its values, the field it goes to."""

    name: str
    header: str
    examples: str
    goes_to: str


def columns_of(file: ImportFile, layout: Layout, table: Table, typed: Mapping[str, str]) -> list[Column]:
    """The columns of a file in their order, as kept or as `typed`; of many that go nowhere only some."""
    sample = list(islice(rows_of(table), _LOOKED_AT))
    goes = {header: field for field, header in layout.columns.items()}
    found, unused = list[Column](), 0
    for column in table.columns:
        unused += column.name not in goes
        if column.name in goes or unused <= MOST_UNUSED:
            examples = _examples(row[column.name] for row in sample)
            name = select_name(file, column.place)
            goes_to = typed.get(name, goes.get(column.name, ""))
            found.append(Column(name, column.name, examples, goes_to))
    return found


def select_name(file: ImportFile, place: int) -> str:
    """The name of the select of a column, counted from 1."""
    return f"column-{file.place}-{place}"


def laid_out(
    file: ImportFile, layout: Layout, headers: list[str], posted: Mapping[str, str]
) -> tuple[Layout, list[str]]:
    """The layout as somebody chose it, and a sentence for each column that could not go where it was sent."""
    known = {field for field, _words in offered(layout.kind)}
    columns, complaints = dict[Field, str](), list[str]()
    for place, header in enumerate(headers, 1):
        before = next((field for field, own in layout.columns.items() if own == header), "")
        typed = posted.get(select_name(file, place), before)
        if typed not in known:
            continue
        field = Field(typed)
        if field in columns:
            complaints.append(_twice(columns[field], header, field))
        else:
            columns[field] = header
    return replace(layout, columns=columns), complaints


def layout_as(code: str, kind: str, headers: list[str]) -> Layout | None:
    """The file as an export of this program with rows of this kind; None where there is no such thing."""
    if code not in BY_CODE or kind not in set(Kind):
        return None
    dialect = BY_CODE[code]
    return Layout(dialect, Kind(kind), matched(_columns(dialect, Kind(kind)), headers))


def _columns(dialect: Dialect, kind: Kind) -> Mapping[Field, tuple[str, ...]]:
    tables = (*dialect.tables, *BY_HAND.tables)
    return with_wishes(next(table for table in tables if table.kind is kind))


def _examples(values: Iterable[str]) -> str:
    each = dict.fromkeys(clean_line(value[:200]) for value in values if value.strip())
    return ", ".join(Truncator(value).chars(_LONGEST) for value in islice(each, _EXAMPLES))


def _twice(first: str, second: str, field: Field) -> str:
    words = _("“%(first)s” and “%(second)s” both go to “%(field)s”. The second is left out for now.")
    return words % {"first": first, "second": second, "field": FIELDS[field]}
