"""Text is cleaned once, at the border."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text import clean_line, clean_text

ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("\u202eevil\u202c", "evil"),
        ("a\u2066b\u2069\u200e\u200f\u061c", "ab"),
        ("\ufeffbyte order mark", "byte order mark"),
        ("half a pair \ud83d here", "half a pair \ufffd here"),
        ("Zu\u0308rich", "Zürich"),
        ("first\r\nsecond\rthird", "first\nsecond\nthird"),
        ("tab\tstays", "tab\tstays"),
        ("  \n around \n ", "around"),
        ("👩‍👧 family", "👩‍👧 family"),
    ],
)
def test_text_keeps_what_can_be_read_and_loses_what_hides(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("two\nlines", "two lines"),
        ("a\u00a0\u2028 b", "a b"),
        ("form\x0cfeed", "form feed"),
        ("gap \u200e gap", "gap gap"),
        ("\x00 \u202e", ""),
        ("Łukasz   Wójcik ", "Łukasz Wójcik"),
    ],
)
def test_a_line_is_one_line(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    for clean in (clean_text, clean_line):
        once = clean(text)
        assert clean(once) == once


@given(ANY_TEXT)
def test_cleaned_text_can_be_stored_and_stays_in_its_order(text: str) -> None:
    clean = clean_text(text)
    clean.encode("utf-8")
    assert "\x00" not in clean
    assert unicodedata.is_normalized("NFC", clean)
    assert not {unicodedata.bidirectional(letter) for letter in clean} & {"RLO", "LRO", "RLE", "LRE", "RLI"}


@given(ANY_TEXT)
def test_a_cleaned_line_has_no_line_break(text: str) -> None:
    assert len(clean_line(text).splitlines()) <= 1


def test_a_line_of_characters_nobody_sees_is_empty() -> None:
    assert clean_line("\u202e\u200b\u2060 \ufeff") == ""
