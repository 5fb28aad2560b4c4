"""Pure: open follow-ups on other days, when a calendar changes or a day holds too much.

Same input, same answer. What is agreed is never moved by levelling, and nothing is put outside its window.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from followups.kinds import Kind
from followups.scheduling import Desk, Window, pick_day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OpenRow:
    """An open follow-up as levelling sees it.

    `closed`: days on which the contact rules leave no room for it; `country` and `region`: where they live.
    """

    ref: UUID
    kind: Kind
    opens_on: date
    due_on: date
    closes_on: date
    is_agreed: bool = False
    closed: frozenset[date] = frozenset()
    country: str = ""
    region: str = ""

    def has_window(self) -> bool:
        """Whether it may be done on more than one day."""
        return self.opens_on != self.closes_on

    def may_be_spread(self) -> bool:
        """Whether levelling may move it: a check-in with a window that nobody agreed on."""
        return self.kind == Kind.CHECK_IN and self.has_window() and not self.is_agreed

    def theirs(self, desk: Desk) -> Desk:
        """The desk as planning for this row's person sees it."""
        return desk.with_closed(self.closed).living_in(self.country, self.region)


@dataclass(frozen=True)
class Move:
    """An open row, and the dates it would stand on instead."""

    row: OpenRow
    opens_on: date
    due_on: date
    closes_on: date

    def dates(self) -> dict[str, date]:
        """The columns of the row that change."""
        return {"opens_on": self.opens_on, "due_on": self.due_on, "closes_on": self.closes_on}


def in_order(rows: Iterable[OpenRow]) -> list[OpenRow]:
    """Rows by their day; those of one day always in the same order."""
    return sorted(rows, key=lambda row: (row.due_on, row.ref))


def off_days_off(rows: Iterable[OpenRow], desk: Desk) -> tuple[Move, ...]:
    """Where rows go that are due on a day off: inside their window, else to the first working day after.

    Agreed meetings stay where they are, and so does everything on a working day. The desk's load counts
    the rows on their old days.
    """
    moves = []
    for row in in_order(rows):
        if row.kind != Kind.AGREED_MEETING and not desk.calendar.is_working_day(row.due_on):
            move = re_picked(row, desk)
            moves.append(move)
            desk = after(move, desk)
    return tuple(moves)


def handed_over(rows: Iterable[OpenRow], desk: Desk) -> tuple[Move, ...]:
    """On which days somebody else does these rows: on theirs, unless that is a day off of the new `desk`.

    Agreed meetings keep their day. The rows are no load of this desk yet.
    """
    moves = []
    for row in in_order(rows):
        stays = row.kind == Kind.AGREED_MEETING or desk.calendar.is_working_day(row.due_on)
        stays = stays or row.due_on < desk.today
        move = Move(row, row.opens_on, row.due_on, row.closes_on) if stays else re_picked(row, desk)
        moves.append(move)
        desk = desk.with_load({move.due_on: 1})
    return tuple(moves)


def re_picked(row: OpenRow, desk: Desk) -> Move:
    """A row on the day nearest to its own that is free to use, today at the earliest."""
    if not row.has_window():
        day = desk.calendar.on_or_after(max(row.due_on, desk.today))
        return Move(row, day, day, day)
    window = Window(max(row.opens_on, desk.today), row.closes_on)
    day, window = pick_day(window, row.due_on, row.theirs(without(row, desk)))
    return Move(row, min(row.opens_on, day), day, max(row.closes_on, window.last, day))


def without(row: OpenRow, desk: Desk) -> Desk:
    """The desk as if this row did not stand there; a debrief is no load to begin with."""
    counts = row.kind != Kind.DEBRIEF and desk.load.get(row.due_on, 0) > 0
    return desk.with_load({row.due_on: -1}) if counts else desk


def after(move: Move, desk: Desk) -> Desk:
    """The desk once the row has moved."""
    if move.row.kind == Kind.DEBRIEF:
        return desk
    return without(move.row, desk).with_load({move.due_on: 1})


def days_over(desk: Desk, last: date) -> list[date]:
    """The days from today to `last` that hold more than the limit."""
    return sorted(
        day for day, count in desk.load.items() if desk.today <= day <= last and count > desk.daily_limit
    )


def spread_out(rows: Sequence[OpenRow], desk: Desk, last: date) -> tuple[Move, ...]:
    """Move what may move off the days over the limit, from today to `last`, until they hold the limit.

    Each goes to the nearest day of its window with room, tomorrow at the earliest; whoever has the fewest
    days to go to goes first. No day gets over the limit by it; where nobody can go, a day stays too full.
    """
    moves: list[Move] = []
    for day in days_over(desk, last):
        movable = [row for row in rows if row.due_on == day and row.may_be_spread()]
        while desk.load.get(day, 0) > desk.daily_limit and (move := _next_to_go(movable, desk)):
            movable.remove(move.row)
            moves.append(move)
            desk = after(move, desk)
    return tuple(moves)


def _next_to_go(rows: Sequence[OpenRow], desk: Desk) -> Move | None:
    ways = [(row, days) for row in rows if (days := _days_with_room(row, desk))]
    if not ways:
        return None

    def order(way: tuple[OpenRow, list[date]]) -> tuple[int, int, UUID]:
        row, days = way
        return len(days), abs((days[0] - row.due_on).days), row.ref

    row, days = min(ways, key=order)
    return Move(row, row.opens_on, days[0], row.closes_on)


def _days_with_room(row: OpenRow, desk: Desk) -> list[date]:
    """The days of a row's window it could go to, nearest to its own first, the earlier on a tie."""
    theirs = row.theirs(desk)
    first = max(row.opens_on, desk.today + ONE_DAY)
    days = [
        day
        for day in desk.calendar.days(first, row.closes_on)
        if desk.load.get(day, 0) < desk.daily_limit
        and day not in theirs.closed
        and not theirs.is_holiday_there(day)
    ]
    return sorted(days, key=lambda day: (abs((day - row.due_on).days), day))
