"""The sentence to say now, filled with what is known."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prospects.conversations import ExitConversation
from prospects.exit_lines import LineFacts, fill, first_name
from prospects.labels import CHIPS, HINTS, OPENERS, SHORT_LINES

NAMES = ("", "Ingrid", "Jean-Pierre", "Łukasz")
DAYS = ("in a few weeks", "on 7 April")
PROMISES = ("", "the two-page checklist")


def test_every_blank_is_filled() -> None:
    line = fill("Understood, {first_name}. I'll call {when}.", LineFacts("Ingrid", "on 7 April"))
    assert line == "Understood, Ingrid. I'll call on 7 April."


def test_a_part_in_brackets_drops_out_with_its_blank() -> None:
    line = "Fair enough. [I'll send you {promise}.] I'll call {when}."
    assert fill(line, LineFacts("", "in May")) == "Fair enough. I'll call in May."
    assert (
        fill(line, LineFacts("", "in May", "the list"))
        == "Fair enough. I'll send you the list. I'll call in May."
    )


def test_a_bracket_at_the_end_leaves_no_gap() -> None:
    assert fill("So it is. [I'll send you {promise}.]", LineFacts("", "in May")) == "So it is."


def test_a_missing_name_takes_its_comma_along() -> None:
    assert fill("Thanks, {first_name}, for that.", LineFacts("", "in May")) == "Thanks, for that."
    assert fill("Understood, {first_name}. Bye.", LineFacts("", "in May")) == "Understood. Bye."


def test_a_line_that_began_with_the_name_begins_large() -> None:
    assert fill("{first_name}, thank you.", LineFacts("", "in May")) == "Thank you."


def test_a_name_that_looks_like_a_blank_is_a_name() -> None:
    assert fill("Hello, {first_name}. {when}", LineFacts("{when}", "Soon")) == "Hello, {when}. Soon"


@pytest.mark.parametrize(("full", "first"), [("Ingrid Solheim", "Ingrid"), ("Cher", "Cher"), ("", "")])
def test_people_are_called_by_their_first_word(full: str, first: str) -> None:
    assert first_name(full) == first


@pytest.mark.parametrize("conversation", list(ExitConversation))
@pytest.mark.parametrize("facts", list(itertools.product(NAMES, DAYS, PROMISES)))
def test_every_short_line_reads_well(conversation: ExitConversation, facts: tuple[str, str, str]) -> None:
    line = fill(str(SHORT_LINES[conversation]), LineFacts(*facts))
    assert not re.search(r"[{}\[\]]|  | [,.?]|,\.", line)
    assert line == line.strip()
    assert line[0].isupper()
    assert line[-1] in ".?"
    assert not facts[0] or facts[0] in line


@pytest.mark.parametrize("words", [CHIPS, HINTS, SHORT_LINES, OPENERS])
def test_every_conversation_has_its_words(words: dict[ExitConversation, str]) -> None:
    assert list(words) == list(ExitConversation)
    assert all(str(text).strip() for text in words.values())


@given(st.text(), st.text(min_size=1), st.text())
def test_whatever_is_typed_is_said_as_it_is(name: str, when: str, promise: str) -> None:
    line = fill("({first_name}|{when}|{promise})", LineFacts(name, when, promise))
    assert line == f"({name}|{when}|{promise})"
