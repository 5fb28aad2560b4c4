"""Members and teams as they arrive: whoever brings the export in is there already, the others come with it.

Nobody gets a way in by it: passwords and the like are not in the file. A colleague arrives as a member who
has never signed in, and chooses a password by a link (`manage.py reset_link`, or "Forgot your password?").
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import Team, User, normalise_email
from exchange.own.decoding import set_values
from exchange.own.reading import FoundRow, RefusedError

Marks = dict[str, UUID]


@dataclass
class Arrivals:
    """The teams and members of a file, and by which ids they are known here."""

    me: User | None
    marks: Marks = field(default_factory=dict)
    arrived: list[User] = field(default_factory=list)

    def settle(self, teams: Sequence[FoundRow], members: Sequence[FoundRow]) -> None:
        """Make them, or let those that are here become them; raises RefusedError."""
        mine = self._mine(members)
        for row in teams:
            is_mine = self.me is not None and row.values.get("id") == self._my_number(teams, mine)
            self._team(row, self.me.team if self.me and is_mine else Team())
        for row in members:
            if row is mine:
                self._become(row)
            else:
                self._arrive(row)

    def give_a_manager(self) -> None:
        """Make the one who can sign in a manager: from "your people" no roles come along.

        Raises RefusedError where that is not one alone.
        """
        active = [user for user in self.arrived if user.is_active]
        if len(active) != 1:
            raise RefusedError("not_as_written")
        active[0].is_manager = True
        active[0].save(update_fields=["is_manager"])

    def _mine(self, members: Sequence[FoundRow]) -> FoundRow | None:
        address = normalise_email(self.me.email) if self.me else None
        return next((row for row in members if row.values.get("id") == address), None)

    def _my_number(self, teams: Sequence[FoundRow], mine: FoundRow | None) -> Any:
        if mine is not None:
            return mine.values.get("team")
        if len(teams) != 1:
            raise RefusedError("several_teams")
        return teams[0].values.get("id")

    def _team(self, row: FoundRow, team: Team) -> None:
        values = dict(row.values)
        number = values.pop("id", None)
        set_values(team, values, row, self.marks)
        team.save()
        self.marks[str(number)] = team.pk

    def _become(self, row: FoundRow) -> None:
        """Whoever brings it in stays active, and manager: somebody has to be, here."""
        assert self.me is not None
        values = {**row.values, "is_manager": True, "is_active": True, "left_at": None}
        address = values.pop("id")
        set_values(self.me, values, row, self.marks)
        self.me.save()
        self.marks[address] = self.me.pk

    def _arrive(self, row: FoundRow) -> None:
        values = dict(row.values)
        address = values.pop("id", None)
        if not address or address != values.get("email"):
            raise RefusedError("not_as_written", row.line)
        user = User(password=make_password(None))
        set_values(user, values, row, self.marks)
        user.save(force_insert=True)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
        self.marks[address] = user.pk
        self.arrived.append(user)
