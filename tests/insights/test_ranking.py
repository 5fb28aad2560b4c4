"""Which groups come first: one of one is not the best, and what always holds."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.proportions import Share, together
from insights.ranking import FEWEST, LEAST_WEIGHT, USUAL_WEIGHT, Ranked, overall_weight, rank

SHARES = st.integers(0, 60).flatmap(lambda of: st.builds(Share, st.integers(0, of), st.just(of)))
GROUPS = st.dictionaries(st.sampled_from("abcdefghij"), SHARES, max_size=8)


def names(ranked: list[Ranked[str]]) -> list[str]:
    return [one.key for one in ranked]


def test_one_of_one_is_not_the_best() -> None:
    groups = {
        "price": Share(4, 60),
        "timing": Share(24, 60),
        "merger": Share(1, 1),
        "missing feature": Share(9, 50),
    }
    ranked = rank(groups)
    assert names(ranked) == ["timing", "missing feature", "price", "merger"]
    assert [one.place for one in ranked] == [1, 2, 3, None]


def test_five_of_five_is_drawn_further_than_forty_of_forty() -> None:
    groups = {"few": Share(5, 5), "many": Share(40, 40), "others": Share(20, 200), "more": Share(10, 100)}
    ranked = rank(groups)
    assert names(ranked)[:2] == ["many", "few"]


def test_the_weight_worked_by_hand() -> None:
    """J. C. Kleinman (1973): 20, 30, 30 and 40 of a hundred.

    p = 0.3, pq = 0.21; sum n (p_i - p)^2 = 100 (0.01 + 0.01) = 2; beyond chance 2 / 0.21 - 3 = 6.5238;
    room 400 - 40000 / 400 - 3 = 297; so rho = 6.5238 / 297 = 0.021966, and the weight 1 / rho - 1 = 44.53.
    """
    weight = overall_weight([Share(hits, 100) for hits in (20, 30, 30, 40)])
    assert weight is not None
    assert round(weight, 2) == 44.53
    # Rates further apart ask for less than is ever given.
    assert overall_weight([Share(hits, 100) for hits in (0, 10, 50, 60)]) == LEAST_WEIGHT


def test_the_weight_is_found_again() -> None:
    """Rates drawn from a beta distribution of weight 30: over 400 groups it comes within a fifth."""
    chance = random.Random(1958)
    shares = []
    for _ in range(400):
        rate, of = chance.betavariate(0.15 * 30, 0.85 * 30), chance.randint(5, 150)
        shares.append(Share(sum(chance.random() < rate for _ in range(of)), of))
    assert overall_weight(shares) == pytest.approx(30, rel=0.2)


def test_drawn_rates_come_nearer_to_the_truth_than_raw_ones() -> None:
    chance = random.Random(1973)
    truth = {str(group): chance.betavariate(3, 17) for group in range(60)}
    groups = {}
    for key, rate in truth.items():
        of = chance.randint(3, 40)
        groups[key] = Share(sum(chance.random() < rate for _ in range(of)), of)
    ranked = {one.key: one for one in rank(groups)}
    raw = sum(((groups[key].rate or 0) - truth[key]) ** 2 for key in truth)
    drawn = sum(((ranked[key].drawn or 0) - truth[key]) ** 2 for key in truth)
    assert drawn < 0.6 * raw


def test_no_more_than_chance_makes_all_equal() -> None:
    groups = {"a": Share(10, 100), "b": Share(5, 50), "c": Share(1, 10), "d": Share(2, 20)}
    assert overall_weight(groups.values()) is None
    assert [(one.key, one.drawn, one.place) for one in rank(groups)] == [
        ("a", 0.1, 1), ("b", 0.1, 1), ("d", 0.1, 1), ("c", 0.1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "shares",
    [
        [],
        [Share(0, 0)] * 5,
        [Share(1, 1), Share(5, 50), Share(3, 9)],
        [Share(0, 9)] * 5,
        [Share(9, 9)] * 5,
        [Share(1, 1), Share(0, 1), Share(1, 1), Share(0, 1)],
    ],
)
def test_where_the_groups_cannot_say_the_usual_weight_holds(shares: list[Share]) -> None:
    assert overall_weight(shares) == USUAL_WEIGHT


def test_of_nothing() -> None:
    assert rank({}) == []
    assert [(one.drawn, one.place) for one in rank({"a": Share(0, 0)})] == [(None, None)]


def test_places_after_equals() -> None:
    groups = {"a": Share(30, 100), "b": Share(10, 100), "c": Share(10, 100), "d": Share(1, 100)}
    assert [(one.key, one.place) for one in rank(groups)] == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]


@given(GROUPS)
def test_drawn_rates_lie_between_their_own_and_that_of_all(groups: dict[str, Share]) -> None:
    overall = together(groups.values()).rate
    for one in rank(groups):
        if overall is None:
            assert one.drawn is None
        else:
            ends = sorted([overall, overall if one.share.rate is None else one.share.rate])
            assert one.drawn is not None
            assert ends[0] - 1e-12 <= one.drawn <= ends[1] + 1e-12


@given(GROUPS)
def test_places_follow_the_drawn_rates(groups: dict[str, Share]) -> None:
    ranked = rank(groups)
    placed = [one for one in ranked if one.place]
    assert len(ranked) == len(groups)
    assert placed == ranked[: len(placed)] == [one for one in ranked if one.share.of >= FEWEST]
    for before, after in pairwise(placed):
        assert (before.drawn or 0) >= (after.drawn or 0)
        assert (before.place == after.place) == (before.drawn == after.drawn)


@given(GROUPS, st.randoms(use_true_random=False))
def test_the_order_of_groups_changes_nothing(groups: dict[str, Share], chance: random.Random) -> None:
    shuffled = list(groups.items())
    chance.shuffle(shuffled)
    assert rank(dict(shuffled)) == rank(groups)


@given(GROUPS)
def test_a_single_case_is_never_placed_first(groups: dict[str, Share]) -> None:
    ranked = rank({**groups, "one of one": Share(1, 1)})
    assert next(one.place for one in ranked if one.key == "one of one") is None
