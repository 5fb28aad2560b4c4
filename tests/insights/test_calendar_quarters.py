"""Calendar quarters follow one another without a gap."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from insights.calendar_quarters import Quarter, quarter_of


def test_days_lie_in_their_quarter() -> None:
    assert quarter_of(date(2026, 3, 31)) == Quarter(2026, 1)
    assert quarter_of(date(2026, 4, 1)) == Quarter(2026, 2)
    assert quarter_of(date(2026, 12, 31)) == Quarter(2026, 4)
    assert (Quarter(2026, 1).before(), Quarter(2026, 4).following()) == (Quarter(2025, 4), Quarter(2027, 1))


@given(st.dates(min_value=date(1901, 1, 1), max_value=date(2998, 1, 1)))
def test_they_follow_without_a_gap(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert quarter.last_day + timedelta(days=1) == quarter.following().first_day
    assert quarter.following().before() == quarter.before().following() == quarter
    assert quarter.before() < quarter < quarter.following()
