"""Pure: rates as dots with their likely range; too few are hollow, and no bare percentage anywhere."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from insights.charts.scale import Axis, percent, rate_axis
from insights.proportions import Share, wilson
from insights.ranking import FEWEST

# "The likely range, nine chances in ten": everything that is shown.
SHOWN_CONFIDENCE: Final = 0.90


@dataclass(frozen=True, slots=True)
class RateRow:
    """A group and its share; `url` leads to the rows."""

    label: str
    share: Share
    url: str = ""

    @property
    def is_few(self) -> bool:
        """Too few to say anything."""
        return self.share.of < FEWEST


@dataclass(frozen=True, slots=True)
class DrawnRate:
    """A row with its dot (None: of nothing) and the two ends of its line."""

    row: RateRow
    dot: str | None
    low: str
    high: str


@dataclass(frozen=True)
class RateChart:
    """Rates under a finding, and all of them together as a dashed upright line."""

    title: str
    caption: str
    rows: tuple[RateRow, ...]
    overall: Share
    csv_url: str = ""

    @cached_property
    def axis(self) -> Axis:
        """To the highest end that means something; a range of too few is cut there."""
        return rate_axis(_reach(row) for row in self.rows)

    @property
    def drawn(self) -> tuple[DrawnRate, ...]:
        """The rows as they are drawn."""
        axis = self.axis
        return tuple(_drawn(row, axis) for row in self.rows)

    @property
    def mean(self) -> str | None:
        """Where the line of all together stands; None of nothing."""
        rate = self.overall.rate
        return None if rate is None else percent(self.axis.share_of(100 * rate))

    @property
    def marks(self) -> tuple[int, int, int]:
        """The beginning, middle and end of the axis, in percent."""
        low, middle, high = self.axis.marks
        return low, middle, high

    @property
    def has_few(self) -> bool:
        """Whether any dot is hollow."""
        return any(row.is_few for row in self.rows)


def _reach(row: RateRow) -> float:
    return row.share.rate or 0.0 if row.is_few else wilson(row.share, SHOWN_CONFIDENCE).high


def _drawn(row: RateRow, axis: Axis) -> DrawnRate:
    def at(rate: float) -> str:
        return percent(axis.share_of(100 * rate))

    bounds, rate = wilson(row.share, SHOWN_CONFIDENCE), row.share.rate
    return DrawnRate(row, None if rate is None else at(rate), at(bounds.low), at(bounds.high))
