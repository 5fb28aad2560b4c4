"""Days over the limit give what may move to days with room."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.changes import Change, Trail
from accounts.models import User
from followups.actions.plans import lock_owner
from followups.actions.re_picking import move_row
from followups.spreading import Spread, spread_of


class SpreadChanged(Exception):
    """Something changed since it was shown: this is how it would be now."""

    def __init__(self, spread: Spread) -> None:
        super().__init__()
        self.spread = spread


@dataclass(frozen=True)
class SpreadOut:
    """What moved, and the change it is (to take it back); None when there was nothing to move."""

    spread: Spread
    change: Change | None


@transaction.atomic
def spread_out_days(owner: User, *, today: date, now: datetime, shown: str | None = None) -> SpreadOut:
    """Move check-ins off the owner's days over the limit, inside their windows.

    `shown` is the token of the spread they agreed to. Raises SpreadChanged.
    """
    owner = lock_owner(owner.pk)
    spread = spread_of(owner, today)
    if shown is not None and shown != spread.token():
        raise SpreadChanged(spread)
    if not spread.moves:
        return SpreadOut(spread, None)
    trail = Trail(actor=owner, team=owner.team, now=now)
    for move in spread.moves:
        move_row(spread.rows[move.row.ref], move, trail)
    return SpreadOut(spread, trail.write("spread_out", owner))
