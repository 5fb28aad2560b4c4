"""Text as the words of the index."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.search.words import LONGEST_WORD, all_spellings, digits_of, fold, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ingrid SOLHEIM", ["ingrid", "solheim"]),
        ("Müller-Straße 7", ["muller", "strasse", "7"]),
        ("Ørjan Łukasz Đorđe Þór Æsop", ["orjan", "lukasz", "dorde", "thor", "aesop"]),
        ("w.brandt@praezision.example", ["w", "brandt", "praezision", "example"]),
        ("S&OP, 100 % (Plan_B)", ["s", "op", "100", "plan", "b"]),
        ("İPEK ILGAZ ISPARTA", ["ipek", "ilgaz", "isparta"]),
        ("Анна Ёлкина", ["анна", "елкина"]),
        ("李明 GmbH", ["李", "明", "gmbh"]),
        ("ﬁnance ①", ["finance", "1"]),
        ("👩‍👧 \u200b … “—”", []),
        ("", []),
    ],
)
def test_words_have_no_case_and_no_accents(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize("letter", "äöüßøłéñçåğşžőř")
def test_upper_and_lower_case_fold_alike(letter: str) -> None:
    assert fold(letter) == fold(letter.upper())


def test_composed_and_decomposed_fold_alike() -> None:
    assert fold("é") == fold(unicodedata.normalize("NFD", "é")) == "e"


@pytest.mark.parametrize(
    ("text", "spelling"),
    [("Müller", "mueller"), ("MÜLLER", "mueller"), ("O'Brien", "obrien"), ("O\u2019Brien", "obrien")],
)
def test_names_are_there_as_people_type_them(text: str, spelling: str) -> None:
    assert {spelling, *words_of(text)} <= all_spellings([text])


def test_a_phone_number_is_its_digits() -> None:
    assert digits_of("+47 (22) 33-44/٥") == "472233445"


@given(st.text())
def test_words_are_letters_and_digits_and_stay_themselves(text: str) -> None:
    for word in words_of(text):
        assert word
        assert word.isalnum()
        assert len(word) <= LONGEST_WORD
        assert "".join(words_of(word)) == word
