"""One page of a search: people in the order of what fits best, and the words that were looked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import OperationalError
from rapidfuzz.distance import OSA

from followups.search.backend import Hit, Index, People, Place
from followups.search.keeping import AT_ONCE, refresh, the_index
from followups.search.levels import Level
from followups.search.typed import Reading, read, read_alike, read_number

# How many letters may be wrong in a word of at least so many.
ERRORS = ((7, 2), (4, 1))
MOST_ALIKE = 12
NOTHING = Reading(())


@dataclass(frozen=True)
class Found:
    """A page of hits; `following` is the place of the next page ("" at the end)."""

    hits: tuple[Hit, ...] = ()
    reading: Reading = NOTHING
    following: str = ""
    # Nothing is spelt as it was typed; these people have words that look alike.
    is_alike: bool = False
    # Some texts were written so lately, or so many at once, that they are not searched yet.
    is_behind: bool = False

    def ids(self) -> list[UUID]:
        """The people in their order."""
        return [hit.prospect_id for hit in self.hits]


def find(people: People, typed: str, *, after: str = "", size: int = 50) -> Found:
    """The people whose texts hold what was typed, from the place `after` of an earlier page on.

    A phone number is tried first when it looks like one, then the words, then words that look alike.
    """
    is_behind = not _is_up_to_date()
    index = the_index()
    number, place = _place(after)
    for at, (reading, is_alike) in enumerate(_readings(index, typed)):
        if at < number:
            continue
        hits = _page(index, people, reading, place if at == number else Place(), size + 1)
        if hits or (after and at == number):
            following = f"{at}.{hits[size - 1].level:d}.{hits[size - 1].key}" if len(hits) > size else ""
            return Found(tuple(hits[:size]), reading, following, is_alike, is_behind)
    return Found(is_behind=is_behind)


def _is_up_to_date() -> bool:
    """Read anew whoever is marked; False when some are left, or the database is too busy for it just now."""
    try:
        return refresh() < AT_ONCE
    except OperationalError:
        return False


def _page(index: Index, people: People, reading: Reading, place: Place, size: int) -> list[Hit]:
    try:
        return index.page(people, reading, place, size)
    except ValueError:  # a key that is none: somebody changed the address
        return index.page(people, reading, Place(), size)


def _readings(index: Index, typed: str) -> Iterator[tuple[Reading, bool]]:
    """The ways to read what was typed, and whether it is by words that look alike only."""
    as_number, as_words = read_number(typed), read(typed)
    if as_number:
        yield as_number, False
    if as_words:
        yield as_words, False
        alike = read_alike(as_words, [alike_to(index, group[0]) for group in as_words.groups])
        if alike:
            yield alike, True


def alike_to(index: Index, word: str) -> list[str]:
    """Words of names and deals that `word` may be a misspelling or a part of, the nearest first."""
    allowed = next((errors for length, errors in ERRORS if len(word) >= length), 0)
    if not allowed:
        return []
    near = [(_errors(word, other), other) for other in index.words_like(word)]
    return [other for errors, other in sorted(near) if errors <= allowed][:MOST_ALIKE]


def _errors(word: str, other: str) -> int:
    """How many letters are wrong. Typed so far, a word may be part of a longer one."""
    if word in other:
        return 0
    return min(OSA.distance(word, other), OSA.distance(word, other[: len(word)]))


def _place(after: str) -> tuple[int, Place]:
    """The reading and the place that an address names; the beginning when it names none."""
    number, _dot, rest = after.partition(".")
    level, _dot, key = rest.partition(".")
    try:
        return int(number), Place(Level(int(level)), key)
    except ValueError:
        return 0, Place()
