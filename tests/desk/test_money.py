"""The value of a deal, as people type it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from desk.forms.money import MoneyField, read_amount


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("48000", "48000"), ("48,000.50", "48000.50"), ("48.000,50", "48000.50"), ("€ 48 000", "48000"),
        ("48 000 €", "48000"), ("48\u202f000,5", "48000.5"), ("48'000.50", "48000.50"), ("48’000", "48000"),
        ("1,5", "1.5"), ("1.5", "1.5"), ("1,50", "1.50"), ("0", "0"), ("0,5", "0.5"), ("0.00", "0"),
        ("48.000", "48000"), ("48,000", "48000"), ("1.234.567", "1234567"), ("1,234,567.89", "1234567.89"),
        ("1.234.567,8", "1234567.8"), ("EUR 48000", "48000"), ("48000 chf", "48000"), ("$1,200", "1200"),
        ("  7 ", "7"), ("48k", "48000"), ("€ 1.5K", "1500"),
        ("48,00,000", "4800000"), ("٤٨", "48"), ("48000.5 EUR", "48000.5"),
        ("999999999999.99", "999999999999.99"),
    ],
)  # fmt: skip
def test_an_amount_is_read_the_way_it_is_meant(typed: str, amount: str) -> None:
    assert MoneyField(required=False).clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", "   ", None, "\u200e"])
def test_nothing_typed_is_no_amount(typed: str | None) -> None:
    assert MoneyField(required=False).clean(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "-5", "1e9", "a lot", "48kk", "1.2.3", "12.03.2026", "1,2,3", "1.50.00", "48.0000", "48.00.000",
        "48.", ".5", ",", "€", "NaN", "Infinity", "0x10", "1.000,", "1.000.00,5", "1,000.000", "48 and more",
        "1 2 3,4567", "²", "1/2", "0.500", "00,500.1,1", "1000000000000", "9" * 40,
    ],
)  # fmt: skip
def test_what_could_be_misread_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        MoneyField(required=False).clean(typed)


@given(
    st.decimals(min_value=0, max_value=10**12 - 1, places=2), st.sampled_from([",.", "..", ".,", " .", "',"])
)
def test_any_amount_written_out_reads_back(amount: Decimal, marks: str) -> None:
    group, mark = marks
    if group == mark:
        group = ""
    written = f"{amount:,.2f}".translate({ord(","): group, ord("."): mark})
    assert read_amount(written) == amount


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(typed: str) -> None:
    try:
        amount = MoneyField(required=False).clean(typed)
    except ValidationError:
        return
    assert amount is None or amount >= 0
