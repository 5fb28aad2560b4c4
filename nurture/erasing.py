"""Somebody is erased: what was sent to them, or was to be, goes."""

from accounts.changes import row_key
from nurture.models import Sending
from prospects.models import Prospect


def erase_sendings(person: Prospect) -> frozenset[str]:
    """Take every sending of theirs away; returns how the trail calls them. Inside the transaction that erases
    them, once they are locked."""
    rows = Sending.objects.filter(prospect=person)
    keys = frozenset(row_key(row) for row in rows.only("pk"))
    rows.delete()
    return keys
