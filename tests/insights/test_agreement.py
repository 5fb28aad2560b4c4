"""How far two name the same: against a printed example, and what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.agreement import agreement
from insights.proportions import Interval, Share

PAIRS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(0, 30))

# J. Cohen (1960), Educational and Psychological Measurement 20:37-46, Table 2: two judges, 200 cases.
COHEN = {
    (1, 1): 88, (1, 2): 14, (1, 3): 18,
    (2, 1): 10, (2, 2): 40, (2, 3): 10,
    (3, 1): 2, (3, 2): 6, (3, 3): 12,
}  # fmt: skip


def test_as_cohen_prints_it() -> None:
    found = agreement(COHEN)
    assert (found.share, found.by_chance) == (Share(140, 200), pytest.approx(0.41))
    assert found.kappa is not None
    assert round(found.kappa, 3) == 0.492
    # He gives an error of 0.055, so 95 % limits of 0.384 and 0.599; Wilson's differ in the second digit.
    assert (found.kappa_interval.low, found.kappa_interval.high) == pytest.approx((0.384, 0.599), abs=0.012)


def test_kappa_as_statsmodels_has_it() -> None:
    """statsmodels 0.15.0, cohens_kappa."""
    assert agreement(COHEN).kappa == pytest.approx(0.4915, abs=5e-5)


@pytest.mark.parametrize("pairs", [{}, {(1, 2): 0}, {(1, 1): 9}])
def test_where_kappa_says_nothing(pairs: dict[tuple[int, int], int]) -> None:
    found = agreement(pairs)
    assert (found.kappa, found.kappa_interval) == (None, Interval(-1, 1))


def test_ten_of_ten_is_not_always() -> None:
    found = agreement({("price", "price"): 5, ("timing", "timing"): 5})
    assert found.kappa == 1
    assert found.kappa_interval.low < 0.5


@given(PAIRS)
def test_kappa_lies_in_its_interval(pairs: dict[tuple[int, int], int]) -> None:
    found = agreement(pairs)
    assert -1 <= found.kappa_interval.low <= found.kappa_interval.high <= 1 + 1e-12
    assert (
        found.kappa is None
        or found.kappa_interval.low - 1e-12 <= found.kappa <= found.kappa_interval.high + 1e-12
    )


@given(PAIRS)
def test_whose_word_comes_first_changes_nothing(pairs: dict[tuple[int, int], int]) -> None:
    assert agreement({(other, one): times for (one, other), times in pairs.items()}) == agreement(pairs)
