"""Pure: how many of each, longest bar full."""

from dataclasses import dataclass
from typing import Literal

from insights.charts.scale import percent, whole_percent


@dataclass(frozen=True, slots=True)
class Bar:
    """So many `of` so many; `url` leads to the rows, `note` stands small beneath the label."""

    label: str
    count: int
    of: int
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar with its length, and its share in whole percent."""

    bar: Bar
    width: str
    percent: int


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars under a finding; "no" counts noes, "yes" what came back or was said yes to."""

    title: str
    caption: str
    bars: tuple[Bar, ...]
    colour: Literal["no", "yes"] = "no"
    csv_url: str = ""

    @property
    def rows(self) -> tuple[DrawnBar, ...]:
        """The bars as they are drawn: lengths are counts, as parts of the largest one."""
        longest = max((bar.count for bar in self.bars), default=0) or 1
        return tuple(
            DrawnBar(bar, percent(bar.count / longest), whole_percent(bar.count / bar.of if bar.of else 0.0))
            for bar in self.bars
        )

    @property
    def is_of_one_whole(self) -> bool:
        """Whether all are parts of the same number; if not, each says of how many."""
        return len({bar.of for bar in self.bars}) == 1
