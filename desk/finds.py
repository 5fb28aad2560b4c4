"""Where a search found somebody: their name and house with the words marked, and what else holds them."""

from collections import defaultdict
from collections.abc import Collection, Set
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy

from followups.search.document import number_ends
from followups.search.finding import Found
from followups.search.levels import Where
from followups.search.marking import Piece, marked
from followups.search.passages import Passage, open_passages_of, passages_of
from followups.search.typed import Reading
from followups.search.words import all_spellings
from prospects.models import Prospect

PLACES: dict[Where, LazyText] = {
    Where.ALSO_CALLED: gettext_lazy("Also called"),
    Where.EMAIL: gettext_lazy("E-mail"),
    Where.PHONE: gettext_lazy("Phone"),
    Where.DEAL: gettext_lazy("What was offered"),
    Where.THEIR_WORDS: gettext_lazy("Their words"),
    Where.FEEDBACK: gettext_lazy("Their feedback"),
    Where.NEEDS: gettext_lazy("As they told you"),
    Where.NOTE: gettext_lazy("Your note"),
    Where.TOUCH: gettext_lazy("What happened"),
    Where.FOLLOW_UP: gettext_lazy("A follow-up"),
    Where.PROMISE: gettext_lazy("Promised"),
    Where.TOPIC: gettext_lazy("What matters to them"),
    Where.CUES: gettext_lazy("Personal"),
    Where.WANTED: gettext_lazy("What they wanted from our time"),
    Where.LEARNED: gettext_lazy("Learned since"),
}
# Stands in every row already.
IN_THE_ROW = (Where.NAME, Where.ORGANISATION, Where.TITLE)
MOST_PLACES = 2
# Longer than any name: shown uncut.
WHOLE = 1000
Words = frozenset[tuple[str, ...]]
NOBODY: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Place:
    """A text that holds what was searched for: what kind of text, and the piece of it."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Finds:
    """What a row of the list shows of a search."""

    name: list[Piece]
    organisation: list[Piece]
    title: list[Piece]
    places: list[Place]


def unmarked(person: Prospect) -> Finds:
    """A row without a search."""
    name, house, title = ([Piece(text, False)] for text in _row_texts(person))
    return Finds(name, house, title, [])


def finds_of(found: Found, people: Collection[Prospect], in_part: Set[UUID] = NOBODY) -> dict[UUID, Finds]:
    """Where each of the people shown was found.

    Their texts are read anew, never from the index, and only of those whose row does not show every word. Of
    those seen `in_part` private notes are left out: whom only these would have found is not in it.
    """
    left = {person.pk: _left(person, found.reading) for person in people}
    of_person: dict[UUID, list[Passage]] = defaultdict(list)
    asked = [pk for pk, words in left.items() if words]
    kept = [pk for pk in asked if pk in in_part]
    for passage in (*passages_of([pk for pk in asked if pk not in in_part]), *open_passages_of(kept)):
        if passage.where not in IN_THE_ROW:
            of_person[passage.prospect_id].append(passage)
    return {
        person.pk: _finds(
            person, found.reading, _places(of_person[person.pk], left[person.pk], found.reading)
        )
        for person in people
        if person.pk not in in_part or _is_held(left[person.pk], of_person[person.pk])
    }


def _is_held(left: Words, passages: list[Passage]) -> bool:
    """Whether texts hold every word that the row does not show."""
    return left.issubset({group for passage in passages for group in _held_by(passage, left)})


def _left(person: Prospect, reading: Reading) -> Words:
    """The words that the row of a person does not show."""
    return frozenset(reading.groups) - _held(" ".join(_row_texts(person)), frozenset(reading.groups))


def _row_texts(person: Prospect) -> tuple[str, str, str]:
    return person.name, person.organisation.name if person.organisation else "", person.title


def _finds(person: Prospect, reading: Reading, places: list[Place]) -> Finds:
    name, organisation, title = (marked(text, reading.words(), length=WHOLE) for text in _row_texts(person))
    return Finds(name, organisation, title, places)


def _places(passages: list[Passage], left: Words, reading: Reading) -> list[Place]:
    """The fewest texts that hold the words the row itself does not show, at most MOST_PLACES."""
    holding = [(passage, held) for passage in passages if (held := _held_by(passage, left))]
    places: list[Place] = []
    while left and holding and len(places) < MOST_PLACES:
        best, held = max(holding, key=lambda holder: len(holder[1] & left))
        if not held & left:
            break
        left -= held
        places.append(Place(str(PLACES[best.where]), _pieces(best, reading)))
    return places


def _held_by(passage: Passage, groups: Words) -> Words:
    if passage.where != Where.PHONE:
        return _held(passage.text, groups)
    return _held_words(number_ends(passage.text), groups)


def _held(text: str, groups: Words) -> Words:
    return _held_words(all_spellings([text]), groups)


def _held_words(words: set[str], groups: Words) -> Words:
    return frozenset(group for group in groups if any(word.startswith(group) for word in words))


def _pieces(passage: Passage, reading: Reading) -> list[Piece]:
    if passage.where == Where.PHONE:
        return [Piece(passage.text, True)]
    return marked(" ".join(passage.text.split()), reading.words())
