"""Somebody is erased: what was sent to them, or was to be, goes."""

from django.db.models import Model

from accounts.changes import row_key
from nurture.models import Sending
from prospects.models import Prospect

# Their rows, each with what says that it is theirs.
GOES: tuple[tuple[type[Model], tuple[str, ...]], ...] = ((Sending, ("prospect",)),)


def erase_sendings(person: Prospect) -> frozenset[str]:
    """Take every sending of theirs away; returns how the trail calls them. Inside the transaction that erases
    them, once they are locked."""
    rows = Sending.objects.filter(prospect=person)
    keys = frozenset(row_key(row) for row in rows.only("pk"))
    rows.delete()
    return keys
