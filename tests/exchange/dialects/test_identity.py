"""A file that comes a second time holds the same deals."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from exchange.dialects.answers import DealRow, Person
from exchange.dialects.identity import identities
from exchange.dialects.recognition import Layout, by_hand, recognise
from exchange.lost import Outcome
from tests.exchange.dialects.test_rows import HUBSPOT

DEAL = DealRow(
    Outcome.DECLINED,
    record_id="1",
    title="Pumps",
    stage="Lost",
    said_on=date(2026, 1, 2),
    value=Decimal(500),
    person=Person("Henrik Dahl"),
)
ANY_FILE = by_hand(["Deal", "Contact", "Close date"])
OF_HUBSPOT = recognise(list(HUBSPOT)) or ANY_FILE


def names(*deals: DealRow, layout: Layout = ANY_FILE) -> list[str]:
    return list(identities(layout, deals))


def test_the_same_rows_have_the_same_names() -> None:
    other = replace(DEAL, record_id="", title="Roof")
    assert names(DEAL, other) == names(DEAL, other)
    assert len(set(names(DEAL, other))) == 2
    assert all(len(name) <= 64 for name in names(DEAL, other))


def test_a_crm_s_own_number_is_enough_whatever_was_renamed() -> None:
    renamed = replace(DEAL, title="Pumps and pipes")
    assert names(DEAL, layout=OF_HUBSPOT) == names(renamed, layout=OF_HUBSPOT)


def test_line_numbers_of_two_spreadsheets_are_not_the_same_deal() -> None:
    assert names(DEAL) != names(replace(DEAL, title="Roof", person=Person("Ana Sousa")))


def test_without_a_number_two_alike_are_two_and_stay_two() -> None:
    twin = replace(DEAL, record_id="")
    first, second = names(twin, twin)
    assert first != second
    assert names(twin) == [first]
