"""Pure: a short piece of a text around the words that were looked for, with these marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from followups.search.words import all_spellings

SNIPPET = 140
_LEAD = 40
_PIECE = re.compile(r"[\w'\u2019]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text, marked or not."""

    text: str
    is_hit: bool


def hits_of(text: str, words: Iterable[str]) -> list[tuple[int, int, str]]:
    """Where words of a text begin with one looked for: begin, end, and that word."""
    wanted = sorted(words, key=len, reverse=True)
    found = []
    for piece in _PIECE.finditer(text):
        spellings = all_spellings([piece.group()])
        for word in wanted:
            if any(spelling.startswith(word) for spelling in spellings):
                found.append((piece.start(), piece.end(), word))
                break
    return found


def marked(text: str, words: Iterable[str], length: int = SNIPPET) -> list[Piece]:
    """About `length` characters of the text from shortly before the first hit, in pieces; "…" where cut."""
    hits = hits_of(text, words)
    begin = _begin(text, hits[0][0], length) if hits else 0
    end = _end(text, begin, length)
    pieces = [Piece("…", False)] if begin else []
    at = begin
    for first, last, _word in hits:
        if last > end:
            break
        pieces += [Piece(text[at:first], False), Piece(text[first:last], True)]
        at = last
    pieces.append(Piece(text[at:end] + ("…" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece.text]


def _begin(text: str, hit: int, length: int) -> int:
    """Where to begin so that the hit shows: at a word, a little before it."""
    if hit + length // 2 <= length:
        return 0
    gap = text.find(" ", max(hit - _LEAD, 0), hit)
    return gap + 1 if gap >= 0 else hit


def _end(text: str, begin: int, length: int) -> int:
    """Where to end: at a gap between words when there is one."""
    if len(text) <= begin + length:
        return len(text)
    gap = text.rfind(" ", begin + length // 2, begin + length)
    return gap if gap >= 0 else begin + length
