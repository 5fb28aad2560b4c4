"""When the owner's calendar changes, open rows that fall on a day off move."""

from datetime import date, datetime

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from followups.actions.plans import lock_owner
from followups.kinds import Kind
from followups.models import FollowUp
from followups.planning import desk_of, desk_without
from followups.scheduling import Desk, Window, pick_day


@transaction.atomic
def re_pick_days_off(owner: User, *, today: date, now: datetime) -> int:
    """Re-pick, inside its window, every open row due on what is no longer a working day.

    A row without a window goes to the first working day after; agreed meetings stay where they are;
    nothing else moves. Returns how many rows moved.
    """
    owner = lock_owner(owner.pk)
    desk = desk_of(owner, today)
    rows = FollowUp.objects.owned_by(owner).open().filter(due_on__gte=today)
    moved = 0
    for row in rows.exclude(kind=Kind.AGREED_MEETING).order_by("due_on", "pk"):
        if desk.calendar.is_working_day(row.due_on):
            continue
        desk = _move(row, desk, Trail(actor=owner, team=owner.team, now=now))
        moved += 1
    return moved


def _move(row: FollowUp, desk: Desk, trail: Trail) -> Desk:
    without = desk_without(row, desk)
    opens_on, closes_on = row.opens_on, row.closes_on
    if row.has_window():
        window = Window(max(opens_on, desk.today), closes_on)
        day, window = pick_day(window, row.due_on, without)
        closes_on = max(closes_on, window.last)
    else:
        day = desk.calendar.on_or_after(row.due_on)
        opens_on = closes_on = day
    trail.update(row, opens_on=opens_on, due_on=day, closes_on=max(closes_on, day), version=row.version + 1)
    trail.write("re_pick", row)
    return desk if row.kind == Kind.DEBRIEF else without.with_load({day: 1})
