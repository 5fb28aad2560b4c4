"""Pure: small, middling and large deals of one currency, between round numbers.

Fixed bounds would put all deals of one house into one band; bounds at exact thirds are numbers nobody thinks
in, and move with every deal. So the bounds are 1, 2 or 5 with noughts, and of these the ones nearest to the
thirds. How many deals lie where decides, never what came of them.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final, Self

MOST_BANDS: Final = 3
# 100, 200, 500, 1,000, ... A cell is what lies between two of them; the first begins at nought.
BOUNDS: Final = (0, *(step * 10**power for power in range(2, 10) for step in (1, 2, 5)))


@dataclass(frozen=True, slots=True, order=True)
class Band:
    """Values of a currency from `low` on, below `high` (None: and above)."""

    currency: str
    low: int
    high: int | None

    def __str__(self) -> str:
        """As it stands in an address: "EUR-0-10000", "EUR-50000-"."""
        return f"{self.currency}-{self.low}-{self.high or ''}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The band an address names; None where it names none of ours."""
        currency, *bounds = text.split("-")
        if len(bounds) != 2 or not (currency.isalpha() and currency.isascii() and currency.isupper()):
            return None
        if len(currency) > 3 or not all(bound in _BOUND_TEXTS for bound in bounds) or not bounds[0]:
            return None
        low, high = int(bounds[0]), int(bounds[1]) if bounds[1] else None
        return cls(currency, low, high) if high is None or low < high else None

    def within(self, outer: Self | None) -> Self:
        """The part of it that lies in another band of its currency; all of it where there is none."""
        if outer is None:
            return self
        highs = [high for high in (self.high, outer.high) if high is not None]
        return type(self)(self.currency, max(self.low, outer.low), min(highs, default=None))


_BOUND_TEXTS: Final = frozenset({"", *(str(bound) for bound in BOUNDS)})


def cell_of(value: float) -> int:
    """Which cell a value lies in: the place of its lower bound."""
    return bisect_right(BOUNDS, value) - 1


def bands(currency: str, cells: Mapping[int, int], most: int = MOST_BANDS) -> tuple[Band, ...]:
    """At most `most` bands over all values, each with about as many deals; `cells` counts them by cell."""
    cuts = sorted({cut for part in range(1, most) if (cut := _cut(cells, part / most)) is not None})
    bounds: list[int | None] = [0, *(BOUNDS[cut] for cut in cuts), None]
    return tuple(Band(currency, low or 0, high) for low, high in pairwise(bounds))


def _cut(cells: Mapping[int, int], share: float) -> int | None:
    """The first cell above the bound that parts off nearest to a share; None: nothing to part."""
    below = list(accumulate(cells.get(cell, 0) for cell in range(len(BOUNDS))))
    wanted = share * below[-1]
    parting = [cell + 1 for cell, count in enumerate(below[:-1]) if 0 < count < below[-1]]
    return min(parting, key=lambda cell: abs(below[cell - 1] - wanted), default=None)
