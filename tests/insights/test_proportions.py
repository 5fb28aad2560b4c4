"""Shares and their differences: against printed tables, and what always holds."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from insights.proportions import Interval, Share, chi_square, difference, exact_test, together, wilson


@st.composite
def shares(draw: st.DrawFn, least: int = 0, most: int = 400) -> Share:
    of = draw(st.integers(least, most))
    return Share(draw(st.integers(0, of)), of)


def bounds(interval: Interval, digits: int = 4) -> tuple[float, float]:
    return round(interval.low, digits), round(interval.high, digits)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_newcombe_prints_it(hits: int, of: int, low: float, high: float) -> None:
    """R. G. Newcombe (1998), Statistics in Medicine 17:857-872, Table I, method 3."""
    assert bounds(wilson(Share(hits, of))) == (low, high)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(6, 7), Share(2, 7), 0.0582, 0.8062),
        (Share(5, 56), Share(0, 29), -0.0381, 0.1926),
        (Share(0, 10), Share(0, 20), -0.1611, 0.2775),
        (Share(0, 10), Share(0, 10), -0.2775, 0.2775),
        (Share(10, 10), Share(0, 20), 0.6791, 1.0000),
        (Share(10, 10), Share(0, 10), 0.6075, 1.0000),
    ],
)
def test_differences_as_newcombe_prints_them(one: Share, other: Share, low: float, high: float) -> None:
    """R. G. Newcombe (1998), Statistics in Medicine 17:873-890, Table II, method 10."""
    assert bounds(difference(one, other).interval) == (low, high)


def test_fishers_convicted_twins() -> None:
    """R. A. Fisher (1935), JRSS 98:39-82: convictions of twins of criminals; two-sided as R's fisher.test."""
    assert round(exact_test(Share(10, 13), Share(2, 17)), 7) == 0.0005367


def test_fishers_lady_who_tastes_tea() -> None:
    """R. A. Fisher (1935), The Design of Experiments, II: 1 + 16 of 70 orders as good; both sides."""
    assert exact_test(Share(3, 4), Share(1, 4)) == pytest.approx(34 / 70)


@pytest.mark.parametrize(
    ("one", "other", "p"),
    [
        # scipy 1.17.1, stats.fisher_exact
        (Share(8, 10), Share(1, 6), 0.034965034965034975),
        (Share(1, 10), Share(11, 14), 0.0027594561852200836),
        (Share(0, 20), Share(5, 305), 1.0),
        (Share(1000, 10000), Share(1100, 10000), 0.022378874800480137),
    ],
)
def test_the_exact_test_as_scipy_has_it(one: Share, other: Share, p: float) -> None:
    assert exact_test(one, other) == pytest.approx(p, rel=1e-9)


def test_pearsons_chi_square_as_worked_by_hand() -> None:
    assert chi_square(Share(10, 13), Share(2, 17)) == pytest.approx(
        30 * (10 * 15 - 2 * 3) ** 2 / (13 * 17 * 12 * 18)
    )


def test_of_nothing_nothing_is_known() -> None:
    nothing, some = Share(0, 0), Share(3, 4)
    assert nothing.rate is None
    assert wilson(nothing) == Interval(0, 1)
    assert difference(nothing, some).interval == difference(some, nothing).interval == Interval(-1, 1)
    assert difference(nothing, some).estimate is None
    assert exact_test(nothing, some) == exact_test(nothing, nothing) == 1
    assert chi_square(nothing, some) == 0


@pytest.mark.parametrize(("hits", "of"), [(-1, 3), (4, 3), (0, -1)])
def test_what_is_no_share(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        Share(hits, of)


CONFIDENCES = st.floats(0.5, 0.999)


@given(shares(least=1), CONFIDENCES)
def test_the_interval_holds_the_rate_and_lies_within_bounds(share: Share, confidence: float) -> None:
    interval = wilson(share, confidence)
    assert 0 <= interval.low <= interval.high <= 1
    assert share.rate in interval


@given(shares(least=1), st.integers(2, 50))
def test_the_interval_narrows_with_numbers(share: Share, times: int) -> None:
    assert wilson(Share(share.hits * times, share.of * times)).width < wilson(share).width


@given(shares(least=1), CONFIDENCES, CONFIDENCES)
def test_the_surer_the_wider(share: Share, one: float, other: float) -> None:
    assume(abs(one - other) > 1e-6)
    assert wilson(share, min(one, other)).width < wilson(share, max(one, other)).width


@given(shares(), shares())
def test_differences_hold_their_estimate_and_mirror(one: Share, other: Share) -> None:
    there, back = difference(one, other), difference(other, one)
    assert -1 <= there.interval.low <= there.interval.high <= 1
    assert (there.estimate is None) == (not one.of or not other.of)
    assert there.estimate is None or there.estimate in there.interval
    assert (there.interval.low, there.interval.high) == pytest.approx(
        (-back.interval.high, -back.interval.low)
    )
    assert there.is_clear == back.is_clear


@given(shares(), shares())
def test_p_values_are_probabilities_whichever_comes_first(one: Share, other: Share) -> None:
    p = exact_test(one, other)
    assert 0 < p <= 1
    assert p == pytest.approx(exact_test(other, one), rel=1e-9)
    assert p == pytest.approx(exact_test(Share(one.misses, one.of), Share(other.misses, other.of)), rel=1e-9)
    assert chi_square(one, other) == chi_square(other, one)


@given(shares(most=25), shares(most=25))
def test_the_exact_test_adds_up_the_tables(one: Share, other: Share) -> None:
    """The same by counting the ways, in whole numbers."""
    both = one + other
    ways = [
        math.comb(one.of, hits) * math.comb(other.of, both.hits - hits)
        for hits in range(max(0, both.hits - other.of), min(one.of, both.hits) + 1)
    ]
    ours = math.comb(one.of, one.hits) * math.comb(other.of, other.hits)
    assert exact_test(one, other) == pytest.approx(sum(way for way in ways if way <= ours) / sum(ways))


@given(st.lists(shares()))
def test_shares_together(parts: list[Share]) -> None:
    assert together(parts) == Share(sum(one.hits for one in parts), sum(one.of for one in parts))
