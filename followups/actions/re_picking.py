"""When the owner's calendar changes, open rows that fall on a day off move."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from followups.actions.plans import lock_owner
from followups.levelling import Move, off_days_off
from followups.models import FollowUp
from followups.open_rows import rows_for_levelling
from followups.planning import desk_of
from followups.scheduling import Desk


@transaction.atomic
def re_pick_days_off(owner: User, *, today: date, now: datetime) -> int:
    """Re-pick, inside its window, every open row due on what is no longer a working day.

    A row without a window goes to the first working day after; agreed meetings stay where they are;
    nothing else moves. Returns how many rows moved.
    """
    owner = lock_owner(owner.pk)
    desk = desk_of(owner, today)
    due = FollowUp.objects.owned_by(owner).open().filter(due_on__gte=today).select_related("prospect")
    moves = _moves(due, desk)
    for row, move in moves:
        trail = Trail(actor=owner, team=owner.team, now=now)
        move_row(row, move, trail)
        trail.write("re_pick", row)
    return len(moves)


def keep_off_days_off(rows: Iterable[FollowUp], desk: Desk, trail: Trail) -> None:
    """Move those of some open rows that stand on a day off of whoever the desk is; as re_pick_days_off."""
    for row, move in _moves([row for row in rows if row.due_on >= desk.today], desk):
        move_row(row, move, trail)


def _moves(rows: Iterable[FollowUp], desk: Desk) -> list[tuple[FollowUp, Move]]:
    off = {row.pk: row for row in rows if not desk.calendar.is_working_day(row.due_on)}
    return [(off[move.row.ref], move) for move in off_days_off(rows_for_levelling(off.values(), desk), desk)]


def move_row(row: FollowUp, move: Move, trail: Trail) -> None:
    """Put an open row on the days of a move."""
    trail.update(row, **move.dates(), version=row.version + 1)
