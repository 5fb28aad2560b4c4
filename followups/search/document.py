"""Pure: what the index holds of one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from followups.search.levels import Level, Where, level_of
from followups.search.typed import SHORTEST_NUMBER
from followups.search.words import all_spellings, digits_of, words_of

# Beyond so many different words a person's oldest texts are left out.
MOST_WORDS = 20_000


@dataclass(frozen=True)
class Document:
    """The words about one person, by how much a hit counts there; `noted_at` orders what is equal."""

    prospect_id: UUID
    noted_at: datetime
    whole_names: frozenset[str]
    words: dict[Level, frozenset[str]]

    def naming_words(self) -> frozenset[str]:
        """The words that may be misspelt and found all the same: of names and of what was offered."""
        levels = (Level.NAME, Level.ORGANISATION, Level.DEAL)
        return frozenset(word for level in levels for word in self.words[level] if word.isalpha())


def document_of(prospect_id: UUID, noted_at: datetime, texts: Iterable[tuple[Where, str]]) -> Document:
    """A person's document from the texts about them, newest first."""
    words: dict[Level, set[str]] = {level: set() for level in Level if level != Level.EXACT}
    whole = set()
    for where, text in texts:
        of_level = words[level_of(where)]
        if where == Where.PHONE:
            of_level.update(number_ends(text))
        elif len(of_level) < MOST_WORDS:
            of_level.update(all_spellings([text]))
        if level_of(where) == Level.NAME:
            whole.add(" ".join(words_of(text)))
    frozen = {level: frozenset(found) for level, found in words.items()}
    return Document(prospect_id, noted_at, frozenset(whole), frozen)


def number_ends(phone: str) -> set[str]:
    """Every end of a phone number, so that it is found without its country code, or in the middle."""
    digits = digits_of(phone)
    return {digits[cut:] for cut in range(max(1, len(digits) - SHORTEST_NUMBER + 1))} if digits else set()
