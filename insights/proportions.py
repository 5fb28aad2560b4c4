"""Pure: how many of how many, between which bounds, and whether two such shares differ at all."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Self

USUAL_CONFIDENCE: Final = 0.95
# Tables within this much of the observed one's probability count as equally likely: floats, not facts,
# differ.
SAME: Final = 1 + 1e-7
# Tables this much less likely than the likeliest are left out.
NEGLIGIBLE: Final = 1e-300


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, say won back; 0 of 0 is allowed and has no rate."""

    hits: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.of:
            raise ValueError(f"{self.hits} of {self.of} is no share")

    @property
    def misses(self) -> int:
        """The others of them."""
        return self.of - self.hits

    @property
    def rate(self) -> float | None:
        """From 0 to 1; None of 0 of 0."""
        return self.hits / self.of if self.of else None

    def __add__(self, other: Self) -> "Share":
        return Share(self.hits + other.hits, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both included."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def width(self) -> float:
        """How much is left open."""
        return self.high - self.low


NOTHING_KNOWN: Final = Interval(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Difference:
    """How much higher one rate is than another (`estimate`: None when either is of nothing)."""

    estimate: float | None
    interval: Interval

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out "no difference"."""
        return 0.0 not in self.interval


def together(shares: Iterable[Share]) -> Share:
    """All of them as one; of none, 0 of 0."""
    return sum(shares, Share(0, 0))


def wilson(share: Share, confidence: float = USUAL_CONFIDENCE) -> Interval:
    """Wilson's score interval without continuity correction: E. B. Wilson (1927), JASA 22:209-212.

    As in R. G. Newcombe (1998), Statistics in Medicine 17:857-872, method 3:
    (2np + z^2 -+ z sqrt(z^2 + 4npq)) / (2 (n + z^2)). Of 0 of 0 everything is possible.
    """
    if not share.of:
        return NOTHING_KNOWN
    squared = deviate(confidence) ** 2
    middle = 2 * share.hits + squared
    reach = math.sqrt(squared * (squared + 4 * share.hits * share.misses / share.of))
    return Interval(
        # At the ends the formula gives exactly 0 and 1 but for rounding.
        (middle - reach) / (2 * (share.of + squared)) if share.hits else 0.0,
        (middle + reach) / (2 * (share.of + squared)) if share.misses else 1.0,
    )


def difference(one: Share, other: Share, confidence: float = USUAL_CONFIDENCE) -> Difference:
    """How much higher `one` is than `other`: Newcombe's hybrid score interval.

    R. G. Newcombe (1998), Statistics in Medicine 17:873-890, method 10: the two Wilson intervals' distances
    from their rates, squared and added.
    """
    if one.rate is None or other.rate is None:
        return Difference(None, Interval(-1.0, 1.0))
    mine, theirs = wilson(one, confidence), wilson(other, confidence)
    estimate = one.rate - other.rate
    below = math.hypot(one.rate - mine.low, theirs.high - other.rate)
    above = math.hypot(mine.high - one.rate, other.rate - theirs.low)
    return Difference(estimate, Interval(max(-1.0, estimate - below), min(1.0, estimate + above)))


def exact_test(one: Share, other: Share) -> float:
    """How often chance alone makes two shares differ as much, if their rates are the same: a p-value.

    Fisher's exact test: R. A. Fisher (1935), JRSS 98:39-82; two-sided as the sum of the tables that are no
    likelier than ours (J. O. Irwin (1935), Metron 12:83-94). It never claims more often than it says, however
    small the numbers, which the chi-square test does not promise.
    """
    weights = _weights(one.of, other.of, one.hits + other.hits)
    ours = weights.get(one.hits, 0.0) * SAME
    extreme = math.fsum(weight for weight in weights.values() if weight <= ours)
    return min(1.0, extreme / math.fsum(weights.values()))


def chi_square(one: Share, other: Share) -> float:
    """How far apart two shares are, seen beside their sizes: K. Pearson (1900), Phil. Mag. 50:157-175.

    N (ad - bc)^2 over the product of the four margins. Only compares; for "is it chance?" see `exact_test`.
    """
    both = one + other
    margins = one.of * other.of * both.hits * both.misses
    return both.of * (one.hits * other.misses - other.hits * one.misses) ** 2 / margins if margins else 0.0


def deviate(confidence: float) -> float:
    """The standard normal deviate that leaves the rest in equal parts on both sides: 1.96 for 95 %."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _weights(one: int, other: int, hits: int) -> dict[int, float]:
    """What each number of hits in `one` weighs against the likeliest, as far as it shows at all."""
    likeliest = (one + 1) * (hits + 1) // (one + other + 2)

    def growth(here: int) -> float:
        return (one - here) * (hits - here) / ((here + 1) * (other - hits + here + 1))

    weights = {likeliest: 1.0}
    for here in range(likeliest, min(one, hits)):
        weights[here + 1] = weights[here] * growth(here)
        if weights[here + 1] < NEGLIGIBLE:
            break
    for here in range(likeliest - 1, max(0, hits - other) - 1, -1):
        weights[here] = weights[here + 1] / growth(here)
        if weights[here] < NEGLIGIBLE:
            break
    return weights
