"""The names and reasons of a team, read once for a batch that asks for thousands of them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models.functions import Lower

from accounts.changes import Trail
from accounts.models import Team
from prospects.models import Competitor, LossReason, Organisation

Row = TypeVar("Row", Organisation, Competitor)


class Remembered:
    """Answers as the database would have it, from what was read once and what was added since.

    Nobody else may add a name meanwhile that an index would not refuse: the team is locked until the end of
    the transaction (see accounts.spelling).
    """

    def __init__(self, team: Team) -> None:
        Team.objects.select_for_update(no_key=True).get(pk=team.pk)
        self._organisations = _Spelt(Organisation, team)
        self._competitors = _Spelt(Competitor, team)
        self._reasons = {reason.pk: reason for reason in LossReason.objects.filter(team=team)}

    def organisation(self, name: str, team: Team, trail: Trail) -> Organisation:
        """Found in any spelling of large and small, or added."""
        return self._organisations.find_or_add(name, team, trail)

    def competitor(self, name: str, team: Team, trail: Trail) -> Competitor:
        """Found in any spelling of large and small, or added."""
        return self._competitors.find_or_add(name, team, trail)

    def reasons(self, pks: Iterable[UUID], _team_id: UUID) -> dict[UUID, LossReason]:
        """By id."""
        return {pk: self._reasons[pk] for pk in pks if pk in self._reasons}


class _Spelt(Generic[Row]):
    """The rows of one model by name: as the database folds it, else as accounts.spelling.named_alike does."""

    def __init__(self, model: type[Row], team: Team) -> None:
        self._model: type[Row] = model
        self._by_small: dict[str, Row] = {}
        self._by_folded: dict[str, list[Row]] = defaultdict(list)
        rows: Any = model._default_manager.filter(team=team).order_by("pk").annotate(small=Lower("name"))
        for row in rows.iterator():
            self._remember(row, row.small)

    def find_or_add(self, name: str, team: Team, trail: Trail) -> Row:
        small = _small(name)
        found = self._by_small.get(small) or self._alike(name)
        if found is None:
            found = trail.create(self._model(team=team, name=name))
            self._remember(found, small)
        return found

    def _remember(self, row: Row, small: str) -> None:
        self._by_small.setdefault(small, row)
        self._by_folded[row.name.casefold()].append(row)

    def _alike(self, name: str) -> Row | None:
        if name.isascii():
            return None
        pattern = "".join(re.escape(letter) if letter.isascii() else "." for letter in name)
        alike = self._by_folded.get(name.casefold(), ())
        return next((row for row in alike if re.match(f"^{pattern}$", row.name, re.IGNORECASE)), None)


def _small(name: str) -> str:
    """In the small letters of the database: which it folds beside ASCII, it alone knows."""
    if name.isascii():
        return name.lower()
    with connection.cursor() as cursor:
        cursor.execute("SELECT LOWER(%s)", [name])
        small: str = cursor.fetchone()[0]
    return small
