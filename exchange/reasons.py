"""Pure: what somebody once typed as the reason, as a kind of no; proposed, never decided.

A text that speaks of two kinds, or of none, has no proposal: it is asked, once per text.
"""

import re
from dataclasses import dataclass

from exchange.folding import plain
from exchange.reason_words import OUTBID, PRICE, TURNS, WORDS
from prospects.conversations import ExitConversation

_STAYING = ExitConversation.STAYING_WITH_SUPPLIER
# A proposal is clear when its words are at least this share of the text.
_CLEAR = 0.5
# Longer than a label: a sentence may mean anything.
_LABEL_WORDS = 8
_LONGEST = 1000  # letters that are looked at


@dataclass(frozen=True)
class Proposal:
    """What a reason seems to say. Price is a reason of its own, under whichever conversation.

    `coverage` is the share of the text's letters that the words we know make up, from 0 to 1.
    """

    conversation: ExitConversation | None = None
    is_price: bool = False
    coverage: float = 0.0
    is_label: bool = True

    @property
    def is_clear(self) -> bool:
        """Whether the text is a label and mostly made of words we know; anything else is only a hint."""
        return self.conversation is not None and self.is_label and self.coverage >= _CLEAR


def propose(text: str) -> Proposal:
    """The conversation a reason belongs to, and whether it is about the price."""
    words = plain(text[:_LONGEST])
    if not words or _TURNS.search(words):
        return Proposal()
    found = {kind: spans for kind, pattern in _PATTERNS.items() if (spans := _spans(pattern, words))}
    price = [span for span in _spans(_PRICE, words) if not _inside(span, found.get(_STAYING, []))]
    is_price = bool(price)
    if _OUTBID.search(words):
        found.setdefault(ExitConversation.COMPETITOR_CHOSEN, price)
    if len(found) > 1 or is_price or _share(found.get(ExitConversation.UNKNOWN, []), words) < _CLEAR:
        found.pop(ExitConversation.UNKNOWN, None)  # "other" beside anything else says nothing more
    if len(found) != 1:
        return Proposal(is_price=is_price)
    ((conversation, spans),) = found.items()
    is_label = len(words.split()) <= _LABEL_WORDS
    return Proposal(conversation, is_price, _share([*spans, *price], words), is_label)


def _spans(pattern: re.Pattern[str], words: str) -> list[range]:
    return [range(*match.span()) for match in pattern.finditer(words)]


def _share(spans: list[range], words: str) -> float:
    """How much of the text the spans cover, spaces apart."""
    known = set[int]().union(*spans)
    letters = [place for place, letter in enumerate(words) if letter != " "]
    return sum(place in known for place in letters) / len(letters)


def _inside(span: range, others: list[range]) -> bool:
    """Whether a span lies in another one: what switching costs is not our price."""
    return any(span.start >= other.start and span.stop <= other.stop for other in others)


def _pattern(phrases: str) -> re.Pattern[str]:
    """All phrases as one pattern; languages that put no spaces are looked for anywhere."""
    return re.compile("|".join(_phrase(phrase.strip()) for phrase in phrases.split("|")))


def _phrase(phrase: str) -> str:
    stem = re.escape(plain(phrase.removesuffix("*")))
    if ord(phrase[0]) >= 0x2E80:  # Chinese, Japanese
        return stem
    ending = r"\w*" if phrase.endswith("*") else ""
    return rf"\b{stem}{ending}\b"


_PRICE, _OUTBID, _TURNS = _pattern(PRICE), _pattern(OUTBID), _pattern(TURNS)
_PATTERNS = {conversation: _pattern(phrases) for conversation, phrases in WORDS.items()}
