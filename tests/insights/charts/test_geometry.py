"""What charts draw: everything inside its picture, curves that never fall, bands that hold their line."""

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.charts.answers import AnswerChart, AnswerRow
from insights.charts.bars import Bar, BarChart
from insights.charts.curve import CurveChart
from insights.charts.months import MonthChart
from insights.charts.rates import RateChart, RateRow
from insights.charts.scale import axis_to, percent, rate_axis, short
from insights.proportions import Share, together
from insights.survival import Wait, curve

SHARES = st.integers(0, 60).flatmap(lambda of: st.builds(Share, st.integers(0, of), st.just(of)))
WAITS = st.lists(st.builds(Wait, st.integers(0, 700), st.booleans(), st.integers(1, 9)), max_size=60)
COUNTS = st.integers(0, 5000)


def number(attribute: str) -> float:
    """A percentage or a length, as a number."""
    return float(attribute.removesuffix("%"))


def corners(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)]


def rates_of(*shares: Share) -> RateChart:
    return RateChart("", "", tuple(RateRow("", share) for share in shares), together(shares))


@given(st.floats(0, 1e7))
def test_an_axis_holds_what_it_is_for_and_is_marked_in_even_steps(highest: float) -> None:
    axis = axis_to(highest)
    assert axis.top >= highest
    assert axis.marks[0] == 0
    assert axis.marks[-1] == axis.top
    assert 2 <= len(axis.marks) <= 6
    assert len({later - before for before, later in pairwise(axis.marks)}) == 1


def test_marks_stand_where_one_counts_by() -> None:
    assert axis_to(8, 4).marks == (0, 2, 4, 6, 8)
    assert axis_to(43).marks == (0, 10, 20, 30, 40, 50)
    assert axis_to(0).marks == (0, 1)
    assert rate_axis([0.52]).marks == (0, 30, 60)
    assert rate_axis([]).top == 100


def test_numbers_are_written_for_svg_not_for_readers() -> None:
    assert (percent(0.125), percent(1), short(3.04)) == ("12.5%", "100%", "3")


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=12))
def test_bars_are_as_long_as_their_counts(pairs: list[tuple[int, int]]) -> None:
    chart = BarChart("", "", tuple(Bar("", min(pair), max(pair)) for pair in pairs))
    widths = [number(row.width) for row in chart.rows]
    assert all(0 <= width <= 100 for width in widths)
    if any(bar.count for bar in chart.bars):
        assert max(widths) == 100
    assert [row.percent <= 100 for row in chart.rows] == [True] * len(pairs)


def test_a_bar_of_half_the_longest_is_half_as_long() -> None:
    chart = BarChart("", "", (Bar("Not now", 20, 50), Bar("Went quiet", 10, 50)))
    assert [(row.width, row.percent) for row in chart.rows] == [("100%", 40), ("50%", 20)]
    assert chart.is_of_one_whole
    assert not BarChart("", "", (Bar("", 1, 2), Bar("", 1, 3))).is_of_one_whole


@given(st.lists(SHARES, min_size=1, max_size=8))
def test_a_rate_lies_on_its_range_and_inside_the_picture(shares: list[Share]) -> None:
    chart = rates_of(*shares)
    for drawn in chart.drawn:
        low, high = number(drawn.low), number(drawn.high)
        assert 0 <= low <= high <= 100
        assert (drawn.dot is None) == (drawn.row.share.of == 0)
        if drawn.dot is not None:
            assert low <= number(drawn.dot) <= high
    assert chart.mean is None or 0 <= number(chart.mean) <= 100


def test_fewer_than_five_are_too_few_to_say_and_do_not_stretch_the_axis() -> None:
    chart = rates_of(Share(1, 60), Share(0, 4))
    assert [row.row.is_few for row in chart.drawn] == [False, True]
    assert chart.has_few
    assert chart.marks == (0, 5, 10)
    assert chart.drawn[1].high == "100%"


@given(WAITS)
def test_the_curve_never_falls_and_its_band_holds_it(waits: list[Wait]) -> None:
    chart = CurveChart("", "", curve(waits, 0.9))
    if not chart.is_drawn:
        return
    points = chart.points
    assert all(0 <= point.low <= point.share <= point.high <= 1 for point in points)
    assert all(before.share <= later.share for before, later in pairwise(points))
    line = corners(chart.line)
    assert line[0][0] == 0
    assert line[-1][0] == 1000
    # Upwards is less in SVG.
    assert all(before[0] <= later[0] and before[1] >= later[1] for before, later in pairwise(line))
    assert all(0 <= x <= 1000 and 0 <= y <= 200 for x, y in line + corners(chart.band))
    assert all(0 < number(mark.at) <= 100 for mark in chart.day_marks)
    assert all(mark.low <= mark.percent <= mark.high for mark in chart.day_marks)


@given(WAITS)
def test_the_curve_is_cut_where_fewer_than_five_remain(waits: list[Wait]) -> None:
    chart = CurveChart("", "", curve(waits, 0.9))
    if chart.is_drawn:
        assert chart.curve.at_risk(chart.last_day) >= 5
        assert chart.curve.at_risk(chart.last_day + 1) < 5
        assert all(mark.still_followed >= 5 for mark in chart.day_marks)


def test_the_gold_band_is_day_thirty_to_sixty() -> None:
    waits = [Wait(days, happened=True) for days in (20, 50, 90, 110)] + [Wait(300, happened=False, times=8)]
    chart = CurveChart("", "", curve(waits, 0.9))
    assert chart.window == ("10%", "10%")
    assert [mark.day for mark in chart.day_marks] == [60, 120, 180, 240, 300]
    assert [mark.still_followed for mark in chart.day_marks] == [10, 8, 8, 8, 8]
    assert CurveChart("", "", curve([Wait(20, happened=False, times=9)])).window is None


def test_of_four_waits_no_curve_is_drawn() -> None:
    assert not CurveChart("", "", curve([Wait(40, happened=True, times=4)])).is_drawn
    assert not CurveChart("", "", curve([])).is_drawn


def test_years_of_days_stay_a_short_path() -> None:
    waits = [Wait(day, happened=day % 2 == 0, times=50) for day in range(1, 2000)]
    chart = CurveChart("", "", curve(waits, 0.9))
    assert len(chart.line) < 40_000


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=36))
def test_months_stand_side_by_side_inside_the_picture(counts: list[tuple[int, int]]) -> None:
    months = tuple((date(2024 + place // 12, place % 12 + 1, 1), *both) for place, both in enumerate(counts))
    chart = MonthChart("", "", months)
    width = number(chart.bar_width)
    for drawn in chart.drawn:
        assert 0 <= number(drawn.noes_x) <= number(drawn.came_back_x)
        assert number(drawn.came_back_x) + width <= 100.1
        assert 0 <= number(drawn.noes_y) <= 176
        assert number(drawn.noes_y) + number(drawn.noes_height) == pytest.approx(176, abs=0.11)
        assert number(drawn.came_back_y) + number(drawn.came_back_height) == pytest.approx(176, abs=0.11)


def test_a_month_without_any_has_no_bar_and_the_longest_reaches_its_mark() -> None:
    chart = MonthChart("", "", ((date(2026, 1, 1), 8, 0), (date(2026, 2, 1), 4, 2)))
    first, second = chart.drawn
    assert (first.noes_y, first.came_back_height, second.noes_height) == ("16", "0", "80")
    assert (chart.noes, chart.came_back) == (12, 2)


def test_more_than_a_year_is_marked_by_its_januaries() -> None:
    months = tuple((date(2025 + place // 12, place % 12 + 1, 1), 1, 0) for place in range(18))
    drawn = MonthChart("", "", months).drawn
    assert [one.month.first_on.year for one in drawn if one.has_year] == [2025, 2026]
    assert not any(one.has_initial for one in drawn)


@given(COUNTS, COUNTS, COUNTS)
def test_the_three_answers_fill_the_bar(yes: int, partly: int, no: int) -> None:
    (drawn,) = AnswerChart("", "", (AnswerRow("", yes, partly, no),)).drawn
    widths = [number(width) for width in (drawn.yes, drawn.partly, drawn.no)]
    assert sum(widths) == pytest.approx(100 if yes + partly + no else 0, abs=0.2)
    assert number(drawn.partly_x) <= number(drawn.no_x) <= 100
