"""Days in exports: read when there is one reading, asked when there are two, never guessed."""

from datetime import UTC, date, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.dates import DateColumn, Days, Order, column_of, days_of

DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))
THE_3RD_OF_APRIL = date(2025, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2025-04-03",
        "2025/04/03",
        "2025.4.3",
        "20250403",
        "2025-04-03 14:05",
        "2025-04-03 14:05:09",
        "2025-04-03T14:05:09.123Z",
        "2025-04-03T14:05:09+00:00",
        "2025-04-03T14:05:09.000+0000",
        "03.04.2025",
        "3.4.25",
        "03.04.2025 14:05",
        "3 Apr 2025",
        "03 Apr, 2025 00:02:00",
        "3-Apr-25",
        "April 3, 2025",
        "April 3rd, 2025",
        "Thu, 3 Apr 2025 10:00:00 +0000",
        "3. April 2025",
        "3 avr. 2025",
        "3 de abril de 2025",
        "3 апреля 2025 г.",
        "2025年4月3日",
        "45750",
        "45750.5833333",
        " 2025-04-03 ",
    ],
)
def test_one_reading_is_read(text: str) -> None:
    assert days_of(text) == Days(THE_3RD_OF_APRIL, THE_3RD_OF_APRIL)


@pytest.mark.parametrize(
    "text", ["03/04/2025", "3/4/25", "03-04-2025", "3/4/2025 5:06 PM", "3/4/2025, 17:06"]
)
def test_two_readings_stay_two(text: str) -> None:
    days = days_of(text)
    assert days.is_ambiguous
    assert days.only is None
    assert days.under(Order.DAY_FIRST) == date(2025, 4, 3)
    assert days.under(Order.MONTH_FIRST) == date(2025, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "31/31/2025",
        "2025-02-30",
        "2025-13-01",
        "29.02.2025",
        "12345678",
        "1234",
        "99999",
        "3 Smarch 2025",
        "2025-04-03 27:00",
        "2025-04-03 10:75",
        "0000-00-00",
        "9999-12-31",
        "April 2025",
        "Q3 2025",
        "3/4",
        "-",
        "2025-04-03T10:00+99:00",
        "1.2.3.4",
    ],
)
def test_no_reading_is_no_day(text: str) -> None:
    days = days_of(text, zone=UTC)
    assert (days.only, days.is_ambiguous) == (None, False)


def test_the_same_day_twice_is_no_question() -> None:
    assert days_of("05/05/2025").only == date(2025, 5, 5)


def test_two_digits_of_a_year_turn_at_69() -> None:
    assert days_of("31/12/68").only == date(2068, 12, 31)
    assert days_of("31/12/69").only == date(1969, 12, 31)


def test_a_moment_is_the_day_it_is_where_the_reader_is() -> None:
    late = "2025-04-03T23:30:00Z"
    assert days_of(late).only == date(2025, 4, 3)
    assert days_of(late, zone=ZoneInfo("Europe/Berlin")).only == date(2025, 4, 4)
    assert days_of("2025-04-03T02:00:00+05:30", zone=UTC).only == date(2025, 4, 2)
    assert days_of("2025-04-03 23:30", zone=timezone(timedelta(hours=9))).only == date(2025, 4, 3)


def test_a_column_of_american_days_proves_itself() -> None:
    column = column_of(["3/1/2017", "3/18/2017", "3/31/2017", "", "4/2/2017"])
    assert (column.either, column.month_only) == (2, 2)
    assert column.order is Order.MONTH_FIRST
    assert not column.must_ask


def test_one_row_does_not_decide_for_thirty() -> None:
    column = column_of(["02/03/24"] * 31 + ["03/31/26"] * 5)
    assert column.must_ask
    assert column.order is None
    assert column.likely is Order.MONTH_FIRST
    assert column.example == "02/03/24"


def test_without_any_proof_it_is_asked() -> None:
    column = column_of(["02/03/24", "05/06/24", "07/07/24"])
    assert (column.must_ask, column.likely, column.same) == (True, None, 1)


def test_a_column_that_contradicts_itself_is_asked() -> None:
    column = column_of(["13/02/24", "02/13/24", "02/03/24"])
    assert (column.contradicts, column.must_ask, column.likely) == (True, True, None)


def test_without_an_ambiguous_row_there_is_nothing_to_ask() -> None:
    assert not column_of(["13/02/24", "14/02/24"]).must_ask
    assert not column_of(["2025-04-03", "03.04.2025", "45750", ""]).must_ask
    assert column_of([]) == DateColumn()


def test_what_cannot_be_read_is_named_once() -> None:
    assert column_of(["soon", "soon", "2025-04-03", "tbd"]).unread == ("soon", "tbd")


@given(DAYS)
def test_every_day_is_read_back_in_every_form(day: date) -> None:
    assert days_of(day.isoformat()).only == day
    assert days_of(f"{day:%Y%m%d}").only == day
    assert days_of(f"{day.day}.{day.month}.{day.year}").only == day
    assert days_of(f"{day:%d %b %Y}").only == day
    assert days_of(f"{day:%B} {day.day}, {day.year}").only == day
    assert days_of(f"{day:%d/%m/%Y}").day_first == day
    assert days_of(f"{day:%m/%d/%y}").month_first == day or day.year > 2068 or day.year < 1969
    assert days_of(str((day - date(1899, 12, 30)).days)).only == day


@given(st.lists(DAYS, min_size=1, max_size=40), st.sampled_from(Order))
def test_a_settled_column_is_settled_rightly(days: list[date], order: Order) -> None:
    form = "%d/%m/%Y" if order is Order.DAY_FIRST else "%m/%d/%Y"
    column = column_of(f"{day:{form}}" for day in days)
    assert column.order in (None, order)
    assert column.likely in (None, order)
    assert not column.contradicts
    assert column.must_ask or all(days_of(f"{day:{form}}").under(column.order) in (day, None) for day in days)


def test_a_cell_of_any_length_is_soon_done_with() -> None:
    assert days_of(" x" + " " * 200_000 + ":") == days_of("1" * 200_000) == Days()


@given(st.text(max_size=40))
def test_no_text_raises_anything(text: str) -> None:
    days_of(text, zone=UTC)
    column_of([text])
