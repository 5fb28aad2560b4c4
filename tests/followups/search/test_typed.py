"""What somebody typed into the box, and how it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.search.typed import MOST_WORDS, read, read_alike, read_number
from followups.search.words import words_of


def test_every_word_is_looked_for_once() -> None:
    reading = read("  Ingrid, HAVBRUK ingrid ")
    assert reading is not None
    assert reading.groups == (("ingrid",), ("havbruk",))


def test_an_umlaut_is_looked_for_in_both_spellings() -> None:
    reading = read("Frau Müller")
    assert reading is not None
    assert reading.groups == (("frau",), ("muller", "mueller"))
    assert reading.whole == "frau muller"


@pytest.mark.parametrize("typed", ["", "  ", "%_'\"", "()*^:-", "\x00", "👩‍👧"])
def test_without_a_word_there_is_nothing_to_look_for(typed: str) -> None:
    assert read(typed) is None


def test_a_long_text_is_read_as_its_first_words() -> None:
    reading = read(" ".join(f"w{number}" for number in range(1000)))
    assert reading is not None
    assert len(reading.groups) == MOST_WORDS


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("22 33 44 55", ("22334455",)),
        ("030/22 33-44", ("30223344",)),
        ("+49 (30) 223344", ("4930223344", "930223344", "30223344")),
        ("0049 30 223344", ("4930223344", "930223344", "30223344", "223344")),
        ("2026", ("2026",)),
    ],
)
def test_a_number_is_read_however_it_is_put(typed: str, numbers: tuple[str, ...]) -> None:
    reading = read_number(typed)
    assert reading is not None
    assert set(reading.groups[0]) >= set(numbers[:3])
    assert reading.groups[0][0] == numbers[0]


@pytest.mark.parametrize("typed", ["", "123", "Ingrid 2233", "22 33 44 55 x", "+", "()", "²³³³"])
def test_what_is_no_number_is_not_read_as_one(typed: str) -> None:
    assert read_number(typed) is None


def test_words_that_look_alike_stand_beside_what_was_typed() -> None:
    reading = read("ingrid solhiem")
    assert reading is not None
    alike = read_alike(reading, [[], ["solheim"]])
    assert alike is not None
    assert alike.groups == (("ingrid",), ("solhiem", "solheim"))
    assert read_alike(reading, [[], []]) is None


@given(st.text(max_size=300))
def test_whatever_is_typed_becomes_plain_words(typed: str) -> None:
    reading = read(typed)
    known = set(words_of(typed)) if reading is None else set()
    assert not known
    for word in reading.words() if reading else ():
        assert word.isalnum()
