"""Pure: which value items somebody would be glad of, the best first, and why (PRODUCT.md, row 26).

What counts, strongest first: topics they share with an item, and how few others have them; that it is helpful
rather than about our work; that it is in their language; that it says little besides; that it is new; that it
is something else than they had last. Nothing is ever proposed twice, and nothing about our work before enough
that was simply helpful (RULES.md, "Contact rules"). Words for the codes are made where they are shown.
"""

import math
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
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
    items: Iterable[Item], reader: Reader, people_with: Mapping[Any, int], *, today: date
) -> list[Match]:
    """The items `reader` would be glad of, best first; ties by age and mark, so the order is always the same.

    `people_with`: how many people of the team have a topic (one that is missing: nobody else).
    """
    had = {item.ref for item in reader.had}
    weights = {topic: rarity(people_with.get(topic, 1)) for topic in reader.topics}
    fits = (item for item in items if item.ref not in had and not item.topics.isdisjoint(reader.topics))
    allowed = (item for item in fits if not (reader.missing and item.purpose == Purpose.PITCH))
    matches = [_match(item, reader, weights, today) for item in allowed]
    return sorted(matches, key=lambda one: (-one.score, -one.item.added_on.toordinal(), str(one.item.ref)))


def rarity(people: int) -> float:
    """How much a topic says about somebody, given how many people have it: from 1 downwards, never to 0."""
    return 1 / (1 + math.log2(max(1, people)) / 4)


def _match(item: Item, reader: Reader, weights: Mapping[Hashable, float], today: date) -> Match:
    shared = sorted(item.topics & reader.topics, key=lambda topic: (-weights[topic], str(topic)))
    last = reader.had[-1] if reader.had else None
    score = (
        _closeness([weights[topic] for topic in shared], len(item.topics))
        * _freshness(item.added_on, today)
        * (1.0 if item.purpose == Purpose.HELPFUL else ABOUT_OUR_WORK)
        * (1.0 if _understands(reader, item) else IN_ANOTHER_LANGUAGE)
        * _variety(item, shared, last)
    )
    return Match(item, score, tuple(shared), tuple(_why(item, reader, shared, last, today)))


def _closeness(weights: Sequence[float], topics_of_item: int) -> float:
    """The rarest shared topic counts in full, further ones less; an item about much else says less."""
    first, *further = weights
    return (first + FURTHER_TOPICS * sum(further)) * math.sqrt(math.sqrt(len(weights) / topics_of_item))


def _freshness(added_on: date, today: date) -> float:
    """From 1 for what came today towards OLDEST, half-way after a year."""
    return OLDEST + (1 - OLDEST) * math.exp2(-max(0, (today - added_on).days) / YEAR)


def _understands(reader: Reader, item: Item) -> bool:
    return not reader.language or not item.language or _base(item.language) == _base(reader.language)


def _base(language: str) -> str:
    return language.partition("-")[0].lower()


def _variety(item: Item, shared: Collection[Hashable], last: Item | None) -> float:
    if last is None:
        return 1.0
    topic = SAME_TOPIC_AS_LAST if last.topics.issuperset(shared) else 1.0
    return topic * (SAME_FORM_AS_LAST if item.form == last.form else 1.0)


def _why(
    item: Item, reader: Reader, shared: Collection[Hashable], last: Item | None, today: date
) -> Iterable[Why]:
    yield Why.HELPFUL if item.purpose == Purpose.HELPFUL else Why.ABOUT_OUR_WORK
    if reader.language and item.language and _understands(reader, item):
        yield Why.THEIR_LANGUAGE
    if (today - item.added_on).days <= NEW_FOR_DAYS:
        yield Why.NEW
    if last and not last.topics.issuperset(shared):
        yield Why.SOMETHING_ELSE
