"""The audit trail as it leaves: about people, noes and plans, in marks, without secrets.

Who was let in, and how the installation was set up, is its own affair and stays. So does what a change
knew of tables that stay.
"""

from functools import cache
from typing import Any
from uuid import UUID

from exchange.exports.marks import is_marked
from exchange.exports.tables import ALL, LEFT_OUT, Table, table_of
from exchange.exports.taking import Taking
from exchange.kinds import Taken

DEBRIEF = "insights.debrief"
OF_THE_INSTALLATION = ("accounts.", "outbox.")
# Whose a note at a follow-up or a lesson at a no was, the trail does not know any more.
PRIVATE = {"followups.followup": frozenset({"note"}), "prospects.loss": frozenset({"lesson"})}

SHARED = (ALL, "losses__loss__prospect__owner", "prospects__owner")

Snapshot = dict[str, str | None]
Rows = list[list[Any]]


@cache
def columns_left_out(label: str) -> frozenset[str]:
    """The columns of a table that never leave, as the trail names them."""
    table = table_of(label)
    if table is None:
        return frozenset()
    columns = table.model._meta.concrete_fields
    return frozenset(column.attname for column in columns if column.name in table.without)


@cache
def marked_columns(label: str) -> frozenset[str]:
    """The columns that hold the id of a team or a member, as the trail names them."""
    columns = _table(label).model._meta.concrete_fields if table_of(label) else ()
    return frozenset(column.attname for column in columns if is_marked(column))


def _table(label: str) -> Table:
    table = table_of(label)
    assert table is not None
    return table


class Trails:
    """Says of each change what of it is taken."""

    def __init__(self, taking: Taking) -> None:
        self.taking = taking
        self.whole = taking.taken is Taken.WHOLE
        self.own = taking.taken is Taken.OWN
        self.marks = {str(pk): str(mark) for pk, mark in taking.marks.of.items()}
        # What was done to one's own people; who else was written about at the same company is not.
        mine = [table.model for table in taking.tables if table.own not in SHARED]
        self.ids = {str(pk) for model in mine for pk in taking.ids.get(model, ())}
        self.debriefs = None if taking.debriefs is None else {str(pk) for pk in taking.debriefs}
        self.taken = set[UUID]()

    def told(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """A change without what stays; None when it is not taken at all."""
        row["before"], row["after"] = self._rows(row["before"]), self._rows(row["after"])
        label, pk = row["object_type"], str(row["object_id"])
        if not self._is_about_something(label, pk, row["before"] + row["after"]):
            return None
        if self.own and pk not in self.ids:
            row["label"] = ""
        row["object_id"] = self._mark(label, pk)
        if row["undoes"] not in self.taken:
            row["undoes"] = None
        self.taken.add(row["id"])
        return row

    def _is_about_something(self, label: str, pk: str, rows: Rows) -> bool:
        if any(not key.startswith(OF_THE_INSTALLATION) for key, _row in rows):
            return True
        return not label.startswith(OF_THE_INSTALLATION) and self._may_be_told(label, pk, None)

    def _rows(self, rows: Rows) -> Rows:
        return [
            [self._key(label, pk), self._snapshot(label, row)]
            for key, row in rows
            for label, _colon, pk in [key.partition(":")]
            if self._may_be_told(label, pk, row)
        ]

    def _may_be_told(self, label: str, pk: str, row: Snapshot | None) -> bool:
        if label in LEFT_OUT:
            return False
        if label == DEBRIEF and self.debriefs is not None:
            return pk in self.debriefs
        if not self.own or pk in self.ids:
            return True
        return bool(row) and (row or {}).get("prospect_id") in self.ids

    def _key(self, label: str, pk: str) -> str:
        return f"{label}:{self._mark(label, pk)}" if pk else label

    def _mark(self, label: str, pk: str) -> str:
        return self.marks.get(pk, pk) if label in {"accounts.team", "accounts.user"} else pk

    def _snapshot(self, label: str, row: Snapshot | None) -> Snapshot | None:
        if row is None:
            return None
        hidden = columns_left_out(label) | (frozenset() if self.whole else PRIVATE.get(label, frozenset()))
        marked = marked_columns(label)
        return {
            name: self.marks.get(value, value) if name in marked and value else value
            for name, value in row.items()
            if name not in hidden
        }
