"""Pure: how far two people name the same thing, and how far that goes beyond chance."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from insights.proportions import USUAL_CONFIDENCE, Interval, Share, wilson

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Agreement:
    """`share`: how often both said the same; `by_chance`: how often they would by what each says anyhow.

    `kappa`: how much of the way from chance to always; None where chance alone would always agree, or of
    nothing.
    """

    share: Share
    by_chance: float | None
    kappa: float | None
    kappa_interval: Interval


def agreement(pairs: Mapping[tuple[Key, Key], int], confidence: float = USUAL_CONFIDENCE) -> Agreement:
    """How far the first of each pair agrees with the second; `pairs` says how often each pair was seen.

    J. Cohen (1960), Educational and Psychological Measurement 20:37-46, eq. 1,
    kappa = (p_o - p_c) / (1 - p_c). The interval takes, like the error he gives, the agreement by chance as
    known, but Wilson's interval for the share instead of the normal one: ten of ten is not "always".
    """
    share = Share(sum(times for (one, other), times in pairs.items() if one == other), sum(pairs.values()))
    by_chance = _by_chance(pairs, share.of)
    if by_chance is None or by_chance == 1.0 or share.rate is None:
        return Agreement(share, by_chance, None, Interval(-1.0, 1.0))
    bounds = wilson(share, confidence)

    def beyond_chance(rate: float) -> float:
        return (rate - by_chance) / (1 - by_chance)

    return Agreement(
        share,
        by_chance,
        beyond_chance(share.rate),
        Interval(max(-1.0, beyond_chance(bounds.low)), beyond_chance(bounds.high)),
    )


def _by_chance(pairs: Mapping[tuple[Key, Key], int], of: int) -> float | None:
    ours: Counter[Key] = Counter()
    theirs: Counter[Key] = Counter()
    for (one, other), times in pairs.items():
        ours[one] += times
        theirs[other] += times
    return sum(times * theirs[one] for one, times in ours.items()) / of**2 if of else None
