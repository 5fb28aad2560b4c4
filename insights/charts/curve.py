"""Pure: the share come back by days since the no, with its band, cut where too few are still followed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from insights.charts.scale import Axis, axis_to, percent, short, whole_percent
from insights.proportions import Interval
from insights.ranking import FEWEST
from insights.survival import Curve

# The drawing is stretched to the width there is: what is inside is measured in these.
WIDTH: Final = 1000
HEIGHT: Final = 200
# Pixels; the words beneath need no stretching. The highest mark stands a little below the top.
PLOT_HEIGHT: Final = 176
HEADROOM: Final = 16
# Days one reads a wait by.
DAY_STEPS: Final = (5, 10, 15, 30, 60, 90, 120, 180, 365, 730, 1825)
MOST_DAY_MARKS: Final = 5
# The first check-in window (RULES.md), the only thing in gold.
WINDOW: Final = (30, 60)


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day under the axis: how many are still followed then, and what of them came back (percent)."""

    day: int
    at: str
    still_followed: int
    percent: int
    low: int
    high: int

    @property
    def is_at_the_end(self) -> bool:
        """Whether its words would run out of the picture on the right."""
        return float(self.at.removesuffix("%")) > 94


@dataclass(frozen=True, slots=True)
class RateMark:
    """A line across: how high it stands in pixels of a plot 176 high, and what it says."""

    percent: int
    y: str


@dataclass(frozen=True, slots=True)
class Point:
    """A day and what is known of it: the share come back, and the band's ends."""

    day: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class CurveChart:
    """A curve under a finding. `at_risk`: days under which the number still followed is printed; none:
    chosen evenly."""

    title: str
    caption: str
    curve: Curve
    at_risk: tuple[int, ...] = ()
    csv_url: str = ""

    @property
    def is_drawn(self) -> bool:
        """Whether there is enough for a curve at all."""
        return self.last_day > 0

    @cached_property
    def last_day(self) -> int:
        """The last day on which at least five were still followed; 0 for none."""
        return max((step.day for step in self.curve.steps if step.at_risk >= FEWEST), default=0)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """What is drawn, from day 0 on, days on which nothing changed left out."""
        return tuple(_changes(self._points()))

    def _points(self) -> Iterator[Point]:
        yield _point(0, self.curve.waiting_after(0), self.curve.band_at(0))
        for step in self.curve.steps:
            if 0 < step.day <= self.last_day:
                yield _point(step.day, step.waiting, step.band)

    @cached_property
    def axis(self) -> Axis:
        """Upright, in percent."""
        return axis_to(100 * max(point.high for point in self.points))

    @property
    def line(self) -> str:
        """The path of the curve, as steps."""
        return _path(self._steps([(point.day, point.share) for point in self.points]))

    @property
    def band(self) -> str:
        """The path around the band: its upper end there, its lower end back."""
        upper = self._steps([(point.day, point.high) for point in self.points])
        lower = self._steps([(point.day, point.low) for point in self.points])
        return f"{_path(upper)} {_path(reversed(lower), 'L')} Z"

    def _steps(self, heights: list[tuple[int, float]]) -> list[tuple[float, float]]:
        """The corners of a line that stays until the next day it changes, in units of the drawing."""
        axis, last = self.axis, self.last_day
        corners: list[tuple[float, float]] = []
        for day, height in heights:
            x, y = WIDTH * day / last, HEIGHT * (1 - axis.share_of(100 * height))
            if corners:
                corners.append((x, corners[-1][1]))
            corners.append((x, y))
        return [*corners, (WIDTH, corners[-1][1])]

    @property
    def window(self) -> tuple[str, str] | None:
        """Where the first check-in window begins and how wide it is, as far as it is drawn."""
        first, last = (min(1.0, day / self.last_day) for day in WINDOW)
        return (percent(first), percent(last - first)) if first < last else None

    @property
    def rate_marks(self) -> tuple[RateMark, ...]:
        """The lines across."""
        axis = self.axis
        return tuple(
            RateMark(mark, short(PLOT_HEIGHT - (PLOT_HEIGHT - HEADROOM) * axis.share_of(mark)))
            for mark in axis.marks
        )

    @cached_property
    def day_marks(self) -> tuple[DayMark, ...]:
        """The days under the axis."""
        return tuple(self._day_mark(day) for day in self.at_risk or self._days() if 0 < day <= self.last_day)

    def _days(self) -> range:
        step = next((step for step in DAY_STEPS if self.last_day / step < MOST_DAY_MARKS + 1), DAY_STEPS[-1])
        return range(step, self.last_day + 1, step)

    def _day_mark(self, day: int) -> DayMark:
        band = self.curve.band_at(day)
        return DayMark(
            day,
            percent(day / self.last_day),
            self.curve.at_risk(day),
            whole_percent(1 - (self.curve.waiting_after(day) or 0.0)),
            whole_percent(1 - band.high),
            whole_percent(1 - band.low),
        )


def _point(day: int, waiting: float | None, band: Interval) -> Point:
    """The band holds the line but for rounding."""
    share = 1 - (waiting or 0.0)
    return Point(day, share, max(0.0, min(share, 1 - band.high)), min(1.0, max(share, 1 - band.low)))


def _changes(points: Iterable[Point]) -> Iterator[Point]:
    """Without points that would be drawn where the one before was: years of days are thousands."""
    before: tuple[int, int, int] | None = None
    for point in points:
        drawn = (round(2000 * point.share), round(2000 * point.low), round(2000 * point.high))
        if drawn != before:
            yield point
        before = drawn


def _path(corners: Iterable[tuple[float, float]], first: str = "M") -> str:
    begun, *others = [f"{short(x)} {short(y)}" for x, y in corners]
    return " ".join([f"{first}{begun}", *(f"L{corner}" for corner in others)])
