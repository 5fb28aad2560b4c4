"""On pure noise nothing is found, and what is there is found: seeded data whose truth is known."""

import random
from collections.abc import Mapping, Sequence

from insights.findings import Finding, finding, finding_over_time
from insights.proportions import Share
from insights.survival import Wait

SETS = 200
# Of 200 with a true rate of one in twenty, more than 18 come up less than once in 150 (binomial): the
# allowance for luck in any one kind of data. Taken together the kinds get none.
BY_LUCK = 18
ONE_IN_TWENTY = 0.05


def some_shares(chance: random.Random, sizes: Sequence[int], rates: Sequence[float]) -> dict[int, Share]:
    return {
        group: Share(sum(chance.random() < rate for _ in range(of)), of)
        for group, (of, rate) in enumerate(zip(sizes, rates, strict=True))
    }


def some_waits(chance: random.Random, sizes: Sequence[int], rates: Sequence[float]) -> dict[int, list[Wait]]:
    """Deals lost at any time in the last two years; a share comes back, after 200 days or so; by weeks."""

    def wait(rate: float) -> Wait:
        watched, took = 7 * chance.randint(1, 104), 7 * round(chance.expovariate(7 / 200))
        comes_back = chance.random() < rate and took <= watched
        return Wait(took if comes_back else watched, comes_back)

    return {
        group: [wait(rate) for _ in range(of)]
        for group, (of, rate) in enumerate(zip(sizes, rates, strict=True))
    }


def claims(findings: Mapping[int, Finding]) -> set[int]:
    return {key for key, found in findings.items() if found.verdict.is_claim}


def test_noise_is_not_called_a_finding() -> None:
    chance = random.Random(20260301)
    kinds = [
        ([40] * 6, 0.15),
        ([100, 60, 30, 15, 8, 4, 2, 1], 0.15),
        ([9] * 12, 0.4),
        ([900, 300, 100, 50], 0.1),
        ([50, 50], 0.5),
    ]
    false = [
        sum(bool(claims(finding(some_shares(chance, sizes, [rate] * len(sizes))))) for _ in range(SETS))
        for sizes, rate in kinds
    ]
    assert max(false) <= BY_LUCK
    assert sum(false) <= ONE_IN_TWENTY * SETS * len(kinds)


def test_noise_over_time_is_not_called_a_finding() -> None:
    chance = random.Random(20260302)
    kinds = [([25] * 4, 0.5), ([80, 40, 20, 10], 0.6)]
    false = [
        sum(
            bool(claims(finding_over_time(some_waits(chance, sizes, [rate] * len(sizes)))))
            for _ in range(SETS)
        )
        for sizes, rate in kinds
    ]
    assert max(false) <= BY_LUCK
    assert sum(false) <= ONE_IN_TWENTY * SETS * len(kinds)


def test_one_that_differs_is_found_and_the_others_are_left_alone() -> None:
    """One reason of six with 45 %, the others 12 %, sixty deals each."""
    chance = random.Random(20260303)
    found = [claims(finding(some_shares(chance, [60] * 6, [0.45] + [0.12] * 5))) for _ in range(SETS)]
    assert sum(0 in one for one in found) >= 0.95 * SETS
    assert sum(bool(one - {0}) for one in found) <= BY_LUCK


def test_one_that_differs_over_time_is_found_and_the_others_are_left_alone() -> None:
    chance = random.Random(20260304)
    found = [claims(finding_over_time(some_waits(chance, [50] * 3, [0.9, 0.3, 0.3]))) for _ in range(SETS)]
    assert sum(0 in one for one in found) >= 0.95 * SETS
    assert sum(bool(one - {0}) for one in found) <= BY_LUCK
