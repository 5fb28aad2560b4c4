"""What stands in an export for a team and for a member: a number, an address.

An installation that takes an export in has one account already, with an id of its own. The address says
who it is; so nothing in the file depends on the ids of members and teams.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Field, ForeignKey, Model

from accounts.models import Team, User


@dataclass(frozen=True)
class Marks:
    """The marks of the teams and members that are taken along."""

    of: dict[UUID, int | str] = field(default_factory=dict)

    @classmethod
    def of_teams(cls, teams: Iterable[Team]) -> "Marks":
        """Those of some teams, numbered in this order, and of everybody in them."""
        numbers = {team.pk: number for number, team in enumerate(teams, start=1)}
        members = User.objects.filter(team__in=numbers).values_list("pk", "email")
        return cls({**numbers, **dict(members)})


def is_marked(column: "Field[Any, Any]") -> bool:
    """Whether a column holds the id of a team or a member."""
    model: type[Model] | None = column.model if column.primary_key else None
    if isinstance(column, ForeignKey):
        model = column.related_model
    return model in (Team, User)
