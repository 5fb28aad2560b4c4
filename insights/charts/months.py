"""Pure: noes and what came back, month by month, as pairs of bars."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from insights.charts.scale import Axis, axis_to, percent, short

# Pixels; the words beneath need no stretching. The highest mark stands a little below the top.
PLOT_HEIGHT: Final = 176
HEADROOM: Final = 16
# Parts of a month's room.
BAR: Final = 0.40
GAP: Final = 0.04
# Left of the bars stand the counts.
MARGIN: Final = 0.06
# With more months only Januaries are written beneath.
MOST_INITIALS: Final = 13

# First day, noes, came back; then addresses of their rows.
MonthGiven = tuple[date, int, int] | tuple[date, int, int, str] | tuple[date, int, int, str, str]


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its first day: noes of it, and how many came back in it; addresses of both lists of rows."""

    first_on: date
    noes: int
    came_back: int
    noes_url: str = ""
    came_back_url: str = ""


@dataclass(frozen=True, slots=True)
class DrawnMonth:
    """A month's two bars: where they begin, how high they are (pixels), and what is written beneath."""

    month: Month
    noes_x: str
    noes_y: str
    noes_height: str
    came_back_x: str
    came_back_y: str
    came_back_height: str
    middle: str
    has_initial: bool
    has_year: bool


@dataclass(frozen=True, slots=True)
class CountMark:
    """A line across: how high it stands in pixels, and what it says."""

    count: int
    y: str


@dataclass(frozen=True)
class MonthChart:
    """Months in order under a finding: (first day, noes, came back), addresses of the rows may follow."""

    title: str
    caption: str
    months: tuple[MonthGiven, ...]
    csv_url: str = ""

    @cached_property
    def rows(self) -> tuple[Month, ...]:
        """The months by name."""
        return tuple(Month(*month) for month in self.months)

    @cached_property
    def axis(self) -> Axis:
        """Upright, in noes."""
        return axis_to(max((max(month.noes, month.came_back) for month in self.rows), default=1), 4)

    @property
    def marks(self) -> tuple[CountMark, ...]:
        """The lines across."""
        return tuple(CountMark(mark, short(self._y(mark))) for mark in self.axis.marks)

    @property
    def bar_width(self) -> str:
        """How wide one bar is."""
        return percent((1 - MARGIN) * BAR / max(1, len(self.months)))

    @property
    def drawn(self) -> tuple[DrawnMonth, ...]:
        """The months as they are drawn."""
        return tuple(self._drawn(place, month) for place, month in enumerate(self.rows))

    @property
    def noes(self) -> int:
        """All noes of all months."""
        return sum(month.noes for month in self.rows)

    @property
    def came_back(self) -> int:
        """All that came back in these months."""
        return sum(month.came_back for month in self.rows)

    def _drawn(self, place: int, month: Month) -> DrawnMonth:
        room = (1 - MARGIN) / len(self.months)
        begins = MARGIN + (place + (1 - 2 * BAR - GAP) / 2) * room
        are_few = len(self.months) <= MOST_INITIALS
        return DrawnMonth(
            month,
            percent(begins),
            short(self._y(month.noes)),
            short(PLOT_HEIGHT - self._y(month.noes)),
            percent(begins + (BAR + GAP) * room),
            short(self._y(month.came_back)),
            short(PLOT_HEIGHT - self._y(month.came_back)),
            percent(MARGIN + (place + 0.5) * room),
            has_initial=are_few,
            has_year=not are_few and month.first_on.month == 1,
        )

    def _y(self, count: int) -> float:
        return PLOT_HEIGHT - (PLOT_HEIGHT - HEADROOM) * self.axis.share_of(count)
