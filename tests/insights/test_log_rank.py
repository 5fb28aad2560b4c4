"""Whether groups differ in when it happens: against printed values, and what always holds."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.chi_square import tail
from insights.log_rank import log_rank
from insights.survival import Wait
from tests.insights.patients import LARYNX, MAINTAINED, NOT_MAINTAINED, PLACEBO, SIX_MP

GROUPS = st.dictionaries(
    st.sampled_from("abcd"), st.lists(st.builds(Wait, st.integers(0, 9), st.booleans()), max_size=12)
)


def test_six_mp_against_placebo_as_printed() -> None:
    """D. G. Kleinbaum and M. Klein, Survival Analysis, ch. 2: 9 and 21 seen, 19.25 and 10.75 expected."""
    result = log_rank({"6-MP": SIX_MP, "placebo": PLACEBO})
    assert (round(result.chi_square, 2), result.degrees) == (16.79, 1)
    assert result.observed == {"6-MP": 9, "placebo": 21}
    assert {key: round(value, 2) for key, value in result.expected.items()} == {
        "6-MP": 19.25,
        "placebo": 10.75,
    }
    # lifelines 0.30.3, logrank_test
    assert result.p == pytest.approx(4.168809109334511e-05, rel=1e-9)


def test_maintained_as_r_prints_it() -> None:
    """R's survdiff(Surv(time, status) ~ x, data = aml): chi-square 3.4, p 0.0653; expected 10.69 and 7.31."""
    result = log_rank({True: MAINTAINED, False: NOT_MAINTAINED})
    assert (round(result.chi_square, 1), round(result.p, 4)) == (3.4, 0.0653)
    assert {key: round(value, 2) for key, value in result.expected.items()} == {True: 10.69, False: 7.31}


def test_four_groups_as_klein_and_moeschberger_print_it() -> None:
    """J. P. Klein and M. L. Moeschberger (1997), sec. 7.4: 22.76 with 3 degrees of freedom."""
    result = log_rank(LARYNX)
    assert (round(result.chi_square, 2), result.degrees) == (22.76, 3)
    # lifelines 0.30.3, multivariate_logrank_test
    assert result.chi_square == pytest.approx(22.762757064648177, rel=1e-12)
    assert result.p == pytest.approx(4.525211220445884e-05, rel=1e-9)


def test_three_groups_as_lifelines_has_it() -> None:
    """lifelines 0.30.3, multivariate_logrank_test."""
    result = log_rank({1: SIX_MP, 2: PLACEBO, 3: MAINTAINED})
    assert (result.chi_square, result.degrees) == (pytest.approx(28.552691805940693, rel=1e-12), 2)
    assert result.p == pytest.approx(6.307565260601877e-07, rel=1e-9)


@pytest.mark.parametrize(
    ("value", "degrees", "p"),
    [
        # The 5 % and 1 % columns that every book prints.
        (3.841, 1, 0.05), (5.991, 2, 0.05), (7.815, 3, 0.05), (11.070, 5, 0.05), (18.307, 10, 0.05),
        (6.635, 1, 0.01), (9.210, 2, 0.01), (23.209, 10, 0.01), (50.892, 30, 0.01),
    ],
)  # fmt: skip
def test_the_tail_as_tables_print_it(value: float, degrees: int, p: float) -> None:
    assert round(tail(value, degrees), 4) == p


@pytest.mark.parametrize(
    ("value", "degrees", "p"),
    [
        # scipy 1.17.1, stats.chi2.sf
        (3.84, 1, 0.05004352124870519), (16.793, 1, 4.168679471886338e-05), (0.1, 5, 0.9998376833880774),
        (40, 7, 1.258790387371308e-06), (700, 2, 9.929590396265143e-153), (30, 30, 0.4656537089440098),
    ],
)  # fmt: skip
def test_the_tail_as_scipy_has_it(value: float, degrees: int, p: float) -> None:
    assert tail(value, degrees) == pytest.approx(p, rel=1e-11)


@given(st.floats(0, 2000), st.integers(0, 60))
def test_the_tail_is_a_probability_that_falls(value: float, degrees: int) -> None:
    rounding = 1e-12
    assert 0 <= tail(value + 1, degrees) <= tail(value, degrees) + rounding <= 1 + rounding
    assert not degrees or tail(value, degrees) <= tail(value, degrees + 2) + rounding


@pytest.mark.parametrize(
    "groups",
    [
        {},
        {1: SIX_MP},
        {1: SIX_MP, 2: []},
        {1: [Wait(3, False)], 2: [Wait(4, False)]},
        {1: [Wait(3, True)], 2: [Wait(2, False)]},
        {1: [Wait(0, True)] * 5, 2: [Wait(0, True)] * 7},
    ],
)
def test_nothing_to_compare(groups: dict[int, list[Wait]]) -> None:
    result = log_rank(groups)
    assert (result.chi_square, result.degrees, result.p, result.cautious_p if groups else 1) == (0, 0, 1, 1)


def test_a_group_that_was_never_there_in_time_changes_nothing() -> None:
    late = {1: SIX_MP, 2: PLACEBO, 3: [Wait(0, False)] * 9}
    assert log_rank(late).chi_square == pytest.approx(log_rank({1: SIX_MP, 2: PLACEBO}).chi_square)
    assert log_rank(late).degrees == 1


def test_half_a_case_is_taken_off_where_that_is_cautious() -> None:
    """(|9 - 19.2505| - 1/2)^2 / V, with V = (9 - 19.2505)^2 / 16.7929."""
    result = log_rank({1: SIX_MP, 2: PLACEBO})
    assert result.cautious_p == pytest.approx(tail(16.7929 * (9.7505 / 10.2505) ** 2, 1), rel=1e-3)
    assert result.cautious_p > result.p


@given(GROUPS)
def test_p_is_a_probability_whatever_comes(groups: dict[str, list[Wait]]) -> None:
    result = log_rank(groups)
    assert 0 <= result.p <= 1
    assert result.chi_square >= 0
    assert result.degrees <= max(0, len(groups) - 1)
    assert math.fsum(result.expected.values()) == pytest.approx(sum(result.observed.values()))


@given(GROUPS)
def test_which_group_comes_first_changes_nothing(groups: dict[str, list[Wait]]) -> None:
    here, there = log_rank(groups), log_rank(dict(reversed(groups.items())))
    assert here.degrees == there.degrees
    assert here.chi_square == pytest.approx(there.chi_square, rel=1e-6, abs=1e-9)
    assert here.observed == there.observed


@given(GROUPS)
def test_counting_changes_nothing(groups: dict[str, list[Wait]]) -> None:
    counted = {
        key: [Wait(wait.days, wait.happened, waits.count(wait)) for wait in set(waits)]
        for key, waits in groups.items()
    }
    assert log_rank(counted) == log_rank(groups)
