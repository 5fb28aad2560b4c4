"""What somebody typed, as it stands inside a sentence that is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prospects.spoken import as_named_thing, as_thing, as_when


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        ("after the summer", "en", "after the summer"),
        ("In six weeks.", "en", "in six weeks"),
        ("once the budget round is over in March", "en", "once the budget round is over in March"),
        ("September", "en", "in September"),
        ("september 2027", "en", "in September 2027"),
        ("March budget round", "en", ""),
        ("not before the new year", "en", ""),
        ("KW 12", "en", ""),
        ("2026-05-05", "en", ""),
        ("in\nsix weeks", "en", ""),
        ("in " + "a very long time " * 5, "en", ""),
        ("", "en", ""),
        ("nach den Sommerferien", "de", "nach den Sommerferien"),
        ("Nicht vor Januar", "de", "nicht vor Januar"),
        ("Mitte März", "de", "Mitte März"),
        ("märz", "de", "im März"),
        ("KW 12", "de", ""),
        ("im Mai", "de-AT", "im Mai"),
        ("dans six semaines", "fr", ""),
    ],
)
def test_a_time_is_said_in_their_words_where_it_can_be(words: str, language: str, said: str) -> None:
    assert as_when(words, language) == said


@pytest.mark.parametrize(
    ("words", "thing"),
    [
        ("The two-page checklist.", "the two-page checklist"),
        ("Die Checkliste", "die Checkliste"),
        ("Tom's article", "Tom's article"),
        ("", ""),
    ],
)
def test_a_promise_is_a_thing_inside_a_sentence(words: str, thing: str) -> None:
    assert as_thing(words) == thing


@pytest.mark.parametrize(
    ("words", "thing"),
    [
        ("The new plant.", "the new plant"),
        ("Den neuen Standort", "den neuen Standort"),
        ("the budget is gone", ""),
        ("We have no budget", ""),
        ("Not before the audit", ""),
        ("The audit, and then the holidays", ""),
        ("the", ""),
        ("", ""),
    ],
)
def test_only_words_that_name_a_thing_are_taken_for_one(words: str, thing: str) -> None:
    assert as_named_thing(words) == thing


@given(st.text(), st.sampled_from(["en", "de", "de-AT", "fr", ""]))
def test_nothing_somebody_types_breaks_a_sentence(words: str, language: str) -> None:
    assert "\n" not in as_when(words, language)
    assert "\n" not in as_named_thing(words)
    assert not as_thing(words).endswith((".", ",", ";", "!"))
