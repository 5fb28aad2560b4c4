"""Pure: what somebody typed into the search box, as words to look for, and its possible readings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from followups.search.words import digits_of, other_spelling, words_of

MOST_WORDS = 8
# A number is looked for as such from so many digits on.
SHORTEST_NUMBER = 4
_A_NUMBER = re.compile(r"[+(]*\d[\d\s()+./-]*\Z")
# Digits of a country code that may be left off.
_COUNTRY_CODE = 3
_SHORTEST_WITHOUT_CODE = 6


@dataclass(frozen=True)
class Reading:
    """One way to read what was typed: every group must be found, by any of its words or a longer one."""

    groups: tuple[tuple[str, ...], ...]
    # The typed words as a whole, for somebody of exactly that name.
    whole: str = ""

    def words(self) -> frozenset[str]:
        """Every word looked for."""
        return frozenset(word for group in self.groups for word in group)


def read(typed: str) -> Reading | None:
    """The words typed, in any order; None when there is no word in it."""
    words = words_of(typed)[:MOST_WORDS]
    if not words:
        return None
    written_out = {fold: other for fold, other in _written_out(typed) if fold != other}
    groups = [(word, written_out[word]) if word in written_out else (word,) for word in words]
    return Reading(tuple(dict.fromkeys(groups)), whole=" ".join(words))


def read_number(typed: str) -> Reading | None:
    """A phone number, however it is put; None when it does not look like one."""
    digits = digits_of(typed)
    if not _A_NUMBER.match(typed.strip()) or len(digits) < SHORTEST_NUMBER:
        return None
    is_abroad = typed.strip().startswith(("+", "00"))
    digits = digits.lstrip("0") or digits
    spellings = [digits]
    if is_abroad:
        spellings += [digits[cut:].lstrip("0") for cut in range(1, _COUNTRY_CODE + 1)]
    kept = [digits, *(spelling for spelling in spellings if len(spelling) >= _SHORTEST_WITHOUT_CODE)]
    return Reading((tuple(dict.fromkeys(kept)),))


def read_alike(reading: Reading, alike: Sequence[Sequence[str]]) -> Reading | None:
    """The same with words that look alike beside each group; None when nothing does."""
    if not any(alike):
        return None
    groups = zip(reading.groups, alike, strict=True)
    return Reading(tuple(tuple(dict.fromkeys((*group, *others))) for group, others in groups))


def _written_out(typed: str) -> list[tuple[str, str]]:
    """Each typed piece that is one word, folded and with its umlauts written out."""
    return [("".join(words_of(piece)), other_spelling(piece)) for piece in re.findall(r"\w+", typed)]
