"""Rows by name, however it is written in large and small letters, in either database."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet, Value
from django.db.models.functions import Lower

from accounts.models import Team
from common.prepared import prepared

Row = TypeVar("Row", bound=Model)


def named_alike(rows: "QuerySet[Row]", name: str) -> Row | None:
    """The first of `rows` with this `name` in any spelling of large and small.

    Databases fold ASCII; other letters SQLite doesn't, and PostgreSQL not in every locale. So where a name
    has some, those that fit around them are compared here.
    """
    found = _spelt(rows, Value(name)).first()
    return found if found is not None or name.isascii() else _folded_alike(rows, name)


def _spelt(rows: "QuerySet[Row]", name: Any) -> "QuerySet[Row]":
    """Spelt as the indexes are, which keep names unique in small letters."""
    small: Any = rows.alias(small=Lower("name"))
    spelt: QuerySet[Row] = small.filter(small=Lower(name))
    return spelt


def _folded_alike(rows: "QuerySet[Row]", name: str) -> Row | None:
    pattern = "".join(re.escape(letter) if letter.isascii() else "." for letter in name)
    alike = rows.filter(name__iregex=f"^{pattern}$")
    return next((row for row in alike if _name_of(row).casefold() == name.casefold()), None)


def _name_of(row: Model) -> str:
    name: str = getattr(row, "name", "")
    return name


def named_alike_or_free(of: type[Row], name: str, team: Team) -> Row | None:
    """A row of the team by that name, which is to be added otherwise: nobody adds it in another spelling
    meanwhile.

    What an index folds it refuses; of other letters one at a time in a team.
    """
    found = next(iter(_of_team(of)(team.pk, name)), None)
    if found is not None or name.isascii():
        return found
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    return named_alike(_rows(of, team.pk), name)


def _rows(of: type[Row], team_id: UUID) -> "QuerySet[Row]":
    rows: QuerySet[Row] = of._default_manager.filter(team=team_id)
    return rows


@cache
def _of_team(of: type[Row]) -> Callable[[UUID, str], list[Row]]:
    """The read that finds a row of that kind by its name."""

    @prepared
    def named(team_id: UUID, name: str) -> "QuerySet[Row]":
        return _spelt(_rows(of, team_id), name).order_by("pk")[:1]

    return named
