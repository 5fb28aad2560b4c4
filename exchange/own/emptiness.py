"""Whether an installation holds nothing yet: one account at most, and nothing but what came with it."""

from dataclasses import dataclass

from accounts.changes import Change
from accounts.models import Team, User
from exchange.exports.tables import TABLES
from outbox.models import Suppression
from prospects.models import LossReason

# There from the beginning, or no matter: of the trail what is about accounts, of addresses their hashes.
THERE_ANYWAY = (Team, User, LossReason, Suppression, Change)


@dataclass(frozen=True)
class InTheWay:
    """What is there already, in tables (their CSV files name them), and how many accounts."""

    tables: tuple[str, ...] = ()
    accounts: int = 0

    def __bool__(self) -> bool:
        return bool(self.tables) or self.accounts > 1


def in_the_way() -> InTheWay:
    """What keeps an export from coming in; falsy when nothing does."""
    tables = [
        table.file.removesuffix(".csv")
        for table in TABLES
        if table.model not in THERE_ANYWAY and table.model._default_manager.exists()
    ]
    if Change.objects.filter(object_type=LossReason._meta.label_lower).exists():
        tables.append("reasons")
    return InTheWay(tuple(tables), max(User.objects.count(), Team.objects.count()))
