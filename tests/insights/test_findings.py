"""What may be called different: Holm's correction as printed, and claims that hold."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.findings import FAMILY_ERROR, Verdict, finding, finding_over_time, holm
from insights.log_rank import log_rank
from insights.proportions import Share, exact_test
from insights.ranking import FEWEST
from insights.survival import Wait
from tests.insights.patients import LARYNX, MAINTAINED, NOT_MAINTAINED, PLACEBO, SIX_MP

SHARES = st.integers(0, 60).flatmap(lambda of: st.builds(Share, st.integers(0, of), st.just(of)))
GROUPS = st.dictionaries(st.sampled_from(range(6)), SHARES)
WAITS = st.dictionaries(
    st.sampled_from(range(3)), st.lists(st.builds(Wait, st.integers(0, 9), st.booleans()), max_size=20)
)
P_VALUES = st.lists(st.floats(0, 1), max_size=12)

# K. L. Neuhaus et al. (1992), as in Y. Benjamini and Y. Hochberg (1995), JRSS B 57:289-300, sec. 3.2.
NEUHAUS = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
    0.7590, 1.0000,
]  # fmt: skip


def verdicts(groups: dict[str, Share]) -> dict[str, str]:
    return {key: str(found.verdict) for key, found in finding(groups).items()}


def test_holm_rejects_the_three_that_benjamini_and_hochberg_report() -> None:
    """They print three for Bonferroni and for Hochberg's procedure at 5 %; Holm's lies between the two."""
    assert [p <= 0.05 for p in holm(NEUHAUS)] == [True] * 3 + [False] * 12


def test_holm_as_statsmodels_has_it() -> None:
    """statsmodels 0.15.0, multipletests(method="holm"); the second: documentation of pingouin.multicomp."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.50, 0.003, 0.32, 0.054, 0.0003]) == pytest.approx([0.64, 0.012, 0.64, 0.162, 0.0015])


def test_holm_of_nothing() -> None:
    assert holm([]) == []


@given(P_VALUES, st.randoms(use_true_random=False))
def test_holm_keeps_order_and_never_makes_smaller(p_values: list[float], chance: random.Random) -> None:
    corrected = dict(zip(p_values, holm(p_values), strict=True))
    assert all(p <= corrected[p] <= 1 for p in p_values)
    assert [corrected[p] for p in sorted(p_values)] == sorted(corrected[p] for p in p_values)
    shuffled = chance.sample(p_values, len(p_values))
    assert sorted(holm(shuffled)) == sorted(holm(p_values))


def test_a_group_that_is_different_is_said_to_be() -> None:
    groups = {
        "price": Share(12, 120),
        "timing": Share(45, 110),
        "feature": Share(11, 100),
        "silence": Share(1, 3),
    }
    assert verdicts(groups) == {"price": "open", "timing": "higher", "feature": "open", "silence": "too_few"}


def test_one_high_group_makes_no_others_low() -> None:
    """Beside all others a tenth is clearly less than a fifth, but only because of the one with a half."""
    groups = {
        "timing": Share(500, 1000),
        **{name: Share(100, 1000) for name in ("price", "feature", "rival")},
    }
    found = finding(groups)
    assert verdicts(groups) == {"timing": "higher", "price": "open", "feature": "open", "rival": "open"}
    assert found["price"].p is not None
    assert found["price"].p < 1e-9


def test_both_ends_can_be_said() -> None:
    groups = {
        "timing": Share(80, 100),
        "price": Share(5, 100),
        "feature": Share(40, 100),
        "rival": Share(41, 100),
    }
    assert verdicts(groups) == {"timing": "higher", "price": "lower", "feature": "open", "rival": "open"}


def test_what_is_left_beside_a_high_group_is_corrected_as_well() -> None:
    """Without the high one a fourteenth is still less than a tenth; 7.6 % is so only for who asks once."""
    groups = {"timing": Share(500, 1000), "feature": Share(100, 1000), "rival": Share(100, 1000)}
    assert verdicts({**groups, "price": Share(70, 1000)})["price"] == "lower"
    assert exact_test(Share(76, 1000), Share(200, 2000)) < FAMILY_ERROR
    assert verdicts({**groups, "price": Share(76, 1000)})["price"] == "open"


def test_no_claim_beside_an_interval_that_holds_none() -> None:
    """The two methods part here: p is 0.045, and the interval of the difference reaches just below 0."""
    groups = {"price": Share(37, 400), "timing": Share(1, 60)}
    assert exact_test(*groups.values()) < FAMILY_ERROR
    assert verdicts(groups) == {"price": "open", "timing": "open"}


def test_two_groups_are_one_question() -> None:
    found = finding({"a": Share(9, 10), "b": Share(3, 10)})
    assert {key: one.verdict for key, one in found.items()} == {"a": Verdict.HIGHER, "b": Verdict.LOWER}
    # scipy 1.17.1, stats.fisher_exact([[9, 1], [3, 7]])
    assert found["a"].p == pytest.approx(0.019766611097879272)
    assert found["b"].p == pytest.approx(0.019766611097879272)


def test_what_is_too_few_to_say() -> None:
    assert set(verdicts({"a": Share(4, 4), "b": Share(0, 4), "c": Share(0, 0)}).values()) == {"too_few"}
    assert verdicts({"a": Share(100, 100), "b": Share(0, 4)}) == {"a": "too_few", "b": "too_few"}
    assert verdicts({"alone": Share(50, 100)}) == {"alone": "too_few"}
    assert finding({}) == {}


def test_small_numbers_that_look_big_stay_open() -> None:
    """Three of five beside ten of sixty: sixty per cent against seventeen, and nothing shown."""
    assert verdicts({"a": Share(3, 5), "b": Share(5, 30), "c": Share(5, 30)})["a"] == "open"


def test_over_time_gehans_patients_differ_and_millers_may_not() -> None:
    found = finding_over_time({"6-MP": SIX_MP, "placebo": PLACEBO})
    assert {key: one.verdict for key, one in found.items()} == {
        "6-MP": Verdict.LOWER,
        "placebo": Verdict.HIGHER,
    }
    assert found["6-MP"].p == log_rank({"6-MP": SIX_MP, "placebo": PLACEBO}).cautious_p
    same = finding_over_time({True: MAINTAINED, False: NOT_MAINTAINED})
    assert {one.verdict for one in same.values()} == {Verdict.OPEN}


def test_over_time_of_four_stages_the_last_is_worst() -> None:
    found = finding_over_time(LARYNX)
    assert found[4].verdict == Verdict.HIGHER
    assert found[2].verdict == found[3].verdict == Verdict.OPEN


def test_over_time_of_few_nothing_is_said() -> None:
    groups = {"a": [Wait(1, True)] * 4, "b": [Wait(9, True)] * 50, "c": [Wait(1, True)] * 5, "d": []}
    verdict = {key: one.verdict for key, one in finding_over_time(groups).items()}
    assert verdict == dict.fromkeys("abcd", Verdict.TOO_FEW)


@given(GROUPS)
def test_claims_never_outrun_what_is_shown(groups: dict[int, Share]) -> None:
    for key, found in finding(groups).items():
        assert found.p is None or 0 <= found.p <= 1
        if found.verdict.is_claim:
            assert groups[key].of >= FEWEST
            assert found.p is not None
            assert found.p <= FAMILY_ERROR
            assert found.comparison is not None
            assert found.comparison.difference is not None
            assert found.comparison.difference.is_clear
            assert (found.comparison.difference.interval.low > 0) == (found.verdict == Verdict.HIGHER)


@given(GROUPS, st.randoms(use_true_random=False))
def test_the_order_of_groups_changes_nothing(groups: dict[int, Share], chance: random.Random) -> None:
    shuffled = dict(chance.sample(list(groups.items()), len(groups)))
    assert finding(shuffled) == finding(groups)


@given(WAITS, st.randoms(use_true_random=False))
def test_nor_over_time(groups: dict[int, list[Wait]], chance: random.Random) -> None:
    shuffled = dict(chance.sample(list(groups.items()), len(groups)))
    assert finding_over_time(shuffled) == finding_over_time(groups)


@given(GROUPS)
def test_hits_and_misses_say_the_same_thing_the_other_way_round(groups: dict[int, Share]) -> None:
    turned = {Verdict.HIGHER: Verdict.LOWER, Verdict.LOWER: Verdict.HIGHER}
    mirrored = finding({key: Share(share.misses, share.of) for key, share in groups.items()})
    assert [turned.get(one.verdict, one.verdict) for one in mirrored.values()] == [
        one.verdict for one in finding(groups).values()
    ]
