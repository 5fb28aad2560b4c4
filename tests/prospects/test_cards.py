"""What an address book says is held beside what is known: it fills gaps and writes nothing over."""

import pytest

from prospects.cards import Card, compare, same_number

INGRID = Card(name="Ingrid Solheim", email="ingrid@havbruk.example", phone="+47 22 33 44 55")


def test_what_is_empty_is_completed_and_what_differs_is_told() -> None:
    told = Card(name="Ingrid S. Solheim", title="Head of supply", email="ingrid@havbruk.example")
    found = compare(INGRID, told)
    assert dict(found.completes) == {"title": "Head of supply"}
    assert dict(found.differs) == {"name": "Ingrid S. Solheim"}


def test_a_card_that_says_nothing_takes_nothing_away() -> None:
    assert compare(INGRID, Card()) == compare(INGRID, INGRID)
    assert not compare(INGRID, Card()).differs


def test_large_and_small_letters_and_spaces_are_no_difference() -> None:
    assert not compare(INGRID, Card(name="INGRID  solheim")).differs


def test_a_long_text_that_holds_the_told_one_does_not_differ() -> None:
    known = Card(personal_cues="Two boys\nSails to the Lofoten")
    assert not compare(known, Card(personal_cues="sails to the lofoten")).differs
    assert compare(known, Card(personal_cues="Plays chess")).differs


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+47 22 33 44 55", "0047 (22) 334455", True),
        ("+49 30 1234567", "030/1234567", True),
        ("+47 22 33 44 55", "+47 22 33 44 56", False),
        ("112", "112", True),
        ("12", "112", False),
        ("BusinessPhone", "HomePhone", False),
    ],
)
def test_one_number_is_known_in_every_spelling(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same
    assert same_number(other, one) is same
