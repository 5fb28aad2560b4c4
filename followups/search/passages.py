"""What the index is read from: every text about people, each with where it stands."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from common.prepared import MOST_AT_ONCE, prepared
from followups.kinds import Channel, Kind
from followups.models import FollowUp, Touch
from followups.search.levels import Where
from prospects.models import Deal, ExitAsk, Loss, Promise, Prospect, ProspectTopic


@dataclass(frozen=True)
class Passage:
    """One text about a person."""

    prospect_id: UUID
    where: Where
    text: str


_ON_PEOPLE = {
    "name": Where.NAME, "also_called": Where.ALSO_CALLED, "organisation__name": Where.ORGANISATION,
    "title": Where.TITLE, "email": Where.EMAIL, "phone": Where.PHONE, "personal_cues": Where.CUES,
    "wanted_from_our_time": Where.WANTED, "learned": Where.LEARNED,
}  # fmt: skip
_ON_NOES = {
    "in_their_words": Where.THEIR_WORDS, "needs": Where.NEEDS, "timing": Where.NEEDS,
    "budget": Where.NEEDS, "notes": Where.NOTE,
}  # fmt: skip


@dataclass(frozen=True)
class Texts:
    """A table of texts: the path to the person, the order (newest first), the columns, the rows left out."""

    model: type[Model]
    whose: str
    order: str
    texts: dict[str, Where]
    but: Q = field(default_factory=Q)


_SOURCES = [
    Texts(Prospect, "pk", "pk", _ON_PEOPLE),
    Texts(Deal, "prospect__pk", "-created_at", {"title": Where.DEAL, "why_yes": Where.THEIR_WORDS}),
    Texts(Loss, "prospect__pk", "-logged_at", _ON_NOES),
    Texts(ExitAsk, "loss__prospect__pk", "-loss__logged_at", {"words": Where.FEEDBACK}),
    Texts(Promise, "prospect__pk", "-created_at", {"what": Where.PROMISE}),
    Texts(ProspectTopic, "prospect__pk", "topic__name", {"topic__name": Where.TOPIC}),
    Texts(Touch, "prospect__pk", "-created_at", {"summary": Where.TOUCH}),
    # What somebody noted to themselves at a debrief is theirs, and whoever sees the person searches here.
    Texts(FollowUp, "prospect__pk", "-created_at", {"note": Where.FOLLOW_UP}, but=Q(kind=Kind.DEBRIEF)),
]
# The same without what is private: notes to a no, what somebody told of themselves, touches that are a note.
_NO_NOTES = [
    Texts(Prospect, "pk", "pk", {name: where for name, where in _ON_PEOPLE.items() if where != Where.CUES}),
    Texts(
        Loss,
        "prospect__pk",
        "-logged_at",
        {name: where for name, where in _ON_NOES.items() if where != Where.NOTE},
    ),
    Texts(Touch, "prospect__pk", "-created_at", {"summary": Where.TOUCH}, but=Q(channel=Channel.NOTE)),
]
_OPEN = [*_NO_NOTES, *(source for source in _SOURCES if source.model not in {Prospect, Loss, Touch})]
AT_A_TIME = 2000
Rows = QuerySet[Any, tuple[Any, ...]]


def passages_of(prospect_ids: Sequence[UUID]) -> list[Passage]:
    """Every text about these people, by table, newest first; one query for each table."""
    if not prospect_ids:
        return []
    return [passage for source in _SOURCES for passage in _passages(source, prospect_ids)]


def open_passages_of(prospect_ids: Sequence[UUID]) -> list[Passage]:
    """What of it is not private: all that is searched for those who see these people in part."""
    found = []
    for source in _OPEN if prospect_ids else ():
        for prospect_id, *values in _rows(source, prospect_ids):
            texts = zip(source.texts.values(), values, strict=True)
            found += [Passage(prospect_id, where, text) for where, text in texts if text]
    return found


def _passages(source: Texts, ids: Sequence[UUID]) -> Iterator[Passage]:
    # In parts when they are many, which costs PostgreSQL three statements for each table.
    many = len(ids) > MOST_AT_ONCE
    rows = _rows(source, ids).iterator(chunk_size=AT_A_TIME) if many else _READS[source.model](list(ids))
    for prospect_id, *values in rows:
        for where, text in zip(source.texts.values(), values, strict=True):
            if text:
                yield Passage(prospect_id, where, text)


def _rows(source: Texts, ids: Sequence[UUID]) -> Rows:
    of_them = source.model._default_manager.filter(~source.but, **{f"{source.whose}__in": ids})
    return of_them.order_by(source.order, "pk").values_list(source.whose, *source.texts)


def _read(source: Texts) -> Callable[[list[UUID]], list[tuple[Any, ...]]]:
    """What reads the texts of a few people."""
    return prepared(lambda ids: _rows(source, ids))


_READS = {source.model: _read(source) for source in _SOURCES}
