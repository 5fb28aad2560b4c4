"""The index on PostgreSQL: one row per person with a tsvector of coded words under a GIN index.

A word stands in it plain, and again behind a code for each place that counts more: "n/solheim" in a name.
Codes make a place's words one short list of the index; weights would have to be checked row by row.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from followups.search.backend import Hit, People, Place
from followups.search.document import Document
from followups.search.levels import Level
from followups.search.marks import DOCUMENTS, MARKS, SOURCES, TRIGGER, Source, Trigger, triggers
from followups.search.statements import execute, fetch
from followups.search.typed import Reading
from prospects.models import Prospect

SPELLINGS = "followups_search_spelling"
CODES = {Level.NAME: "n/", Level.ORGANISATION: "o/", Level.DEAL: "d/"}
WHOLE = "=/"
# How many of the newest people are looked through word by word before the index is asked.
WALKED = 2000
# Fewer hits than this among them: the rest is few enough to be put in order at once.
FEW = 20
# Shorter beginnings of words fit too many words of the index to be looked up there.
SHORT = 2
CANDIDATES = 200
EMPTIED = f"{TRIGGER}emptied"
LOCK = 0x10D5EA
SEPARATOR = "\x1f"
LAST_SIGN = "\U0010ffff"


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
            [SEPARATOR.join(_lexemes(document)) for document in documents],
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
            coded = " | ".join(_quoted(code + word) for code in CODES.values())
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
        return _Search(people, reading).page(place, size)


@dataclass(frozen=True)
class _Walk:
    """The hits among the newest people, whether those were all, and the key of the last one walked past."""

    hits: list[Hit]
    is_everybody: bool
    end: str


class _Search:
    """One search: the newest people are walked through, and the index is asked for what that leaves open.

    A word that many people share is found among the newest at once; a word that few share is a short list
    in the index. Neither way alone is quick for both.
    """

    def __init__(self, people: People, reading: Reading) -> None:
        self.people, self.reading = people, reading
        self._walks: dict[str, _Walk] = {}
        self.queries = {level: _query(reading, level) for level in Level}
        self.short = [group for group in reading.groups if all(len(word) <= SHORT for word in group)]
        self.is_all_short = len(self.short) == len(reading.groups)

    def page(self, place: Place, size: int) -> list[Hit]:
        """At most `size` people from a place on."""
        walk = self.walk("")
        if not walk.is_everybody and len(walk.hits) < FEW and not self.is_all_short:
            return self.look_up(place, Level.WORDS, size)
        found: list[Hit] = []
        for level in Level:
            if level >= place.level and len(found) < size:
                key = place.key if level == place.level else ""
                found += self.of_level(level, key, size - len(found))
        return found

    def of_level(self, level: Level, key: str, size: int) -> list[Hit]:
        """The people of one level after a key.

        Where many of those walked past are hits, a few steps more fill the page sooner than the index does: it
        would give all of them, to be put in order.
        """
        found: list[Hit] = []
        walked_to = key
        while True:
            walk = self.walk(walked_to)
            of_it = [hit for hit in walk.hits if hit.level == level]
            found += of_it
            if len(found) >= size or walk.is_everybody or not self.may_stand(level):
                return found[:size]
            if len(of_it) < FEW:
                return self.look_up(Place(level, key), level, size)
            walked_to = walk.end

    def may_stand(self, level: Level) -> bool:
        """Whether the index can hold what was typed at a level: no name or deal has a word that none begins with."""
        return level == Level.WORDS or self._is_named

    @cached_property
    def _is_named(self) -> bool:
        # Words with digits in them are not among those remembered.
        letters = [group for group in self.reading.groups if all(word.isalpha() for word in group)]
        words = [word for group in letters for word in group]
        begins = f"EXISTS (SELECT 1 FROM {SPELLINGS} WHERE word >= %s AND word < %s)"
        known = " AND ".join("(" + " OR ".join([begins] * len(group)) + ")" for group in letters)
        bounds = [bound for word in words for bound in (word, word + LAST_SIGN)]
        return not letters or bool(fetch(f"SELECT 1 WHERE {known}", bounds))

    def walk(self, key: str) -> "_Walk":
        """The hits among the newest people after a key."""
        if key not in self._walks:
            self._walks[key] = self._walk(key)
        return self._walks[key]

    def _walk(self, key: str) -> "_Walk":
        walked_sql, walked = self._newest(key)
        wanted_sql, wanted = _sql(self.people.wanted.filter(pk=RawSQL("n.id", [])).values_list("pk"))
        level_sql, level = self._level()
        rows = fetch(
            f"WITH newest (id, noted_at) AS MATERIALIZED (SELECT * FROM ({walked_sql}) AS parts "
            f"ORDER BY 2 DESC, 1 DESC LIMIT {WALKED}), hits AS MATERIALIZED ("
            f"SELECT n.id, n.noted_at, {level_sql} AS level FROM newest n JOIN {DOCUMENTS} d "
            # A function, not the operator: the index would be asked about everybody.
            f"ON d.prospect_id = n.id WHERE ts_match_vq(d.lexemes, %s::tsquery) AND EXISTS ({wanted_sql})) "
            "SELECT c.everybody, l.id, l.noted_at, h.id, h.noted_at, h.level "
            "FROM (SELECT count(*) AS everybody FROM newest) c "
            "LEFT JOIN (SELECT * FROM newest ORDER BY 2, 1 LIMIT 1) l ON true LEFT JOIN hits h ON true "
            "ORDER BY h.level, h.noted_at DESC, h.id DESC",
            [*walked, *level, self.queries[Level.WORDS], *wanted],
        )
        everybody, last, noted_at, *_first_hit = rows[0]
        return _Walk(
            hits=[_hit(*row[3:]) for row in rows if row[3]],
            is_everybody=everybody < WALKED and self.people.are_whole(WALKED),
            end=_key(last, noted_at) if last else "",
        )

    def _newest(self, key: str) -> tuple[str, list[Any]]:
        """The newest people after a key, part by part."""
        parts: list[str] = []
        params: list[Any] = []
        for part in self.people.in_parts(WALKED):
            newest = part.order_by("-created_at", "-pk").values_list("pk", "created_at")
            if key:
                noted_at, pk = _split(key)
                newest = newest.filter(Q(created_at__lt=noted_at) | Q(created_at=noted_at, pk__lt=pk))
            sql, of_part = _sql(newest[:WALKED])
            parts.append(f"({sql})")
            params += of_part
        return " UNION ".join(parts), params

    def look_up(self, place: Place, last: Level, size: int) -> list[Hit]:
        """The people from a place to a level, by the index."""
        indexed_sql, indexed = self._indexed(last)
        level_sql, level = self._level()
        after_sql, after = _after(place)
        wanted = self.people.wanted.filter(pk=RawSQL("o.prospect_id", [])).values_list("pk")
        wanted_sql, of_wanted = _sql(wanted[:1])
        rows = fetch(
            f"WITH hits AS MATERIALIZED (SELECT d.prospect_id, d.noted_at, {level_sql} AS level "
            f"FROM {DOCUMENTS} d WHERE {indexed_sql}), in_order AS MATERIALIZED ("
            f"SELECT * FROM hits WHERE level <= %s AND {after_sql} "
            "ORDER BY level, noted_at DESC, prospect_id DESC) "
            f"SELECT o.prospect_id, o.noted_at, o.level FROM in_order o "
            f"CROSS JOIN LATERAL ({wanted_sql}) AS allowed LIMIT %s",
            [*level, *indexed, last, *after, *of_wanted, size],
        )
        return [_hit(*row) for row in rows]

    def _level(self) -> tuple[str, list[Any]]:
        """The SQL that says how much a document's hit counts."""
        cases = [level for level in Level if level != Level.WORDS and self.queries[level]]
        sql = "".join(f"WHEN ts_match_vq(d.lexemes, %s::tsquery) THEN {level:d} " for level in cases)
        return f"CASE {sql}ELSE {Level.WORDS:d} END", [self.queries[level] for level in cases]

    def _indexed(self, last: Level) -> tuple[str, list[Any]]:
        """The condition of a look-up. Short beginnings are checked row by row; alone, as whole words."""
        if last != Level.WORDS or not self.short:
            return "d.lexemes @@ %s::tsquery", [self.queries[last]]
        if self.is_all_short:
            return "d.lexemes @@ %s::tsquery", [_all_of(self.reading.groups, [""], "")]
        long = tuple(group for group in self.reading.groups if group not in self.short)
        both = [_all_of(long, [""], ":*"), _all_of(self.short, [""], ":*")]
        return "d.lexemes @@ %s::tsquery AND ts_match_vq(d.lexemes, %s::tsquery)", both


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


def _query(reading: Reading, level: Level) -> str:
    """The tsquery that finds everything typed at a level or a better one."""
    if level == Level.EXACT:
        return _quoted(WHOLE + reading.whole)
    codes = [code for of_level, code in CODES.items() if of_level <= level]
    return _all_of(reading.groups, [""] if level == Level.WORDS else codes, ":*")


def _all_of(groups: Collection[tuple[str, ...]], codes: list[str], ending: str) -> str:
    return " & ".join(
        "(" + " | ".join(_quoted(code + word) + ending for code in codes for word in group) + ")"
        for group in groups
    )


def _quoted(lexeme: str) -> str:
    # Words are letters and digits alone; quoted all the same, so that nothing can be read as an operator.
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _lexemes(document: Document) -> list[str]:
    plain = frozenset[str]().union(*document.words.values())
    coded = [code + word for level, code in CODES.items() for word in document.words[level]]
    return [*plain, *coded, *(WHOLE + name for name in document.whole_names if name)]


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


def _after(place: Place) -> tuple[str, list[Any]]:
    if not place.key:
        return "level >= %s", [place.level]
    noted_at, pk = _split(place.key)
    return (
        "(level > %s OR (level = %s AND (noted_at, prospect_id) < (%s, %s)))",
        [place.level, place.level, noted_at, pk],
    )


def _split(key: str) -> tuple[datetime, UUID]:
    """The moment and the person of a key. Raises ValueError for what is none."""
    noted_at, _bar, pk = key.partition("_")
    moment = datetime.fromisoformat(noted_at)
    if moment.tzinfo is None:
        raise ValueError(key)
    return moment, UUID(pk)


def _hit(prospect_id: UUID, noted_at: datetime, level: int) -> Hit:
    return Hit(prospect_id, Level(level), _key(prospect_id, noted_at))


def _key(prospect_id: UUID, noted_at: datetime) -> str:
    return f"{noted_at.isoformat()}_{prospect_id}"


def _sql(rows: QuerySet[Any, Any]) -> tuple[str, Sequence[Any]]:
    sql, params = rows.query.sql_with_params()
    return sql, params
