"""The charts as HTML: their finding, every count, a table, and nothing the policy of the page forbids."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from insights.charts.answers import AnswerChart, AnswerRow
from insights.charts.bars import Bar, BarChart
from insights.charts.curve import CurveChart
from insights.charts.months import MonthChart
from insights.charts.rates import RateChart, RateRow
from insights.proportions import Share
from insights.survival import Wait, curve

WAITS = [Wait(40, happened=True, times=3), Wait(130, happened=False, times=9)]
CHARTS = {
    "_bars": BarChart("Finding", "Counted", (Bar("Not <now>", 19, 64, "/rows/"), Bar("Quiet", 4, 64))),
    "_rates": RateChart(
        "Finding", "Counted", (RateRow("Not now", Share(6, 19)), RateRow("Quiet", Share(0, 4))), Share(6, 23)
    ),
    "_curve": CurveChart("Finding", "Counted", curve(WAITS, 0.9)),
    "_months": MonthChart("Finding", "Counted", ((date(2026, 1, 1), 8, 1, "/rows/", "/back/"),)),
    "_answers": AnswerChart("Finding", "Counted", (AnswerRow("Knew the need", 18, 9, 14),)),
}


def drawn(name: str, **more: object) -> str:
    return render_to_string(f"insights/charts/{name}.html", {"chart": CHARTS[name], **more})


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_says_its_finding_and_needs_no_style_attribute(name: str) -> None:
    html = drawn(name)
    assert "<h2>Finding</h2>" in html
    assert '<p class="cap">Counted</p>' in html
    assert "<table" in html
    assert "style=" not in html


@pytest.mark.parametrize("name", CHARTS)
def test_geometry_is_the_same_in_german(name: str) -> None:
    with translation.override("de"):
        html = drawn(name)
    assert not [part for part in html.split('"') if part.endswith("%") and "," in part and " " not in part]


def test_bars_print_counts_and_shares_and_lead_to_the_rows() -> None:
    html = drawn("_bars")
    assert '<a href="/rows/">Not &lt;now&gt;</a>' in html
    assert "<b>19</b> <span>30%" in html


def test_rates_are_counts_of_counts_never_a_bare_percentage() -> None:
    html = drawn("_rates")
    assert "<b>6</b> <span>of 19</span>" in html
    assert "too few to say" in html
    assert html.count("g-pt-few") == 1
    assert "all together, 6 of 23." in html


def test_a_curve_tells_its_numbers_to_whoever_does_not_see_it() -> None:
    html = drawn("_curve")
    assert 'role="img"' in html
    assert "By day 120: 25%, likely range" in html
    assert "9 noes still followed" in html
    assert "Show as a table" in html


def test_months_have_a_table_whose_counts_lead_to_their_rows() -> None:
    html = drawn("_months")
    assert '<a href="/rows/">8</a>' in html
    assert '<a href="/back/">1</a>' in html
    assert "8 noes, 1 came back" in html


def test_answers_say_all_three_counts() -> None:
    html = drawn("_answers")
    assert "<b>18</b> <span>of 41</span>" in html
    assert "9 partly, 14 no" in html


def test_the_way_to_the_file_is_there_where_there_is_one() -> None:
    chart = BarChart("Finding", "Counted", (), csv_url="/insights/csv/reasons/?whose=me")
    assert 'href="/insights/csv/reasons/?whose=me"' in render_to_string(
        "insights/charts/_bars.html", {"chart": chart}
    )
    assert "CSV" not in drawn("_bars")
