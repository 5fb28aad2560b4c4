"""The rows of a table as plain values, in the order of its columns."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Field, ForeignKey, Model

from accounts.changes import Change
from accounts.models import Team, User
from exchange.exports.marks import Marks, is_marked
from exchange.exports.tables import Table
from exchange.exports.taking import Taking
from exchange.exports.trail import Trails
from exchange.kinds import Taken
from followups.kinds import Kind
from followups.models import FollowUp
from prospects.models import Deal

AT_ONCE = 1000
# Roles and numbers belong to the team somebody leaves, not to them.
OF_ONES_TEAM = frozenset({"id", "name", "currency", "created_at"})
OF_A_COLLEAGUE = frozenset({"id", "team", "email", "name"})
ROLES = frozenset({"is_sales", "is_marketing", "is_manager"})

Record = dict[str, Any]


@cache
def columns_of(table: Table) -> tuple["Field[Any, Any]", ...]:
    """The columns of a table that are taken along."""
    return tuple(column for column in table.model._meta.concrete_fields if column.name not in table.without)


def records(table: Table, taking: Taking) -> Iterator[Record]:
    """Every row that is taken, by the names of its columns."""
    found = _records(table, taking)
    # Their ids are of this installation alone, and databases don't agree on how to sort an address.
    is_marked_itself = table.model in (Team, User)
    yield from sorted(found, key=lambda row: (row.get("team", 0), row["id"])) if is_marked_itself else found


def _records(table: Table, taking: Taking) -> Iterator[Record]:
    columns = columns_of(table)
    names, attnames = [column.name for column in columns], [column.attname for column in columns]
    marked = [column.name for column in columns if is_marked(column)]
    fit = _fit(table, taking)
    for values in taking.rows(table).values_list(*attnames).iterator(chunk_size=AT_ONCE):
        row = fit(dict(zip(names, values, strict=True)))
        if row is not None:
            _mark(row, marked, taking.marks)
            yield {name: plain(value) for name, value in row.items()}


def _mark(row: Record, marked: list[str], marks: Marks) -> None:
    for name in marked:
        if name in row and row[name] is not None:
            row[name] = marks.of[row[name]]


def _fit(table: Table, taking: Taking) -> Callable[[Record], Record | None]:
    """What becomes of a row of this table before it leaves; None: it stays."""
    if table.model is Change:
        return Trails(taking).told
    steps = [
        *([_without_others_notes(taking)] if table.model is FollowUp else []),
        *([_of_own_people(table, taking)] if taking.taken is Taken.OWN else []),
    ]

    def fit(row: Record | None) -> Record | None:
        for step in steps:
            row = step(row) if row is not None else None
        return row

    return fit


def _without_others_notes(taking: Taking) -> Callable[[Record], Record | None]:
    """What somebody noted to themselves at a debrief is theirs alone."""

    def fit(row: Record) -> Record:
        if taking.by and row["kind"] == Kind.DEBRIEF and row["owner"] != taking.by.pk:
            row["note"] = ""
        return row

    return fit


def _of_own_people(table: Table, taking: Taking) -> Callable[[Record], Record | None]:
    """A row without what leads to colleagues' people; None when nothing is left of it then."""
    if table.model is Team:
        return lambda row: {name: row[name] for name in row if name in OF_ONES_TEAM}
    if table.model is User:
        return lambda row: _a_member(row, taking)
    keys = {
        column.name: taking.ids[column.related_model]
        for column in columns_of(table)
        if isinstance(column, ForeignKey) and column.related_model in taking.ids and not is_marked(column)
    }
    return lambda row: _within(row, table, keys, taking)


def _a_member(row: Record, taking: Taking) -> Record:
    """Oneself without roles, for those are the team's to give; of colleagues only who they are."""
    if taking.by and row["id"] == taking.by.pk:
        return {name: value for name, value in row.items() if name not in ROLES}
    return {name: value for name, value in row.items() if name in OF_A_COLLEAGUE} | {"is_active": False}


def _within(row: Record, table: Table, keys: dict[str, set[UUID]], taking: Taking) -> Record | None:
    if table.model is Deal:
        row["prospect"] = taking.their_part.get(row["id"], row["prospect"])
    for name, known in keys.items():
        if row[name] is None or row[name] in known:
            continue
        if name in table.needed or not table.model._meta.get_field(name).null:
            taking.ids[table.model].discard(row["id"])
            return None
        row[name] = None
    return row


def plain(value: Any) -> Any:
    """A value as JSON takes it, nothing lost, and the same from either database."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value


def named_rows(model: type[Model], column: str, taking: Taking, table: Table) -> dict[str, str]:
    """What the rows of a table are called, by their ids."""
    rows = taking.rows(table).values_list("pk", column).iterator(chunk_size=AT_ONCE)
    return {str(pk): name for pk, name in rows}
