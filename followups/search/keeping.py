"""Keeping the index true: whoever is marked is read anew; or everybody is."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from common.prepared import prepared
from followups.search.backend import Index
from followups.search.document import Document, document_of
from followups.search.levels import Where
from followups.search.marks import any_marks, mark_everybody, take_marks, take_marks_of
from followups.search.passages import passages_of
from followups.search.postgresql import PostgresIndex
from followups.search.sqlite import SqliteIndex
from prospects.models import Prospect

# People read anew in one transaction: few, because a search waits for it.
AT_ONCE = 200
# Transactions of one tick.
TURNS = 100
# Once so many were read, their marks left room behind.
MANY = 1000


def the_index() -> Index:
    """The index of this installation's database."""
    return PostgresIndex() if connection.vendor == "postgresql" else SqliteIndex()


def refresh(most: int = AT_ONCE) -> int:
    """Read the people marked longest anew, at most so many; how many it were."""
    if not any_marks():
        return 0
    index = the_index()
    with transaction.atomic():
        index.lock()
        taken = take_marks(most)
        if taken:
            _read_anew(index, taken)
    return len(taken)


def catch_up(turns: int = TURNS) -> int:
    """Read marked people anew, in short transactions; how many it were."""
    done = 0
    for _turn in range(turns):
        read = refresh()
        done += read
        if not read:
            break
    _tidy_after(done)
    return done


def rebuild() -> int:
    """Read everybody anew; how many it were. Searching goes on meanwhile."""
    mark_everybody()
    total = 0
    while done := refresh(5 * AT_ONCE):
        total += done
    _tidy_after(total)
    return total


def forget(prospect_ids: Sequence[UUID]) -> None:
    """Take people out at once, words that only they had included; inside the transaction that erases them."""
    index = the_index()
    index.lock()
    take_marks_of(prospect_ids)
    _read_anew(index, prospect_ids)
    index.leave_no_traces()


def _tidy_after(read: int) -> None:
    """Marks of a few people take no room worth words."""
    if read >= MANY:
        the_index().tidy()


def _read_anew(index: Index, prospect_ids: Sequence[UUID]) -> None:
    before = {word for word in index.naming_words(prospect_ids) if word.isalpha()}
    documents = documents_of(prospect_ids)
    if gone := set(prospect_ids) - {document.prospect_id for document in documents}:
        index.remove(gone)
    index.write(documents)
    now = frozenset[str]().union(*(document.naming_words() for document in documents))
    if new := now - before:
        index.add_spellings(new)
    index.drop_unused_spellings(before - now)


def documents_of(prospect_ids: Sequence[UUID]) -> list[Document]:
    """What the index is to hold of these people, in the order they were noted."""
    texts: dict[UUID, list[tuple[Where, str]]] = defaultdict(list)
    for passage in passages_of(prospect_ids):
        texts[passage.prospect_id].append((passage.where, passage.text))
    return [document_of(pk, at, texts[pk]) for pk, at in _noted(list(prospect_ids))]


@prepared
def _noted(prospect_ids: list[UUID]) -> "QuerySet[Prospect, tuple[Any, ...]]":
    return (
        Prospect.objects.filter(pk__in=prospect_ids)
        .order_by("created_at", "pk")
        .values_list("pk", "created_at")
    )
