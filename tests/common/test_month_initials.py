"""The letters of a row of twelve months."""

from datetime import date

from django.utils import translation

from common.days import month_initial


def test_a_row_of_twelve_months_has_its_letters() -> None:
    row = "".join(month_initial(date(2026, month, 1)) for month in range(1, 13))
    assert row == "JFMAMJJASOND"


def test_in_german_too() -> None:
    with translation.override("de"):
        assert month_initial(date(2026, 3, 1)) == "M"
