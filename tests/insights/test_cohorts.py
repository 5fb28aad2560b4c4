"""Cohorts by quarter: deals still waiting count for as long as they have waited, and no more."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.calendar_quarters import Quarter, quarter_of
from insights.cohorts import WITHIN, Cohort, Counted, cohorts, last_quarters

TODAY = date(2026, 12, 31)
FIRST = Quarter(2025, 1)
JANUARY = date(2025, 1, 15)


def back(days: int, times: int = 1, said_on: date = JANUARY) -> Counted:
    return Counted(said_on, said_on + timedelta(days=days), times)


def waiting(times: int, said_on: date = JANUARY) -> Counted:
    return Counted(said_on, None, times)


def only(counted: list[Counted], quarter: Quarter = FIRST, today: date = TODAY) -> Cohort:
    [found] = cohorts(counted, [quarter], today)
    return found


def shares(found: Cohort) -> list[float | None]:
    return [one.share and round(one.share, 3) for one in found.reached]


def test_watched_for_long_enough_it_is_the_plain_share() -> None:
    found = only([back(50, 2), back(120), back(300), waiting(16)])
    assert (found.noes, found.came_back) == (20, 4)
    assert shares(found) == [0.1, 0.15, 0.2]
    assert [one.followed for one in found.reached] == [18, 17, 16]


def test_not_watched_that_long_it_says_nothing_rather_than_too_little() -> None:
    found = only([back(50, 2), waiting(18)], today=JANUARY + timedelta(days=100))
    assert shares(found) == [0.1, None, None]
    assert [one.followed for one in found.reached] == [18, 0, 0]


def test_those_watched_shorter_pull_nothing_down() -> None:
    """Half are only watched for sixty days: among the others one of ten came back on day 80."""
    today = JANUARY + timedelta(days=120)
    found = only([back(80), waiting(9), waiting(10, JANUARY + timedelta(days=60))], today=today)
    assert shares(found)[0] == 0.1


def test_under_five_nothing_is_said() -> None:
    assert shares(only([back(50), waiting(3)])) == [None, None, None]


def test_where_all_came_back_everything_is_known() -> None:
    assert shares(only([back(50, 6)])) == [1.0, 1.0, 1.0]


def test_a_quarter_without_noes_stands_all_the_same() -> None:
    found = cohorts([waiting(5)], last_quarters(Quarter(2025, 2), 3), TODAY)
    assert [(one.quarter, one.noes) for one in found] == [
        (Quarter(2025, 2), 0), (Quarter(2025, 1), 5), (Quarter(2024, 4), 0)
    ]  # fmt: skip


@pytest.mark.parametrize("said_on", [TODAY, TODAY + timedelta(days=3)])
def test_a_no_of_today_has_waited_for_no_time_and_one_to_come_is_none(said_on: date) -> None:
    found = only([waiting(1, said_on)], quarter_of(said_on))
    assert found.noes == (said_on == TODAY)


DAYS = st.dates(date(2024, 6, 1), TODAY)
COUNTED = st.builds(
    lambda said_on, days, times: Counted(said_on, days and said_on + timedelta(days=days), times),
    DAYS, st.one_of(st.none(), st.integers(1, 800)), st.integers(1, 9),
)  # fmt: skip


@given(st.lists(COUNTED, max_size=30))
def test_every_no_is_in_its_quarter_and_no_share_leaves_its_range(counted: list[Counted]) -> None:
    quarters = last_quarters(quarter_of(TODAY), 12)
    found = cohorts(counted, quarters, TODAY)
    assert sum(one.noes for one in found) == sum(one.times for one in counted)
    for cohort in found:
        assert cohort.came_back <= cohort.noes
        assert [one.day for one in cohort.reached] == list(WITHIN)
        known = [one for one in cohort.reached if one.share is not None and one.likely is not None]
        # Later is never less.
        assert [one.share for one in known] == sorted(one.share or 0 for one in known)
        for one in known:
            assert one.likely is not None
            assert 0 <= one.likely.low <= (one.share or 0) + 1e-9
            assert (one.share or 0) - 1e-9 <= one.likely.high <= 1
