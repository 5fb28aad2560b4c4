"""What PostgreSQL would refuse is refused on every database, with a sentence at the column."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from common.columns import check_columns
from prospects.models import Deal, Loss, Prospect


def a_deal(**changes: Any) -> Deal:
    return Deal(**{"title": "S&OP redesign", "currency": "EUR", **changes})


def test_a_fitting_row_passes_without_asking_the_database() -> None:
    check_columns(a_deal(value=Decimal("118500.00")))


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"title": "nul \x00 inside"},
        {"title": "half a pair \ud800"},
        {"currency": "EURO"},
        {"status": "forgotten"},
        {"value": Decimal("-0.01")},
        {"value": Decimal("0.001")},
        {"value": Decimal(10) ** 12},
        {"value": Decimal("NaN")},
        {"value": Decimal("Infinity")},
        {"why_yes": "x" * 4001},
    ],
)
def test_a_value_that_does_not_fit_is_named(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        check_columns(a_deal(**changes))
    assert set(refused.value.message_dict) == set(changes)


def test_only_the_named_columns_are_checked() -> None:
    row = Prospect(name="", phone="1" * 41)
    with pytest.raises(ValidationError) as refused:
        check_columns(row, ["phone"])
    assert set(refused.value.message_dict) == {"phone"}


def test_their_words_have_a_length_too() -> None:
    row = Loss(in_their_words="x" * 4001, said_on=date(2026, 3, 2))
    with pytest.raises(ValidationError):
        check_columns(row, ["in_their_words"])
