"""What is in an export, at a glance: for the page that asks whether to bring it in."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from accounts.models import Team, User
from exchange.exports.tables import table_of
from exchange.kinds import Taken
from exchange.own.reading import opened


@dataclass(frozen=True)
class Member:
    """Somebody of the file."""

    name: str
    address: str


@dataclass
class Glance:
    """How much of what there is, and of whom."""

    taken: Taken
    counts: Counter[str] = field(default_factory=Counter)
    teams: list[str] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)

    def of(self, file: str) -> int:
        """How many rows a CSV file of it has."""
        return next((n for label, n in self.counts.items() if (t := table_of(label)) and t.file == file), 0)


def glance_at(path: Path) -> Glance:
    """Look through the whole file; raises RefusedError where it is not as it was written."""
    with opened(path) as export:
        glance = Glance(export.taken)
        for row in export.rows:
            glance.counts[row.label] += 1
            if row.label == Team._meta.label_lower:
                glance.teams.append(str(row.values.get("name", "")))
            elif row.label == User._meta.label_lower:
                name, address = (str(row.values.get(key) or "") for key in ("name", "email"))
                glance.members.append(Member(name or address, address))
    return glance


def rows_in(path: Path) -> int:
    """How many rows there are; raises RefusedError."""
    return sum(glance_at(path).counts.values())
