"""German in which every translated text is marked, ⟦so⟧: what stands on a page without a mark was never
offered to the translations."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# Asks for one of its texts while it is imported; not while German is marked, then.
import django.contrib.auth.forms  # noqa: F401
from django.utils.translation import trans_real

from common.remembered import forget_all
from tests.desk.reading import Element

# The attributes somebody sees or hears, or that app.js shows.
SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-live", "data-on", "data-off")
# Code, names of keys, and lists whose names are the same in every language.
SILENT_TAGS = ("script", "style", "kbd", "code")
SILENT_FIELDS = ("time_zone", "language")
# Addresses of mail and web, our name, codes of currencies and zones, names of languages, blanks of lines.
SAME_EVERYWHERE = re.compile(
    r"\S+@\S+|https?://\S+|Lost Deals|\b(EUR|CHF|UTC|English|Deutsch)\b|\{\w+\}|localhost|\.ics\b"
)
# Latin letters without the signs of multiplication and division that stand among them.
LATIN_WORDS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ][A-Za-zÀ-ÖØ-öø-ɏ ,.'’-]*")
MARKS = re.compile(r"[⟦⟧]")


class MarkedGerman(trans_real.DjangoTranslation):
    """The German catalogue, which marks what it is asked for and remembers what it lacks."""

    def __init__(self) -> None:
        super().__init__("de")
        self.lacking: set[str] = set()

    def gettext(self, message: str) -> str:
        """The English text in marks."""
        self._look_up(message)
        return f"⟦{_without_context(message)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The English text in marks, in its number."""
        self._look_up(msgid1)
        return f"⟦{_without_context(msgid1 if n == 1 else msgid2)}⟧"

    def _look_up(self, message: str) -> None:
        held: Any = vars(self)["_catalog"]
        is_ours = LATIN_WORDS.search(message)
        if is_ours and not held.get(message) and not held.get((message, 0)):
            self.lacking.add(message)


def _without_context(message: str) -> str:
    return message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]


@contextmanager
def marked_german() -> Iterator[MarkedGerman]:
    """German is marked as long as this lasts."""
    catalogues: dict[str, trans_real.DjangoTranslation] = vars(trans_real)["_translations"]
    before = catalogues.get("de")
    catalogues["de"] = marked = MarkedGerman()
    forget_all()
    try:
        yield marked
    finally:
        forget_all()
        del catalogues["de"]
        if before is not None:
            catalogues["de"] = before


def unmarked(page: Element) -> set[str]:
    """What a reader of the page sees or hears that no translation has touched."""
    depth, found = 0, set()
    for text in _visible(page):
        words, depth = _outside_marks(text, depth)
        found |= _latin_in(words)
    assert depth == 0, "a mark was cut off: a translated text is taken apart somewhere"
    for element in page.walk():
        for value in _said_by(element):
            found |= unmarked_in_text(value)
    return found


def unmarked_in_text(text: str) -> set[str]:
    """The same for plain text."""
    return _latin_in(_outside_marks(text, 0)[0])


def _visible(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.tag not in SILENT_TAGS and child.attrs.get("name") not in SILENT_FIELDS:
            yield from _visible(child)


def _said_by(element: Element) -> Iterator[str]:
    is_button = element.tag == "input" and element.attrs.get("type") in {"submit", "button", "reset"}
    for name, value in element.attrs.items():
        if name in SPOKEN or name.startswith("data-say") or (name == "value" and is_button):
            yield value


def _outside_marks(text: str, depth: int) -> tuple[str, int]:
    """What of a text stands outside the marks that are open before it, and how many are open after it."""
    outside, last = [], 0
    for mark in MARKS.finditer(text):
        if depth == 0:
            outside.append(text[last : mark.start()])
        depth += 1 if mark[0] == "⟦" else -1
        last = mark.end()
    if depth == 0:
        outside.append(text[last:])
    return "\n".join(outside), depth


def _latin_in(words: str) -> set[str]:
    return {found.strip() for found in LATIN_WORDS.findall(SAME_EVERYWHERE.sub("\n", words))}
