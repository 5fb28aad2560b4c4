"""Whole rows, before and after each act: what changed, and whether an undo put everything back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

Key = tuple[str, UUID]
Row = dict[str, Any]
Rows = dict[Key, Row]

# Counts acts, undo included.
COUNTERS = {"version"}
# Follows from the deals as they stand (coming_back.py judges it): another yes may answer the same no.
FOLLOWING = {"came_back_on"}
ROOMS = ("prospects", "followups", "library")
BESIDE = ("accounts.Absence",)


def _models() -> list[type[models.Model]]:
    of_rooms = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return [*of_rooms, *(apps.get_model(label) for label in BESIDE)]


def everything() -> Rows:
    """Every row of the people, their noes and their plans."""
    found: Rows = {}
    for model in _models():
        names = [field.attname for field in model._meta.concrete_fields]
        label = model._meta.label_lower
        for values in model._default_manager.values_list(*names):
            row = dict(zip(names, values, strict=True))
            found[label, row["id"]] = row
    return found


def rows_of(rows: Rows, label: str) -> Iterator[Row]:
    """The rows of one table."""
    return (row for (table, _pk), row in rows.items() if table == label)


@dataclass(frozen=True)
class Act:
    """One change as it stands in the trail: which rows it touched, and how they stood before and after."""

    change: UUID
    name: str
    object_id: UUID
    before: Rows
    after: Rows

    @classmethod
    def between(cls, change: UUID, name: str, object_id: UUID, before: Rows, after: Rows) -> "Act":
        """Of two states of everything, what differs."""
        keys = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        return cls(
            change,
            name,
            object_id,
            {key: before[key] for key in keys if key in before},
            {key: after[key] for key in keys if key in after},
        )

    def faults_of_undo(self, stood: Rows, stands: Rows) -> Iterator[str]:
        """What an undo left other than before: `stood` is everything before it, `stands` after it."""
        for key in stood.keys() | stands.keys() | self.before.keys():
            expected, found = self._undone(key, stood.get(key)), stands.get(key)
            if (expected is None) != (found is None):
                yield f"{key[0]} {'is gone' if found is None else 'is still there'}: {expected or found}"
            elif expected and found:
                wrong = {name for name in expected if expected[name] != found[name]} - COUNTERS - FOLLOWING
                yield from (f"{key[0]}.{name} is {found[name]!r}, was {expected[name]!r}" for name in wrong)

    def _undone(self, key: Key, stood: Row | None) -> Row | None:
        """How a row should stand once this act is taken back."""
        if key not in self.before and key not in self.after:
            return stood
        before, after = self.before.get(key), self.after.get(key)
        if before is None or after is None or stood is None:
            return before
        touched = {name for name in before if before[name] != after[name]}
        return {name: before[name] if name in touched else stood[name] for name in stood}
