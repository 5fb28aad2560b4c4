"""Somebody is erased: what anybody asked themselves about a no of theirs goes."""

from django.db.models import Model

from accounts.changes import row_key
from insights.debriefs import leave_bare
from insights.models import Debrief
from prospects.models import Prospect

# Their rows, each with what says that it is theirs.
GOES: tuple[tuple[type[Model], tuple[str, ...]], ...] = ((Debrief, ("loss__prospect",)),)


def erase_debriefs(person: Prospect) -> frozenset[str]:
    """Take away every debrief about a no of theirs, whoever wrote it; returns how the trail calls them.
    Inside the transaction that erases them, once they are locked.

    Bare answers stay, without a word and about nobody: the figures of their quarter never change, or what
    changed in them would tell how one person had answered.
    """
    rows = Debrief.objects.filter(loss__prospect=person)
    keys = frozenset(row_key(row) for row in rows.only("pk"))
    rows.filter(answered_on__isnull=True).delete()
    leave_bare(rows)
    return keys
