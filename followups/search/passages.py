"""What the index is read from: every text about people, each with where it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from followups.models import FollowUp, Touch
from followups.search.levels import Where
from prospects.models import Deal, ExitAsk, Loss, Promise, Prospect, ProspectTopic


@dataclass(frozen=True)
class Passage:
    """One text about a person."""

    prospect_id: UUID
    where: Where
    text: str


# Of each table: the column that says whose it is, the order (newest first), and the texts.
_ON_PEOPLE = {
    "name": Where.NAME, "also_called": Where.ALSO_CALLED, "organisation__name": Where.ORGANISATION,
    "title": Where.TITLE, "email": Where.EMAIL, "phone": Where.PHONE, "personal_cues": Where.CUES,
    "wanted_from_our_time": Where.WANTED, "learned": Where.LEARNED,
}  # fmt: skip
_ON_NOES = {
    "in_their_words": Where.THEIR_WORDS, "needs": Where.NEEDS, "timing": Where.NEEDS,
    "budget": Where.NEEDS, "notes": Where.NOTE,
}  # fmt: skip
_SOURCES: list[tuple[type[Model], str, str, dict[str, Where]]] = [
    (Prospect, "pk", "pk", _ON_PEOPLE),
    (Deal, "prospect_id", "-created_at", {"title": Where.DEAL, "why_yes": Where.THEIR_WORDS}),
    (Loss, "prospect_id", "-logged_at", _ON_NOES),
    (ExitAsk, "loss__prospect_id", "-loss__logged_at", {"words": Where.FEEDBACK}),
    (Promise, "prospect_id", "-created_at", {"what": Where.PROMISE}),
    (ProspectTopic, "prospect_id", "topic__name", {"topic__name": Where.TOPIC}),
    (Touch, "prospect_id", "-created_at", {"summary": Where.TOUCH}),
    (FollowUp, "prospect_id", "-created_at", {"note": Where.FOLLOW_UP}),
]
AT_A_TIME = 2000
A_PAGE = 50


def passages_of(prospect_ids: Sequence[UUID]) -> list[Passage]:
    """Every text about these people, by table, newest first; one query for each table."""
    if not prospect_ids:
        return []
    return [passage for source in _SOURCES for passage in _passages(source, prospect_ids)]


def _passages(
    source: tuple[type[Model], str, str, dict[str, Where]], ids: Sequence[UUID]
) -> Iterator[Passage]:
    model, whose, order, texts = source
    rows: QuerySet[Any] = model._default_manager.filter(**{f"{whose}__in": ids}).order_by(order, "pk")
    columns = rows.values_list(whose, *texts)
    # A page's worth is read at once: to be read in parts costs PostgreSQL three statements for each table.
    for prospect_id, *values in columns if len(ids) <= A_PAGE else columns.iterator(chunk_size=AT_A_TIME):
        for where, text in zip(texts.values(), values, strict=True):
            if text:
                yield Passage(prospect_id, where, text)
