"""When the owner's calendar changes, open rows that fall on a day off move."""

from datetime import date, datetime

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from followups.actions.plans import lock_owner
from followups.levelling import Move, off_days_off
from followups.models import FollowUp
from followups.open_rows import rows_for_levelling
from followups.planning import desk_of


@transaction.atomic
def re_pick_days_off(owner: User, *, today: date, now: datetime) -> int:
    """Re-pick, inside its window, every open row due on what is no longer a working day.

    A row without a window goes to the first working day after; agreed meetings stay where they are;
    nothing else moves. Returns how many rows moved.
    """
    owner = lock_owner(owner.pk)
    desk = desk_of(owner, today)
    due = FollowUp.objects.owned_by(owner).open().filter(due_on__gte=today).select_related("prospect")
    off = [row for row in due if not desk.calendar.is_working_day(row.due_on)]
    by_ref = {row.pk: row for row in off}
    moves = off_days_off(rows_for_levelling(off, desk), desk)
    for move in moves:
        trail = Trail(actor=owner, team=owner.team, now=now)
        move_row(by_ref[move.row.ref], move, trail)
        trail.write("re_pick", by_ref[move.row.ref])
    return len(moves)


def move_row(row: FollowUp, move: Move, trail: Trail) -> None:
    """Put an open row on the days of a move."""
    trail.update(row, **move.dates(), version=row.version + 1)
