"""Pure: how the days fill when old noes take their turns (RULES.md, Old noes)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from followups.scheduling import Desk

HIGHEST_PILE = 8
SHOWN_DAYS = 14


@dataclass(frozen=True)
class DayThen:
    """One day: what it holds now, and what it would hold then; `weekday` as it is written."""

    day: date
    weekday: str
    before: int
    then: int
    limit: int

    @property
    def before_bricks(self) -> range:
        """As many as are drawn."""
        return range(min(self.before, HIGHEST_PILE))

    @property
    def then_bricks(self) -> list[bool]:
        """As many as are drawn, from the top: whether each is new."""
        drawn = min(self.then, HIGHEST_PILE)
        old = min(self.before, drawn)
        return [True] * (drawn - old) + [False] * old

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


def strip(
    desk: Desk, taken: Mapping[date, int], weekday: Callable[[date], str], days: int = SHOWN_DAYS
) -> Iterator[DayThen]:
    """The next working days from tomorrow, before and after."""
    day = desk.today
    for _number in range(days):
        day = desk.calendar.next_after(day)
        before = desk.load.get(day, 0)
        yield DayThen(day, weekday(day), before, before + taken.get(day, 0), desk.daily_limit)
