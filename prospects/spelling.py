"""Rows by name, however it is written in large and small letters, in either database."""

import re
from typing import TypeVar

from django.db.models import Model, QuerySet, Value
from django.db.models.functions import Lower

from accounts.models import Team

Row = TypeVar("Row", bound=Model)


def named_alike(rows: "QuerySet[Row]", name: str) -> Row | None:
    """The first of `rows` with this `name` in any spelling of large and small.

    Databases fold ASCII; other letters SQLite doesn't, and PostgreSQL not in every locale. So where a name
    has some, those that fit around them are compared here.
    """
    # Spelt as the indexes are, which keep names unique in small letters.
    found = rows.alias(small=Lower("name")).filter(small=Lower(Value(name))).first()
    if found is not None or name.isascii():
        return found
    pattern = "".join(re.escape(letter) if letter.isascii() else "." for letter in name)
    alike = rows.filter(name__iregex=f"^{pattern}$")
    return next((row for row in alike if _name_of(row).casefold() == name.casefold()), None)


def _name_of(row: Model) -> str:
    name: str = getattr(row, "name", "")
    return name


def named_alike_or_free(rows: "QuerySet[Row]", name: str, team: Team) -> Row | None:
    """The same, when the name is to be added otherwise: nobody adds it in another spelling meanwhile.

    What an index folds it refuses; of other letters one at a time in a team.
    """
    found = named_alike(rows, name)
    if found is not None or name.isascii():
        return found
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    return named_alike(rows, name)
