"""Pure: texts made alike, so that spelling, case and accents part no two of them."""

import re
import unicodedata

_APART = re.compile(r"[^\w]+|_+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def fold(text: str) -> str:
    """Lower case without accents; compatibility forms (full-width letters) become plain ones."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text; underscores, hyphens and camel case part words too."""
    return tuple(_APART.sub(" ", fold(_CAMEL.sub(" ", text))).split())


def plain(text: str) -> str:
    """The folded words with one space between them: "Closed_Lost" and "closed-lost" are one."""
    return " ".join(words_of(text))
