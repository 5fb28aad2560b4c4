"""A piece of a text with what was looked for marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.search.marking import marked


def shown(text: str, *words: str, length: int = 140) -> str:
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in marked(text, words, length))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Come back in spring.", ["spring"], "Come back in [spring]."),
        ("Come back in Spring, springtime", ["spring"], "Come back in [Spring], [springtime]"),
        ("Frau Müller und Straße", ["mueller", "strasse"], "Frau [Müller] und [Straße]"),
        ("Ørjan O'Brien", ["orjan", "obrien"], "[Ørjan] [O'Brien]"),
        ("offspring", ["spring"], "offspring"),
        ("<b>spring</b>", ["spring"], "<b>[spring]</b>"),
        ("", ["spring"], ""),
        ("spring", [], "spring"),
    ],
)
def test_words_that_begin_like_it_are_marked(text: str, words: list[str], expected: str) -> None:
    assert shown(text, *words) == expected


def test_a_long_text_is_cut_around_the_first_hit() -> None:
    text = "before " * 100 + "spring " + "after " * 100
    piece = shown(text, "spring")
    assert piece.startswith("…before ")
    assert "[spring]" in piece
    assert piece.endswith("after…")
    assert len(piece) < 160


def test_a_text_without_gaps_is_cut_all_the_same() -> None:
    assert len(shown("x" * 4000, "x")) <= 4010
    assert len(shown("y" * 4000, "x")) <= 141


@given(st.text(), st.lists(st.text(alphabet="abcßäx", min_size=1, max_size=3)))
def test_the_pieces_are_the_text_itself(text: str, words: list[str]) -> None:
    joined = "".join(piece.text for piece in marked(text, words, 60))
    assert joined.removeprefix("…").removesuffix("…") in text
