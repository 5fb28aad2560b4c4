"""Months, and how months and quarters stand in an address."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.addresses import quarter_key, read_month, read_quarter
from insights.calendar_months import Month, month_of
from insights.calendar_quarters import quarter_of

DAYS = st.dates(date(1990, 1, 1), date(2200, 12, 31))


@given(DAYS)
def test_a_day_lies_in_its_month(day: date) -> None:
    month = month_of(day)
    assert month.first_day <= day <= month.last_day
    assert month.following().first_day == month.last_day + timedelta(days=1)
    assert month.following().before() == month
    assert month.before() < month < month.following()


@given(DAYS, st.integers(-500, 500))
def test_so_many_months_on_and_back(day: date, months: int) -> None:
    month = month_of(day)
    assert month.following(months).following(-months) == month


@given(DAYS)
def test_what_stands_in_an_address_is_read_again(day: date) -> None:
    assert read_month(month_of(day).key) == month_of(day)
    assert read_quarter(quarter_key(quarter_of(day))) == quarter_of(day)


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-13", "2026-00", "2026-1", "0001-01", "9999-12", "٢٠٢٦-01", "2026-10\n", " 2026-10"],
)
def test_nonsense_is_no_month(text: str) -> None:
    assert read_month(text) is None


@pytest.mark.parametrize("text", ["", "2026-q0", "2026-q5", "2026-Q1", "1800-q1", "2026-q1\n"])
def test_nonsense_is_no_quarter(text: str) -> None:
    assert read_quarter(text) is None


def test_a_month_is_called_as_in_an_address() -> None:
    assert Month(2026, 3).key == "2026-03"
