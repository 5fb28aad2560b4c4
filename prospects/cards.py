"""Pure: what an address book tells of a person, held beside what is known of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache

_NO_DIGIT = re.compile(r"\D")
# Two numbers that end alike are one, with and without the country before it.
_SHORTEST_END = 7
LONG_TEXTS = frozenset({"postal_address", "personal_cues"})


@dataclass(frozen=True)
class Card:
    """What a book says of a person, by the columns a prospect has for it; empty where it says nothing.

    `organisation` is the name of where they work.
    """

    name: str = ""
    organisation: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    postal_address: str = ""
    personal_cues: str = ""
    language: str = ""
    time_zone: str = ""


@dataclass(frozen=True)
class Compared:
    """By column: what the card would complete, and what it says otherwise than the row does."""

    completes: Mapping[str, str] = field(default_factory=dict)
    differs: Mapping[str, str] = field(default_factory=dict)


@cache
def columns() -> tuple[str, ...]:
    """The columns a card knows, in their order."""
    return tuple(column.name for column in fields(Card))


def compare(known: Card, told: Card) -> Compared:
    """What a card adds to what is known, and where the two differ; what is known always stays."""
    completes: dict[str, str] = {}
    differs: dict[str, str] = {}
    for column in columns():
        ours, theirs = getattr(known, column), getattr(told, column)
        if not theirs or is_same(column, ours, theirs):
            continue
        (differs if ours else completes)[column] = theirs
    return Compared(completes, differs)


def is_same(column: str, ours: str, theirs: str) -> bool:
    """Whether two values of a column say the same; a long text holds what is told in it."""
    if not ours:
        return not theirs
    if column == "phone":
        return same_number(ours, theirs)
    ours, theirs = (" ".join(text.split()).casefold() for text in (ours, theirs))
    return theirs in ours if column in LONG_TEXTS else ours == theirs


def same_number(one: str, other: str) -> bool:
    """Whether two phone numbers are one, however they are written and whether or not with their country."""
    first, second = sorted((_NO_DIGIT.sub("", text).lstrip("0") for text in (one, other)), key=len)
    if len(first) < _SHORTEST_END:
        return first == second and bool(first)
    return second.endswith(first)
