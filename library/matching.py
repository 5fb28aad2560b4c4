"""Pure: which value items somebody would be glad of, the best first, and why (PRODUCT.md, row 26).

What counts, strongest first: topics they share with an item, and how few others have them; that it is helpful
rather than about our work; that it is in their language; that it says little besides; that it is new; that it
is something else than they had last. Nothing is ever proposed twice, and nothing about our work before enough
that was simply helpful (RULES.md, "Contact rules"). Words for the codes are made where they are shown.
"""

import math
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from heapq import nsmallest
from operator import itemgetter
from typing import Any, Final

from library.kinds import Form, Purpose

# Shares of the score that are left, each chosen so that it decides among equals and no more.
IN_ANOTHER_LANGUAGE: Final = 0.3
ABOUT_OUR_WORK: Final = 0.7
SAME_TOPIC_AS_LAST: Final = 0.6
SAME_FORM_AS_LAST: Final = 0.95
OLDEST: Final = 0.8
YEAR: Final = 365.0
# A second shared topic adds less than the first.
FURTHER_TOPICS: Final = 0.6
NEW_FOR_DAYS: Final = 60


class Why(StrEnum):
    """What speaks for an item, besides the topics it shares."""

    HELPFUL = "helpful"
    ABOUT_OUR_WORK = "about_our_work"
    THEIR_LANGUAGE = "their_language"
    NEW = "new"
    SOMETHING_ELSE = "something_else"


@dataclass(frozen=True, slots=True)
class Item:
    """A value item as ranking sees it; `ref` is the caller's own mark."""

    ref: Hashable
    topics: frozenset[Hashable]
    language: str
    purpose: Purpose
    form: Form
    added_on: date


@dataclass(frozen=True)
class Reader:
    """Whom it is for. `had`: what they got from us, oldest first.

    `missing`: how many helpful touches a pitch still waits for. `language` is empty when we do not know it:
    then none is better than another.
    """

    topics: frozenset[Hashable]
    language: str = ""
    had: tuple[Item, ...] = ()
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """An item for somebody: `shared` are the topics in common, the rarest first; a score only compares."""

    item: Item
    score: float
    shared: tuple[Hashable, ...]
    why: tuple[Why, ...]


def rank(
    items: Iterable[Item],
    reader: Reader,
    people_with: Mapping[Any, int],
    *,
    today: date,
    most: int | None = None,
) -> list[Match]:
    """The items `reader` would be glad of, best first (`most` of them); ties by age and mark, so the order is
    always the same.

    `people_with`: how many people of the team have a topic (one that is missing: nobody else).
    """
    eye = _Eye(reader, people_with, today)
    scored = [
        (-eye.score(item), -item.added_on.toordinal(), str(item.ref), item)
        for item in items
        if eye.sees(item)
    ]
    place = itemgetter(0, 1, 2)
    best = sorted(scored, key=place) if most is None else nsmallest(most, scored, place)
    return [eye.match(item, -score) for score, _age, _mark, item in best]


def rarity(people: int) -> float:
    """How much a topic says about somebody, given how many people have it: from 1 downwards, never to 0."""
    return 1 / (1 + math.log2(max(1, people)) / 4)


class _Eye:
    """Looks at items for one reader; what is the same for all of them is worked out once."""

    def __init__(self, reader: Reader, people_with: Mapping[Any, int], today: date) -> None:
        self.reader = reader
        self.today = today
        self.had = {item.ref for item in reader.had}
        self.last = reader.had[-1] if reader.had else None
        self.weights = {topic: rarity(people_with.get(topic, 1)) for topic in reader.topics}
        self.language = _base(reader.language)

    def sees(self, item: Item) -> bool:
        """Whether it may be proposed at all."""
        waits = self.reader.missing and item.purpose == Purpose.PITCH
        return not waits and item.ref not in self.had and not item.topics.isdisjoint(self.weights)

    def score(self, item: Item) -> float:
        """How glad of it they would be; only compares."""
        shared = item.topics & self.weights.keys()
        score = self._closeness(shared, item) * self._freshness(item)
        if item.purpose != Purpose.HELPFUL:
            score *= ABOUT_OUR_WORK
        if not self._is_understood(item):
            score *= IN_ANOTHER_LANGUAGE
        if self.last:
            score *= SAME_TOPIC_AS_LAST if self.last.topics >= shared else 1.0
            score *= SAME_FORM_AS_LAST if self.last.form == item.form else 1.0
        return score

    def match(self, item: Item, score: float) -> Match:
        """The item with what speaks for it."""
        shared = sorted(item.topics & self.weights.keys(), key=lambda one: (-self.weights[one], str(one)))
        return Match(item, score, tuple(shared), tuple(self._why(item, shared)))

    def _closeness(self, shared: Collection[Hashable], item: Item) -> float:
        """The rarest shared topic counts in full, further ones less; an item about much else says less."""
        weights = [self.weights[topic] for topic in shared]
        first = max(weights)
        focus = math.sqrt(math.sqrt(len(weights) / len(item.topics)))
        return (first + FURTHER_TOPICS * (sum(weights) - first)) * focus

    def _freshness(self, item: Item) -> float:
        """From 1 for what came today towards OLDEST, half-way after a year."""
        return OLDEST + (1 - OLDEST) * math.exp2(-max(0, (self.today - item.added_on).days) / YEAR)

    def _is_understood(self, item: Item) -> bool:
        return not self.language or not item.language or _base(item.language) == self.language

    def _why(self, item: Item, shared: Collection[Hashable]) -> Iterator[Why]:
        yield Why.HELPFUL if item.purpose == Purpose.HELPFUL else Why.ABOUT_OUR_WORK
        if self.language and item.language and self._is_understood(item):
            yield Why.THEIR_LANGUAGE
        if (self.today - item.added_on).days <= NEW_FOR_DAYS:
            yield Why.NEW
        if self.last and not self.last.topics.issuperset(shared):
            yield Why.SOMETHING_ELSE


def _base(language: str) -> str:
    return language.partition("-")[0].lower()
