"""Pure: how the days fill when old noes take their turns (RULES.md, Old noes)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from followups.scheduling import Desk

HIGHEST_PILE = 8
SHOWN_DAYS = 14


@dataclass(frozen=True)
class DayThen:
    """One day: what it holds now, and what it would hold then."""

    day: date
    before: int
    then: int
    limit: int

    @property
    def before_bricks(self) -> range:
        """As many as are drawn."""
        return range(min(self.before, HIGHEST_PILE))

    @property
    def then_bricks(self) -> range:
        """As many as are drawn."""
        return range(min(self.then, HIGHEST_PILE))

    @property
    def is_full(self) -> bool:
        """Whether it would hold more than the limit."""
        return self.then > self.limit


def filled(count: int, desk: Desk) -> dict[date, int]:
    """How many of `count` check-ins stand on which day, when each takes the first working day with room."""
    taken: dict[date, int] = {}
    day = desk.calendar.on_or_after(desk.first_free_day())
    while count > 0:
        here = min(count, max(desk.daily_limit - desk.load.get(day, 0), 0))
        if here:
            taken[day] = here
            count -= here
        day = desk.calendar.next_after(day)
    return taken


def strip(desk: Desk, taken: dict[date, int], days: int = SHOWN_DAYS) -> Iterator[DayThen]:
    """The next days from tomorrow, before and after; days off only where something stands on them."""
    working = set(desk.calendar.days(desk.today, desk.today + timedelta(days=days)))
    for number in range(1, days + 1):
        day = desk.today + timedelta(days=number)
        before = desk.load.get(day, 0)
        if before or day in working:
            yield DayThen(day, before, before + taken.get(day, 0), desk.daily_limit)
