"""Pure: which groups come first by their rates, without one of one being the best of all."""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from insights.proportions import Interval, Share, together, wilson

Key = TypeVar("Key", bound=Hashable)

# Below so many a group stands beside the ranking, not in it.
FEWEST: Final = 5
# So many groups and more say something about how much groups differ.
FEWEST_GROUPS: Final = 4
# What the overall rate weighs, in cases, where the groups cannot say it, and at the least where they can.
USUAL_WEIGHT: Final = 20.0
LEAST_WEIGHT: Final = 10.0


@dataclass(frozen=True)
class Ranked(Generic[Key]):
    """A group with its rate drawn towards that of all (`drawn`: None when there is nothing at all).

    `place`: from 1; groups with the same drawn rate share it; None for a group too small to be ranked.
    """

    key: Key
    share: Share
    drawn: float | None
    interval: Interval
    place: int | None


def rank(groups: Mapping[Key, Share]) -> list[Ranked[Key]]:
    """The groups by their drawn rates, highest first; those with fewer than FEWEST last, without a place.

    Empirical Bayes with a beta-binomial: (hits + weight x overall) / (of + weight), B. Efron and C. Morris
    (1973), JASA 68:117-130. Groups with the same rate: the larger first, then by their names.
    """
    overall = together(groups.values())
    weight = overall_weight(groups.values())
    rows = [(key, share, _drawn(share, overall, weight)) for key, share in groups.items()]
    rows.sort(key=lambda row: (row[1].of < FEWEST, -(row[2] or 0.0), -row[1].of, str(row[0])))
    ranked: list[Ranked[Key]] = []
    for key, share, drawn in rows:
        place = _place(ranked, drawn) if share.of >= FEWEST else None
        ranked.append(Ranked(key, share, drawn, wilson(share), place))
    return ranked


def overall_weight(shares: Iterable[Share]) -> float | None:
    """How many cases the overall rate weighs; None is endlessly many: groups differ no more than by chance.

    The moment estimator of J. C. Kleinman (1973), JASA 68:46-54, groups weighed by their size: what the
    rates vary beyond chance, as the correlation within groups, rho = 1 / (weight + 1). It swings widely
    with few groups: of fewer than FEWEST_GROUPS it is not asked (USUAL_WEIGHT), and it is never less than
    LEAST_WEIGHT.
    """
    shares = [share for share in shares if share.of]
    overall = together(shares)
    spread = overall.hits * overall.misses / overall.of**2 if overall.of else 0.0
    if len(shares) < FEWEST_GROUPS or not spread:
        return USUAL_WEIGHT
    around = math.fsum(
        share.of * (share.hits / share.of - overall.hits / overall.of) ** 2 for share in shares
    )
    free = len(shares) - 1
    beyond = around / spread - free
    room = overall.of - sum(share.of**2 for share in shares) / overall.of - free
    if room <= 0:
        # One case in each group: how much groups differ cannot be told from how much cases do.
        return USUAL_WEIGHT
    return max(LEAST_WEIGHT, room / beyond - 1) if beyond > 0 else None


def _drawn(share: Share, overall: Share, weight: float | None) -> float | None:
    if overall.rate is None or weight is None:
        return overall.rate
    return (share.hits + weight * overall.rate) / (share.of + weight)


def _place(before: list[Ranked[Key]], drawn: float | None) -> int:
    """Next, or the one before's place where the rate is the same."""
    return before[-1].place or 1 if before and before[-1].drawn == drawn else len(before) + 1
