"""Somebody is erased: what anybody asked themselves about a no of theirs goes."""

from django.db.models import Model

from accounts.changes import row_key
from insights.models import Debrief
from prospects.models import Prospect

# Their rows, each with what says that it is theirs.
GOES: tuple[tuple[type[Model], tuple[str, ...]], ...] = ((Debrief, ("loss__prospect",)),)


def erase_debriefs(person: Prospect) -> frozenset[str]:
    """Take away every debrief about a no of theirs, whoever wrote it; returns how the trail calls them.
    Inside the transaction that erases them, once they are locked."""
    rows = Debrief.objects.filter(loss__prospect=person)
    keys = frozenset(row_key(row) for row in rows.only("pk"))
    rows.delete()
    return keys
