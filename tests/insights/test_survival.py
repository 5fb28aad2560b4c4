"""How long it takes: against printed tables, and what always holds."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.proportions import Interval, Share, wilson
from insights.survival import Wait, curve, median_follow_up
from tests.insights.patients import MAINTAINED, NOT_MAINTAINED, PLACEBO, SIX_MP

WAITS = st.lists(st.builds(Wait, st.integers(0, 15), st.booleans()), max_size=25)


def table(waits: list[Wait], digits: int) -> list[tuple[int, int, int, float, float]]:
    """Day, at risk, happened, the share still waiting and its error, as text books print it."""
    return [
        (step.day, step.at_risk, step.happened, round(step.waiting, digits), round(step.error, 4))
        for step in curve(waits).steps
        if step.happened
    ]


def bands(waits: list[Wait]) -> list[tuple[float, float]]:
    return [
        (round(step.band.low, 6), round(step.band.high, 6))
        for step in curve(waits).steps
        if step.happened and step.waiting
    ]


def test_six_mp_as_klein_and_moeschberger_print_it() -> None:
    """J. P. Klein and M. L. Moeschberger (1997), Survival Analysis, Table 4.1 (first printed by Gehan)."""
    assert table(SIX_MP, 3) == [
        (6, 21, 3, 0.857, 0.0764),
        (7, 17, 1, 0.807, 0.0869),
        (10, 15, 1, 0.753, 0.0963),
        (13, 12, 1, 0.690, 0.1068),
        (16, 11, 1, 0.627, 0.1141),
        (22, 7, 1, 0.538, 0.1282),
        (23, 6, 1, 0.448, 0.1346),
    ]


def test_maintained_as_r_prints_it() -> None:
    """R. G. Miller (1981), p. 49; the table is R's summary(survfit(Surv(time, status) ~ x, data = aml))."""
    assert table(MAINTAINED, 3) == [
        (9, 11, 1, 0.909, 0.0867),
        (13, 10, 1, 0.818, 0.1163),
        (18, 8, 1, 0.716, 0.1397),
        (23, 7, 1, 0.614, 0.1526),
        (31, 5, 1, 0.491, 0.1642),
        (34, 4, 1, 0.368, 0.1627),
        (48, 2, 1, 0.184, 0.1535),
    ]


def test_not_maintained_as_r_prints_it() -> None:
    assert table(NOT_MAINTAINED, 4) == [
        (5, 12, 2, 0.8333, 0.1076),
        (8, 10, 2, 0.6667, 0.1361),
        (12, 8, 1, 0.5833, 0.1423),
        (23, 6, 1, 0.4861, 0.1481),
        (27, 5, 1, 0.3889, 0.1470),
        (30, 4, 1, 0.2917, 0.1387),
        (33, 3, 1, 0.1944, 0.1219),
        (43, 2, 1, 0.0972, 0.0919),
        (45, 1, 1, 0.0000, 0.0000),
    ]


def test_medians_as_printed() -> None:
    """Gehan's 23 and 8 weeks; R prints 31 and 23 for Miller's."""
    medians = [curve(waits).median for waits in (SIX_MP, PLACEBO, MAINTAINED, NOT_MAINTAINED)]
    assert medians == [23, 8, 31, 23]


def test_bounds_of_the_medians() -> None:
    """R's survfit with conf.type = "log-log": 13 to unknown, 4 to 11."""
    assert curve(SIX_MP).median_bounds == (13, None)
    assert curve(PLACEBO).median_bounds == (4, 11)


def test_the_band_as_lifelines_has_it() -> None:
    """lifelines 0.30.3, KaplanMeierFitter (its band is the log-log one)."""
    assert bands(SIX_MP) == [
        (0.619718, 0.951552),
        (0.563147, 0.922809),
        (0.503200, 0.889362),
        (0.431610, 0.849066),
        (0.367511, 0.804912),
        (0.267779, 0.746791),
        (0.188052, 0.680143),
    ]
    assert bands(NOT_MAINTAINED) == [
        (0.481715, 0.955509),
        (0.337019, 0.859712),
        (0.270139, 0.800940),
        (0.191877, 0.729672),
        (0.126272, 0.649817),
        (0.072402, 0.560886),
        (0.031199, 0.461429),
        (0.005746, 0.348904),
    ]


def test_median_follow_up_as_lifelines_has_it() -> None:
    """lifelines 0.30.3, ends and events changed about, events half a week earlier: 25 and 45 weeks."""
    assert median_follow_up(SIX_MP) == 25
    assert median_follow_up(MAINTAINED) == 45
    assert median_follow_up(PLACEBO) is None


def test_what_happened_on_a_day_happened_before_others_are_lost_from_sight() -> None:
    drawn = curve([Wait(5, True), Wait(5, False)])
    assert [(step.day, step.at_risk, step.waiting) for step in drawn.steps] == [(5, 2, 0.5)]
    # Of the three only two were still watched when the first watch ended.
    assert median_follow_up([Wait(5, True), Wait(5, False), Wait(9, False)]) == 5


def test_exactly_half_is_half_in_spite_of_rounding() -> None:
    for of in range(2, 60, 2):
        assert curve([Wait(day, True) for day in range(1, of + 1)]).median == of / 2


def test_reading_the_curve_by_day() -> None:
    drawn = curve(SIX_MP)
    assert [drawn.waiting_after(day) for day in (0, 5, 6, 6)] == [
        1,
        1,
        pytest.approx(6 / 7),
        pytest.approx(6 / 7),
    ]
    assert drawn.waiting_after(35) == pytest.approx(0.448, abs=0.001)
    # Nobody was watched for longer, so nothing is said.
    assert drawn.waiting_after(36) is None
    assert drawn.band_at(36) == Interval(0, 1)
    assert drawn.band_at(0) == wilson(Share(21, 21))
    assert [drawn.at_risk(day) for day in (0, 6, 7, 23, 24, 35, 36)] == [21, 21, 17, 6, 5, 1, 0]
    assert curve(PLACEBO).waiting_after(1000) == 0


def test_of_nothing_there_is_no_curve() -> None:
    drawn = curve([])
    assert (drawn.of, drawn.happened, drawn.median, drawn.at_risk(0)) == (0, 0, None, 0)
    assert drawn.waiting_after(0) is None
    assert drawn.band_at(0) == Interval(0, 1)
    assert median_follow_up([]) is None


def test_all_still_waiting_is_not_nobody_ever() -> None:
    drawn = curve([Wait(10, False)] * 3)
    assert drawn.waiting_after(10) == 1
    assert drawn.median is None
    assert drawn.band_at(10) == wilson(Share(3, 3))
    assert median_follow_up([Wait(10, False)] * 3) == 10


def test_everything_on_day_0() -> None:
    drawn = curve([Wait(0, True)] * 20)
    assert (drawn.median, drawn.happened, drawn.waiting_after(0)) == (0, 20, 0)
    assert drawn.band_at(0) == wilson(Share(0, 20))


@pytest.mark.parametrize(("days", "times"), [(-1, 1), (0, 0)])
def test_what_is_no_wait(days: int, times: int) -> None:
    with pytest.raises(ValueError, match="waits of"):
        Wait(days, True, times)


@given(WAITS, st.sampled_from([0.8, 0.95, 0.99]))
def test_the_curve_falls_and_stays_in_its_band(waits: list[Wait], confidence: float) -> None:
    before = 1.0
    for step in curve(waits, confidence).steps:
        assert step.waiting <= before
        assert 0 <= step.band.low <= step.waiting <= step.band.high <= 1
        assert step.error >= 0
        before = step.waiting


@given(WAITS)
def test_a_wait_that_goes_on_never_lowers_the_curve_on_its_day(waits: list[Wait]) -> None:
    before = 1.0
    for step in curve(waits).steps:
        if not step.happened:
            assert step.waiting == before
        before = step.waiting


@given(WAITS, st.integers(0, 15))
def test_one_more_who_still_waits_never_lowers_the_curve(waits: list[Wait], days: int) -> None:
    without, with_them = curve(waits), curve([*waits, Wait(days, False)])
    for day in range(16):
        here, there = without.waiting_after(day), with_them.waiting_after(day)
        assert here is None or there is None or there >= here - 1e-12


@given(WAITS)
def test_with_nobody_lost_from_sight_it_is_the_plain_share(waits: list[Wait]) -> None:
    ended = [Wait(wait.days, True) for wait in waits]
    drawn = curve(ended)
    for step in drawn.steps:
        assert step.waiting == pytest.approx(sum(wait.days > step.day for wait in ended) / len(ended))


@given(WAITS, st.randoms(use_true_random=False))
def test_order_and_counting_change_nothing(waits: list[Wait], chance: random.Random) -> None:
    shuffled = [*waits]
    chance.shuffle(shuffled)
    counted = [Wait(wait.days, wait.happened, waits.count(wait)) for wait in set(waits)]
    assert curve(shuffled) == curve(counted) == curve(waits)
    assert median_follow_up(shuffled) == median_follow_up(counted) == median_follow_up(waits)


@given(WAITS)
def test_the_median_lies_within_its_bounds(waits: list[Wait]) -> None:
    drawn = curve(waits)
    low, high = drawn.median_bounds
    if drawn.median is None:
        assert high is None
    else:
        assert low is not None
        assert low <= drawn.median <= (drawn.median if high is None else high)


def test_a_deal_let_go_waits_on_or_the_curve_says_too_much() -> None:
    """Twenty of a hundred came back; fifty were let go on day 10 (docs/decisions/0034)."""
    came, waiting = Wait(100, True, 20), Wait(365, False, 30)
    assert curve([came, waiting, Wait(365, False, 50)]).waiting_after(365) == pytest.approx(0.8)
    assert curve([came, waiting, Wait(10, False, 50)]).waiting_after(365) == pytest.approx(0.6)
