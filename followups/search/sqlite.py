"""The index on SQLite: one row per person in FTS5, a column for each place that counts more."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models.expressions import RawSQL

from followups.search.backend import Hit, People, Place
from followups.search.document import Document
from followups.search.levels import Level
from followups.search.marks import DOCUMENTS, MARKS, TRIGGER, Trigger, triggers
from followups.search.statements import execute, execute_many, fetch, insert
from followups.search.typed import Reading

TEXTS = "followups_search_text"
SPELLINGS = "followups_search_spelling"
COLUMNS = {
    Level.EXACT: "whole",
    Level.NAME: "names",
    Level.ORGANISATION: "organisation",
    Level.DEAL: "deals",
    Level.WORDS: "words",
}
# Joins the words of a whole name to one word of the index: FTS5 takes private signs for letters.
JOINT = "\ue000"
# Numbers of rows are larger than zero; before the first page every row may still come.
BEFORE_ALL = 2**62


class SqliteIndex:
    """The words of all people, on SQLite."""

    def structure(self) -> list[str]:
        """The statements that make tables and triggers."""
        return [
            f"CREATE TABLE IF NOT EXISTS {DOCUMENTS} (id integer PRIMARY KEY AUTOINCREMENT, "
            "prospect_id char(32) NOT NULL UNIQUE)",
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {TEXTS} USING fts5({', '.join(COLUMNS.values())}, "
            "tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3')",
            f"CREATE TABLE IF NOT EXISTS {SPELLINGS} (word text PRIMARY KEY) WITHOUT ROWID",
            f"CREATE TABLE IF NOT EXISTS {MARKS} (id integer PRIMARY KEY AUTOINCREMENT, "
            "kind varchar(12) NOT NULL, source_id varchar(36) NOT NULL)",
            f"CREATE INDEX IF NOT EXISTS {MARKS}_source ON {MARKS} (source_id)",
            *(statement for trigger in triggers() for statement in _statements(trigger)),
        ]

    def trigger_names(self) -> set[str]:
        """The names of the triggers that have to exist."""
        return {trigger.name for trigger in triggers()}

    def triggers_there(self) -> set[str]:
        """The names of our triggers that exist."""
        rows = fetch(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s",
            [len(TRIGGER), TRIGGER],
        )
        return {name for (name,) in rows}

    def drop_triggers(self) -> None:
        """Take our triggers away."""
        for name in self.triggers_there():
            execute(f"DROP TRIGGER {name}")

    def lock(self) -> None:
        """Nothing to do: a transaction that writes is alone."""

    def write(self, documents: Sequence[Document]) -> None:
        """Put documents in place of what the index held of these people."""
        known = self._numbers([document.prospect_id for document in documents])
        columns = ", ".join(COLUMNS.values())
        for document in documents:
            number = known.get(document.prospect_id)
            if number:
                execute(f"DELETE FROM {TEXTS} WHERE rowid = %s", [number])
            else:
                number = insert(
                    f"INSERT INTO {DOCUMENTS} (prospect_id) VALUES (%s)", [document.prospect_id.hex]
                )
            words = [_text(document, level) for level in COLUMNS]
            execute(
                f"INSERT INTO {TEXTS} (rowid, {columns}) VALUES (%s{', %s' * len(words)})", [number, *words]
            )

    def remove(self, prospect_ids: Collection[UUID]) -> None:
        """Take people out."""
        for number in self._numbers(prospect_ids).values():
            execute(f"DELETE FROM {TEXTS} WHERE rowid = %s", [number])
            execute(f"DELETE FROM {DOCUMENTS} WHERE id = %s", [number])

    def empty(self) -> None:
        """Take everybody out, marks and all."""
        for table in (TEXTS, DOCUMENTS, SPELLINGS, MARKS):
            execute(f"DELETE FROM {table}")

    def leave_no_traces(self) -> None:
        """FTS5 only notes that a row is gone; merged into one, its segments forget the words."""
        execute(f"INSERT INTO {TEXTS} ({TEXTS}) VALUES ('optimize')")

    def tidy(self) -> None:
        """Nothing to do: rows to come take the room of those that went."""

    def naming_words(self, prospect_ids: Collection[UUID]) -> set[str]:
        """The words of names and deals the index holds of these people."""
        found: set[str] = set()
        for number in self._numbers(prospect_ids).values():
            for row in fetch(f"SELECT names, organisation, deals FROM {TEXTS} WHERE rowid = %s", [number]):
                found.update(word for text in row for word in text.split())
        return found

    def add_spellings(self, words: Collection[str]) -> None:
        """Remember words that misspelt ones may have meant."""
        execute_many(
            f"INSERT OR IGNORE INTO {SPELLINGS} (word) VALUES (%s)", [(word,) for word in sorted(words)]
        )

    def drop_unused_spellings(self, words: Collection[str]) -> None:
        """Forget those of the words that no person has any more."""
        for word in words:
            execute(
                f"DELETE FROM {SPELLINGS} WHERE word = %s AND NOT EXISTS "
                f"(SELECT 1 FROM {TEXTS} WHERE {TEXTS} MATCH %s)",
                [word, f'{{names organisation deals}} : "{word}"'],
            )

    def words_like(self, word: str) -> list[str]:
        """Remembered words of about that length, or with it inside."""
        sql = f"SELECT word FROM {SPELLINGS} WHERE length(word) BETWEEN %s AND %s OR instr(word, %s)"
        return [found for (found,) in fetch(sql, [len(word) - 2, len(word) + 2, word])]

    def page(self, people: People, reading: Reading, place: Place, size: int) -> list[Hit]:
        """At most `size` people from a place on, by level, then newest first."""
        found: list[Hit] = []
        for level in Level:
            if level >= place.level and len(found) < size:
                key = place.key if level == place.level else ""
                found += _of_level(people, reading, Place(level, key), size - len(found))
        return found

    def _numbers(self, prospect_ids: Collection[UUID]) -> dict[UUID, int]:
        """The rows of people, by person."""
        places = ", ".join(["%s"] * len(prospect_ids))
        sql = f"SELECT prospect_id, id FROM {DOCUMENTS} WHERE prospect_id IN ({places})"
        return {UUID(pk): number for pk, number in fetch(sql, [pk.hex for pk in prospect_ids])}


def _of_level(people: People, reading: Reading, place: Place, size: int) -> list[Hit]:
    """FTS5 gives rows by falling number without sorting them, so the newest people come first and cheap."""
    match = _match(reading, place.level)
    if place.level > Level.EXACT:
        match = f"({match}) NOT ({_match(reading, Level(place.level - 1))})"
    wanted, params = (
        people.wanted.filter(pk=RawSQL("d.prospect_id", [])).values_list("pk").query.sql_with_params()
    )
    rows = fetch(
        f"SELECT d.prospect_id, d.id FROM {TEXTS} t CROSS JOIN {DOCUMENTS} d ON d.id = t.rowid "
        f"WHERE t.{TEXTS} MATCH %s AND t.rowid < %s AND EXISTS ({wanted}) ORDER BY t.rowid DESC LIMIT %s",
        [match, int(place.key) if place.key else BEFORE_ALL, *params, size],
    )
    return [Hit(UUID(pk), place.level, str(number)) for pk, number in rows]


def _match(reading: Reading, level: Level) -> str:
    """The FTS5 query that finds everything typed at a level or a better one."""
    if level == Level.EXACT:
        return f'{{{COLUMNS[level]}}} : "{reading.whole.replace(" ", JOINT) or JOINT}"'
    groups = [" OR ".join(f'"{word}"*' for word in group) for group in reading.groups]
    columns = [column for of_level, column in COLUMNS.items() if Level.EXACT < of_level <= level]
    return f"{{{' '.join(columns)}}} : ({' AND '.join(f'({group})' for group in groups)})"


def _text(document: Document, level: Level) -> str:
    """What stands in a column."""
    if level == Level.EXACT:
        return " ".join(name.replace(" ", JOINT) for name in sorted(document.whole_names))
    return " ".join(sorted(document.words[level]))


def _statements(trigger: Trigger) -> list[str]:
    source = trigger.source
    rows, condition, of = {
        "insert": (["NEW"], source.has_text("NEW"), ""),
        "delete": (["OLD"], source.has_text("OLD"), ""),
        "update": (["OLD", "NEW"], source.has_changed("IS NOT"), f" OF {', '.join(source.columns)}"),
    }[trigger.event]
    marks = "".join(
        f"INSERT INTO {MARKS} (kind, source_id) VALUES ('{source.kind}', {row}.{source.column}); "
        for row in rows
    )
    return [
        f"DROP TRIGGER IF EXISTS {trigger.name}",
        f"CREATE TRIGGER {trigger.name} AFTER {trigger.event.upper()}{of} ON {source.table} "
        f"WHEN {condition} BEGIN {marks}END",
    ]
