"""The desks of several people while many noes are placed on them one after the other."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from accounts.models import User
from accounts.working_calendar import NoWorkingDay
from followups.kinds import Kind
from followups.models import FollowUp
from followups.planning import desk_of
from followups.scheduling import Desk


class Desks:
    """Each read once; after that their load is counted along with what is placed there."""

    def __init__(self, days: Mapping[UUID, date]) -> None:
        self._days = days
        self._desks: dict[UUID, Desk] = {}
        self._load: dict[UUID, dict[date, int]] = {}

    def of(self, owner: User) -> Desk:
        """Somebody's desk as it is now; not to be kept."""
        desk = self._desks.get(owner.pk) or self._read(owner)
        desk = replace(desk, full_until=_full_until(desk))
        self._desks[owner.pk] = desk
        return desk

    def _read(self, owner: User) -> Desk:
        desk = desk_of(owner, self._days[owner.pk])
        load = self._load[owner.pk] = dict(desk.load)
        return replace(desk, load=load)

    def note(self, owner: User, placed: Iterable[FollowUp], moved: tuple[date, date] | None) -> None:
        """What was placed there, and from which day to which one a row was moved."""
        load = self._load[owner.pk]
        for row in placed:
            if row.kind != Kind.DEBRIEF:
                load[row.due_on] = load.get(row.due_on, 0) + 1
        if moved and moved[0] != moved[1]:
            left, taken = moved
            load[taken] = load.get(taken, 0) + 1
            if load.get(left):
                load[left] -= 1
            # There is room again before what was known to be full.
            self._desks[owner.pk] = replace(self._desks[owner.pk], full_until=None)

    def forget(self) -> None:
        """Somebody else may have placed something."""
        self._desks.clear()


def _full_until(desk: Desk) -> date | None:
    """Up to which day every working day from tomorrow is at the limit."""
    full = desk.full_until
    try:
        day = desk.calendar.next_after(full or desk.today)
        while desk.load.get(day, 0) >= desk.daily_limit:
            full, day = day, desk.calendar.next_after(day)
    except NoWorkingDay:
        return None
    return full
