"""Marks: which people's texts changed since they were last read.

Triggers of the database itself write them, so that bulk writes and `queryset.update` count too; a trigger
writes one narrow row and looks at nothing else.

That is also why they survive Django's SQLite migrations, which rename tables under way: a trigger that names
another table would stop them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db import models

from followups.models import FollowUp, Touch
from followups.search.statements import execute, execute_many, fetch
from library.models import Topic
from prospects.models import Deal, ExitAsk, Loss, Organisation, Promise, Prospect, ProspectTopic

DOCUMENTS = "followups_search_document"
MARKS = "followups_search_mark"
TRIGGER = "followups_search_"
Kind = Literal["person", "loss", "organisation", "topic"]
Event = Literal["insert", "update", "delete"]


@dataclass(frozen=True)
class Source:
    """A table with texts: what `column` names (a person, or what leads to people), and the columns read."""

    model: type[models.Model]
    kind: Kind
    column: str
    texts: tuple[str, ...]
    # Rows that matter although they have no text, or only once they change.
    always: bool = False
    updates_only: bool = False

    @property
    def table(self) -> str:
        """Its name in the database."""
        return self.model._meta.db_table

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns whose change matters."""
        return (self.column, *self.texts)

    def has_text(self, row: Literal["NEW", "OLD"]) -> str:
        """The SQL that says whether a row matters."""
        return "1 = 1" if self.always else " OR ".join(f"{row}.{column} <> ''" for column in self.texts)

    def has_changed(self, differs: str) -> str:
        """The SQL that says whether an update matters; `differs` compares what may be NULL."""
        return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in self.columns)


SOURCES = (
    Source(
        Prospect, "person", "id",
        ("name", "also_called", "organisation_id", "email", "phone", "title", "personal_cues",
         "wanted_from_our_time", "learned"), always=True,
    ),
    Source(Organisation, "organisation", "id", ("name",), updates_only=True),
    Source(Deal, "person", "prospect_id", ("title", "why_yes")),
    # Always, because the words to its asks go with it.
    Source(
        Loss, "person", "prospect_id", ("in_their_words", "needs", "timing", "budget", "notes"), always=True
    ),
    Source(ExitAsk, "loss", "loss_id", ("words",)),
    Source(Promise, "person", "prospect_id", ("what",)),
    Source(ProspectTopic, "person", "prospect_id", ("topic_id",), always=True),
    Source(Topic, "topic", "id", ("name",), updates_only=True),
    Source(Touch, "person", "prospect_id", ("summary",)),
    Source(FollowUp, "person", "prospect_id", ("note",)),
)  # fmt: skip


@dataclass(frozen=True)
class Trigger:
    """One trigger: the table it stands on, and after what it fires."""

    source: Source
    event: Event

    @property
    def name(self) -> str:
        """Its name in the database."""
        return f"{TRIGGER}{self.source.table}_{self.event}"


def triggers() -> list[Trigger]:
    """All of them."""
    found = []
    for source in SOURCES:
        if not source.updates_only:
            found += [Trigger(source, "insert"), Trigger(source, "delete")]
        found.append(Trigger(source, "update"))
    return found


def add_marks(kind: Kind, ids: Iterable[UUID]) -> None:
    """Mark people (or what leads to them) as changed."""
    rows = [(kind, str(source_id)) for source_id in ids]
    if rows:
        execute_many(f"INSERT INTO {MARKS} (kind, source_id) VALUES (%s, %s)", rows)


def mark_everybody() -> None:
    """Mark all people in the order they were noted, and whoever is gone but still in the index.

    What was marked before is covered by it.
    """
    people = Prospect._meta.db_table
    execute(f"DELETE FROM {MARKS}")
    execute(
        f"INSERT INTO {MARKS} (kind, source_id) SELECT 'person', CAST(id AS varchar(36)) "
        f"FROM {people} ORDER BY created_at, id"
    )
    execute(
        f"INSERT INTO {MARKS} (kind, source_id) SELECT 'person', CAST(prospect_id AS varchar(36)) "
        f"FROM {DOCUMENTS} d WHERE NOT EXISTS (SELECT 1 FROM {people} p WHERE p.id = d.prospect_id)"
    )


def any_marks() -> bool:
    """Whether somebody waits to be read anew."""
    # In their order, so that an index is asked: a table that was full once may be long and hold nobody.
    return bool(fetch(f"SELECT id FROM {MARKS} ORDER BY id LIMIT 1"))


def take_marks(most: int) -> list[UUID]:
    """At most so many marked people, the longest marked first, whose marks go with it."""
    while True:
        rows = fetch(f"SELECT id, kind, source_id FROM {MARKS} ORDER BY id LIMIT %s", [5 * most])
        leading = [row for row in rows if row[1] != "person"]
        if not leading:
            break
        for mark, kind, source_id in leading:
            add_marks("person", _led_to(kind, UUID(source_id)))
            _remove("id", [mark])
    taken = list(dict.fromkeys(source_id for _mark, _kind, source_id in rows))[:most]
    _remove("source_id", taken)
    return [UUID(source_id) for source_id in taken]


def take_marks_of(prospect_ids: Iterable[UUID]) -> None:
    """Drop the marks of some people: they are read anew right now."""
    _remove("source_id", [name for pk in prospect_ids for name in (str(pk), pk.hex)])


def _led_to(kind: str, source_id: UUID) -> list[UUID]:
    """The people a loss, an organisation or a topic leads to; none once it is gone."""
    rows: models.QuerySet[Loss, UUID] | models.QuerySet[ProspectTopic, UUID] | models.QuerySet[Prospect, UUID]
    if kind == "loss":
        rows = Loss.objects.filter(pk=source_id).values_list("prospect_id", flat=True)
    elif kind == "topic":
        rows = ProspectTopic.objects.filter(topic=source_id).values_list("prospect_id", flat=True)
    else:
        rows = Prospect.objects.filter(organisation=source_id).values_list("pk", flat=True)
    return list(rows)


def _remove(column: str, values: Sequence[int | str]) -> None:
    if values:
        places = ", ".join(["%s"] * len(values))
        execute(f"DELETE FROM {MARKS} WHERE {column} IN ({places})", values)
