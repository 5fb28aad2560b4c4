"""The index on PostgreSQL: a row per person with a tsvector of coded words (lexemes.py) under a GIN index."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from followups.search.backend import Hit, People, Place
from followups.search.document import Document
from followups.search.lexemes import CODES, lexemes_of, quoted
from followups.search.marks import DOCUMENTS, MARKS, SOURCES, TRIGGER, Source, Trigger, triggers
from followups.search.postgresql_search import SPELLINGS, Search
from followups.search.statements import execute, fetch
from followups.search.typed import Reading
from prospects.models import Prospect

CANDIDATES = 200
EMPTIED = f"{TRIGGER}emptied"
LOCK = 0x10D5EA
SEPARATOR = "\x1f"


class PostgresIndex:
    """The words of all people, on PostgreSQL."""

    def structure(self) -> list[str]:
        """The statements that make tables and triggers."""
        people = Prospect._meta.db_table
        newest = "created_at DESC, id DESC"
        return [
            f"CREATE TABLE IF NOT EXISTS {DOCUMENTS} "
            "(prospect_id uuid PRIMARY KEY, noted_at timestamptz NOT NULL, lexemes tsvector NOT NULL)",
            f"CREATE INDEX IF NOT EXISTS {DOCUMENTS}_lexemes ON {DOCUMENTS} USING gin (lexemes) "
            "WITH (fastupdate = off)",
            f'CREATE TABLE IF NOT EXISTS {SPELLINGS} (word text COLLATE "C" PRIMARY KEY)',
            f"CREATE TABLE IF NOT EXISTS {MARKS} "
            "(id bigserial PRIMARY KEY, kind varchar(12) NOT NULL, source_id varchar(36) NOT NULL)",
            f"CREATE INDEX IF NOT EXISTS {MARKS}_source ON {MARKS} (source_id)",
            f"CREATE INDEX IF NOT EXISTS {TRIGGER}owner_newest ON {people} (owner_id, {newest})",
            f"CREATE INDEX IF NOT EXISTS {TRIGGER}team_newest ON {people} (team_id, {newest})",
            *(_function(source) for source in SOURCES),
            *(statement for trigger in triggers() for statement in _statements(trigger)),
            *_when_emptied(),
        ]

    def trigger_names(self) -> set[str]:
        """The names of the triggers that have to exist."""
        return {EMPTIED, *(trigger.name for trigger in triggers())}

    def triggers_there(self) -> set[str]:
        """The names of our triggers that exist."""
        return {name for name, _table in _our_triggers()}

    def drop_triggers(self) -> None:
        """Take our triggers away."""
        for name, table in _our_triggers():
            execute(f"DROP TRIGGER {name} ON {table}")

    def lock(self) -> None:
        """Let nobody else write the index until this transaction ends."""
        execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

    def write(self, documents: Sequence[Document]) -> None:
        """Put documents in place of what the index held of these people."""
        columns = [
            [document.prospect_id for document in documents],
            [document.noted_at for document in documents],
            [SEPARATOR.join(lexemes_of(document)) for document in documents],
        ]
        execute(
            f"INSERT INTO {DOCUMENTS} (prospect_id, noted_at, lexemes) "
            "SELECT who, noted, array_to_tsvector(string_to_array(words, E'\\x1f')) "
            "FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[]) AS documents (who, noted, words) "
            "ON CONFLICT (prospect_id) DO UPDATE "
            "SET noted_at = EXCLUDED.noted_at, lexemes = EXCLUDED.lexemes",
            columns,
        )

    def remove(self, prospect_ids: Collection[UUID]) -> None:
        """Take people out."""
        execute(f"DELETE FROM {DOCUMENTS} WHERE prospect_id = ANY(%s)", [list(prospect_ids)])

    def empty(self) -> None:
        """Take everybody out, marks and all."""
        for table in (DOCUMENTS, SPELLINGS, MARKS):
            execute(f"DELETE FROM {table}")

    def leave_no_traces(self) -> None:
        """Nothing to do: a row that was deleted is found by nothing, and goes with the next vacuum."""

    def tidy(self) -> None:
        """Make the table of marks short again.

        It would be gone through from its beginning at each search, and the vacuum that comes by itself leaves
        it long for good when the last marks went only after it.
        """
        if not connection.in_atomic_block:
            # Even where few of its pages hold dead rows: the last of those would keep all the others.
            execute(f"VACUUM (INDEX_CLEANUP ON) {MARKS}")

    def naming_words(self, prospect_ids: Collection[UUID]) -> set[str]:
        """The words of names and deals the index holds of these people."""
        rows = fetch(
            f"SELECT DISTINCT substr(lexeme, 3) FROM {DOCUMENTS}, "
            "unnest(tsvector_to_array(lexemes)) AS lexeme "
            "WHERE prospect_id = ANY(%s) AND substr(lexeme, 1, 2) = ANY(%s)",
            [list(prospect_ids), list(CODES.values())],
        )
        return {word for (word,) in rows}

    def add_spellings(self, words: Collection[str]) -> None:
        """Remember words that misspelt ones may have meant."""
        execute(
            f"INSERT INTO {SPELLINGS} (word) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING",
            [sorted(words)],
        )

    def drop_unused_spellings(self, words: Collection[str]) -> None:
        """Forget those of the words that no person has any more."""
        for word in words:
            coded = " | ".join(quoted(code + word) for code in CODES.values())
            execute(
                f"DELETE FROM {SPELLINGS} WHERE word = %s AND NOT EXISTS "
                f"(SELECT 1 FROM {DOCUMENTS} WHERE lexemes @@ %s::tsquery)",
                [word, coded],
            )

    def words_like(self, word: str) -> list[str]:
        """Remembered words that may look like this one; without pg_trgm, those that begin like it."""
        begins = (
            f"SELECT word FROM {SPELLINGS} WHERE word >= %s AND word < %s AND length(word) BETWEEN %s AND %s"
        )
        first, next_first = word[0], chr(ord(word[0]) + 1)
        if not has_trigrams():
            return [found for (found,) in fetch(begins, [first, next_first, len(word) - 2, len(word) + 2])]
        sql = (
            # Two short words share too few trigrams to be like each other.
            f"{begins} UNION (SELECT word FROM {SPELLINGS} WHERE word LIKE %s LIMIT {CANDIDATES}) "
            f"UNION (SELECT word FROM {SPELLINGS} WHERE word %% %s ORDER BY similarity(word, %s) DESC "
            f"LIMIT {CANDIDATES})"
        )
        near = [first, next_first, len(word) - 1, len(word) + 1]
        return [found for (found,) in fetch(sql, [*near, f"%{word}%", word, word])]

    def page(self, people: People, reading: Reading, place: Place, size: int) -> list[Hit]:
        """At most `size` people from a place on, by level, then newest first."""
        return Search(people, reading).page(place, size)


def _our_triggers() -> list[tuple[Any, ...]]:
    """Name and table of our triggers that exist."""
    return fetch(
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE starts_with(t.tgname, %s) AND c.relnamespace = current_schema()::regnamespace",
        [TRIGGER],
    )


def has_trigrams() -> bool:
    """Whether this database has pg_trgm."""
    return bool(fetch("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'", []))


def _function(source: Source) -> str:
    """What the triggers of a table do. The columns stand in here, because a trigger that names them itself
    would keep every migration from changing them."""
    old, new = (
        f"INSERT INTO {MARKS} (kind, source_id) VALUES ('{source.kind}', {row}.{source.column});"
        for row in ("OLD", "NEW")
    )
    return (
        f"CREATE OR REPLACE FUNCTION {TRIGGER}{source.table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'INSERT' THEN IF {source.has_text('NEW')} THEN {new} END IF; "
        f"ELSIF TG_OP = 'DELETE' THEN IF {source.has_text('OLD')} THEN {old} END IF; "
        f"ELSIF {source.has_changed('IS DISTINCT FROM')} THEN {new} "
        f"IF OLD.{source.column} <> NEW.{source.column} THEN {old} END IF; END IF; RETURN NULL; END $$"
    )


def _statements(trigger: Trigger) -> list[str]:
    table = trigger.source.table
    return [
        f"DROP TRIGGER IF EXISTS {trigger.name} ON {table}",
        f"CREATE TRIGGER {trigger.name} AFTER {trigger.event.upper()} ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION {TRIGGER}{table}()",
    ]


def _when_emptied() -> list[str]:
    """TRUNCATE fires no trigger of rows: with all people all words go."""
    people = Prospect._meta.db_table
    return [
        f"CREATE OR REPLACE FUNCTION {EMPTIED}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"TRUNCATE {DOCUMENTS}, {SPELLINGS}, {MARKS}; RETURN NULL; END $$",
        f"DROP TRIGGER IF EXISTS {EMPTIED} ON {people}",
        f"CREATE TRIGGER {EMPTIED} AFTER TRUNCATE ON {people} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION {EMPTIED}()",
    ]
