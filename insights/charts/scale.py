"""Pure: how far an axis goes, where its marks stand, and numbers as attributes of SVG."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# Steps a reader counts by, times a power of ten.
STEPS: Final = (1, 2, 5)
# Percent. Between so many bars of one rate chart a middle mark is enough.
RATE_TOPS: Final = (10, 20, 30, 40, 60, 80, 100)


@dataclass(frozen=True, slots=True)
class Axis:
    """From nought to `top`, with a mark at each of `marks` (both ends among them)."""

    top: int
    marks: tuple[int, ...]

    def share_of(self, value: float) -> float:
        """Where `value` lies on it: 0 at its beginning, 1 at its end and beyond."""
        return min(1.0, max(0.0, value / self.top))


def axis_to(highest: float, most_marks: int = 5) -> Axis:
    """An axis in whole numbers that holds `highest`, with at most `most_marks` marks above nought."""
    step = next(step for step in _steps() if step * most_marks >= highest)
    top = step * max(1, math.ceil(highest / step))
    return Axis(top, tuple(range(0, top + 1, step)))


def rate_axis(rates: Iterable[float]) -> Axis:
    """An axis in percent that holds all rates (0 to 1), with a mark in the middle."""
    highest = 100 * max(rates, default=1.0)
    # An end that is off by rounding is no reason for a longer axis.
    top = next((top for top in RATE_TOPS if top >= highest - 1e-9), 100)
    return Axis(top, (0, top // 2, top))


def percent(share: float) -> str:
    """A share as an attribute: "12.5%"."""
    return f"{short(100 * share)}%"


def short(value: float) -> str:
    """A number as an attribute, to a tenth: "12.5", "12"."""
    return f"{value:.1f}".removesuffix(".0")


def whole_percent(share: float | None) -> int:
    """A share in percent as it is read; of nothing 0."""
    return round(100 * (share or 0.0))


def _steps() -> Iterable[int]:
    power = 1
    while True:
        yield from (step * power for step in STEPS)
        power *= 10
