"""Pure: text as the words of the index: lower case, no accents, "ss" for "ß", "o" for "ø"."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST_WORD = 40
# Letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "ħ": "h",
        "ŧ": "t",
    }
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_APOSTROPHES = re.compile(r"['`\u2019\u02bc\u00b4]")
# Chinese and Japanese are written without spaces: each sign is a word.
_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_SIGNS}]|[^\W_{_SIGNS}]+")


def fold(text: str) -> str:
    """Text without case and accents; what is no letter stays as it is."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in apart if not unicodedata.category(letter).startswith("M"))
    # Some letters fall apart only once they are small ("İ").
    small = unicodedata.normalize("NFKD", bare.casefold())
    return "".join(letter for letter in small if not unicodedata.combining(letter)).translate(_LETTERS)


def words_of(text: str) -> list[str]:
    """The words of a text in its order, folded, each at most LONGEST_WORD letters."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


def all_spellings(texts: Iterable[str]) -> set[str]:
    """The words of texts as somebody may type them: "Müller" also as "mueller", "O'Brien" as "obrien"."""
    found: set[str] = set()
    for text in texts:
        found.update(words_of(text))
        if text.isascii() and "'" not in text:
            continue
        found.update(words_of(text.translate(_UMLAUTS)))
        found.update(words_of(_APOSTROPHES.sub("", text)))
    return found


def other_spelling(word: str) -> str:
    """A typed word with its umlauts written out ("Müller" as "mueller")."""
    return "".join(words_of(word.translate(_UMLAUTS)))


def digits_of(phone: str) -> str:
    """The digits of a phone number, in ASCII."""
    return "".join(
        str(unicodedata.digit(letter)) for letter in phone if unicodedata.digit(letter, None) is not None
    )
