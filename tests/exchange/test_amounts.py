"""Money in exports, from several countries: read, asked, or refused, never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.amounts import AmountColumn, Amounts, Mark, amounts_in, amounts_of, currency_of


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("500.0", "500.0", ""),
        ("500", "500", ""),
        ("$22,700.00", "22700.00", ""),
        ("1.234,56 €", "1234.56", "EUR"),
        ("€ 1.234,56", "1234.56", "EUR"),
        ("EUR 12,5", "12.5", "EUR"),
        ("1'234.50 CHF", "1234.50", "CHF"),
        ("CHF 1’234.-", "1234", "CHF"),
        ("Fr. 500,-", "500", "CHF"),
        ("R$ 1.234,56", "1234.56", "BRL"),
        ("1 234,56 zł", "1234.56", "PLN"),
        ("1 234 567", "1234567", ""),
        ("1 234,5 ₽", "1234.5", "RUB"),
        ("₹1,23,456.00", "123456.00", "INR"),
        ("1,234,567", "1234567", ""),
        ("1.234.567", "1234567", ""),
        ("£0.99", "0.99", "GBP"),
        (".5", "0.5", ""),
        ("-5", "-5", ""),
        ("(1,234.00)", "-1234.00", ""),
        ("-$1,234.00", "-1234.00", ""),
        ("US$ 5", "5", "USD"),
        ("$5.00 USD", "5.00", "USD"),
        ("0.500", "0.500", ""),
        ("1234.567", "1234.567", ""),
        ("1.2E+05", "120000", ""),
        ("12 kr", "12", ""),
        ("¥100", "100", ""),
    ],
)
def test_one_amount_is_read(text: str, value: str, currency: str) -> None:
    amounts = amounts_of(text)
    assert amounts.only == Decimal(value)
    assert amounts.currency == currency


@pytest.mark.parametrize("text", ["1.234", "1,234", "$12,000", "999.999 EUR", "-1.234"])
def test_a_thousand_or_one_and_a_bit_stays_open(text: str) -> None:
    amounts = amounts_of(text)
    assert amounts.is_ambiguous
    assert amounts.only is None


def test_the_mark_decides() -> None:
    assert amounts_of("1.234").under(Mark.POINT) == Decimal("1.234")
    assert amounts_of("1.234").under(Mark.COMMA) == Decimal(1234)
    assert amounts_of("1,234").under(Mark.POINT) == Decimal(1234)
    assert amounts_of("1.23").under(Mark.COMMA) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n/a",
        "a lot",
        "12,34,5",
        "1.2.3",
        "12 or 13",
        "5 bananas",
        "€ 5 USD",
        "1,2,3",
        "--",
        "1" * 40,
        "12%",
    ],
)
def test_no_amount_is_none(text: str) -> None:
    amounts = amounts_of(text)
    assert (amounts.only, amounts.is_ambiguous) == (None, False)


def test_a_sign_of_many_is_no_currency_until_somebody_says_so() -> None:
    dollars = amounts_of("$5.00")
    assert (dollars.currency, dollars.sign) == ("", "$")
    assert currency_of(dollars, "CAD") == "CAD"
    assert currency_of(dollars, "EUR") == ""
    assert currency_of(amounts_of("5 €"), "CAD") == "EUR"
    assert currency_of(amounts_of("5"), "CAD") == ""


def test_one_row_that_can_be_read_one_way_settles_the_column() -> None:
    assert amounts_in(["1,234", "22.5", ""]).mark is Mark.POINT
    assert amounts_in(["1.234", "22,5"]).mark is Mark.COMMA
    assert amounts_in(["1.234", "1.234.567"]).mark is Mark.COMMA


def test_without_such_a_row_it_is_asked_with_an_example() -> None:
    column = amounts_in(["500", "1.234", "2.500"])
    assert (column.must_ask, column.mark, column.example) == (True, None, "1.234")
    assert amounts_in(["1.234", "22,5", "22.5"]).must_ask


def test_nothing_ambiguous_is_nothing_to_ask() -> None:
    assert not amounts_in(["500", "22,5", "22.5"]).must_ask
    assert amounts_in([]) == AmountColumn()
    assert amounts_in(["tbd", "tbd", "$5"]) == AmountColumn(unread=("tbd",), signs=("$",))


VALUES = st.decimals(0, 999_999_999, places=2, allow_nan=False, allow_infinity=False)


@given(VALUES)
def test_every_amount_is_read_back_in_every_country(value: Decimal) -> None:
    american = f"{value:,.2f}"
    german = american.translate(str.maketrans(",.", ".,"))
    assert amounts_of(f"${american}").only == value
    assert amounts_of(f"{german} €").only == value
    assert amounts_of(american.replace(",", "'")).only == value
    assert amounts_of(german.replace(".", "\u202f")).only == value
    assert amounts_of(f"{value:.2f}").only == value
    assert amounts_of(f"({american})").only == -value


@given(VALUES.map(int))
def test_whole_thousands_are_never_guessed(value: int) -> None:
    amounts = amounts_of(f"{value:,}")
    assert value in (amounts.under(Mark.POINT), amounts.only)
    assert amounts.is_ambiguous == (1000 <= value < 1_000_000)


@given(st.text(max_size=30))
def test_no_text_raises_anything(text: str) -> None:
    amounts = amounts_of(text)
    assert amounts.only is None or not amounts.is_ambiguous
    amounts_in([text])
    assert isinstance(amounts, Amounts)
