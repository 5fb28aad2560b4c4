"""Pure: which groups may be called different from the others, and which may not.

Whoever looks at twenty reasons finds one that "works" by chance alone. Here the chance that anything at all
is claimed where nothing differs is at most `error` for the whole table, however many groups it has.
Verdicts are codes; words are made where they are shown.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Final, TypeVar

from insights.log_rank import log_rank
from insights.proportions import Difference, Share, chi_square, difference, exact_test, together
from insights.ranking import FEWEST
from insights.survival import Wait

Key = TypeVar("Key", bound=Hashable)

FAMILY_ERROR: Final = 0.05
# The log-rank test's p is right only in the long run: below so many expected on either side it says nothing.
FEWEST_EXPECTED: Final = 3.0
# Mirrored comparisons are equally strong but for rounding.
ROUNDING: Final = 1e-9


class Verdict(StrEnum):
    """What may be said of a group beside all others."""

    HIGHER = "higher"
    LOWER = "lower"
    # Not "the same": nothing is shown.
    OPEN = "open"
    TOO_FEW = "too_few"

    @property
    def is_claim(self) -> bool:
        """Whether it says that the group is different."""
        return self in {Verdict.HIGHER, Verdict.LOWER}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A group beside others.

    `p`: how often chance alone does as much; `verdict`: what it would say; `strength`: how far from "no
    difference", as a chi-square.
    """

    p: float
    verdict: Verdict
    strength: float = 0.0
    difference: Difference | None = None

    def is_stronger_than(self, other: "Comparison") -> bool:
        """Whether it is further from "no difference", by more than rounding."""
        return self.strength > other.strength * (1 + ROUNDING)


@dataclass(frozen=True, slots=True)
class Finding:
    """What may be said of a group.

    `p`: corrected for all the groups that are looked at (None: not compared); `comparison`: with all others.
    """

    verdict: Verdict
    p: float | None = None
    comparison: Comparison | None = None


Compare = Callable[[Key, Collection[Key]], Comparison]


def finding(groups: Mapping[Key, Share], error: float = FAMILY_ERROR) -> dict[Key, Finding]:
    """Of each group, whether its rate may be called higher or lower than that of all others together.

    Fisher's exact test for each group, corrected by Holm; a claim also needs Newcombe's interval of the
    difference to leave out "none", so that no sentence outruns the interval shown beside it.
    """

    def compare(key: Key, others: Collection[Key]) -> Comparison:
        mine, theirs = groups[key], together(groups[other] for other in others)
        gap = difference(mine, theirs, 1 - error)
        if theirs.of < FEWEST:
            return Comparison(1.0, Verdict.TOO_FEW)
        return Comparison(exact_test(mine, theirs), _said_by(gap), chi_square(mine, theirs), gap)

    return _judge({key: share.of for key, share in groups.items()}, compare, error)


def finding_over_time(
    groups: Mapping[Key, Collection[Wait]], error: float = FAMILY_ERROR
) -> dict[Key, Finding]:
    """Of each group, whether it may be said to happen more (sooner) or less than in all others together.

    The log-rank test for each group (its cautious p), corrected by Holm. For "which check-in interval
    works": deals still waiting count for as long as they have waited, and no more.
    """

    def compare(key: Key, others: Collection[Key]) -> Comparison:
        theirs = chain.from_iterable(groups[other] for other in others)
        result = log_rank({True: groups[key], False: theirs})
        if min(result.expected.values()) < FEWEST_EXPECTED:
            return Comparison(1.0, Verdict.TOO_FEW)
        more = result.observed[True] > result.expected[True]
        return Comparison(result.cautious_p, Verdict.HIGHER if more else Verdict.LOWER, result.chi_square)

    sizes = {key: sum(wait.times for wait in waits) for key, waits in groups.items()}
    return _judge(sizes, compare, error)


def holm(p_values: Iterable[float], questions: int | None = None) -> list[float]:
    """The p-values corrected for being several, in the order in which they came.

    S. Holm (1979), Scandinavian Journal of Statistics 6:65-70: the smallest times their number, the next
    times one less, ..., none smaller than the one before (as adjusted p-values: S. P. Wright (1992),
    Biometrics 48:1005-1013). Holds whatever the tests have to do with one another. `questions`: how many
    there are, where several of the p-values answer the same one.
    """
    given = list(p_values)
    corrected = [1.0] * len(given)
    so_far = 0.0
    for done, place in enumerate(sorted(range(len(given)), key=given.__getitem__)):
        left = max(1, (len(given) if questions is None else questions) - done)
        so_far = max(so_far, min(1.0, left * given[place]))
        corrected[place] = so_far
    return corrected


def _judge(sizes: Mapping[Key, int], compare: Compare[Key], error: float) -> dict[Key, Finding]:
    """Every group beside all others; which are looked at goes by size alone, never by what came out."""
    filled = [key for key, size in sizes.items() if size]
    beside_all = {key: compare(key, _without(filled, key)) for key in filled if sizes[key] >= FEWEST}
    # Of two groups, one beside the other and the other beside the one are the same question.
    questions = 1 if len(filled) == 2 else len(beside_all)
    corrected = dict(zip(beside_all, holm([one.p for one in beside_all.values()], questions), strict=True))

    def is_shown(key: Key, stronger: Collection[Key]) -> bool:
        """Whether it stays true without the groups that differ more: one high group makes no others low."""
        if corrected[key] > error or not beside_all[key].verdict.is_claim:
            return False
        rest = compare(key, _without(filled, key, *stronger))
        return rest.verdict == beside_all[key].verdict and rest.p * (questions - len(stronger)) <= error

    shown: list[Key] = []
    for key in sorted(beside_all, key=lambda key: beside_all[key].strength, reverse=True):
        if is_shown(key, [other for other in shown if beside_all[other].is_stronger_than(beside_all[key])]):
            shown.append(key)
    return {key: _found(beside_all.get(key), corrected.get(key), is_shown=key in shown) for key in sizes}


def _found(said: Comparison | None, corrected: float | None, *, is_shown: bool) -> Finding:
    if said is None or said.verdict == Verdict.TOO_FEW:
        return Finding(Verdict.TOO_FEW)
    return Finding(said.verdict if is_shown else Verdict.OPEN, corrected, said)


def _without(keys: Iterable[Key], *those: Key) -> list[Key]:
    return [key for key in keys if key not in those]


def _said_by(gap: Difference) -> Verdict:
    if gap.estimate is None or not gap.is_clear:
        return Verdict.OPEN
    return Verdict.HIGHER if gap.estimate > 0 else Verdict.LOWER
