"""One search on PostgreSQL: whom to walk past, and when to ask the index.

A word that many people share is found among the newest at once; a word that few share is a short list in the
index. Neither way alone is quick for both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from followups.search.backend import Hit, People, Place
from followups.search.levels import Level
from followups.search.lexemes import all_of, as_they_are, begun, codes_of, query_for
from followups.search.marks import DOCUMENTS
from followups.search.statements import fetch
from followups.search.typed import Reading

SPELLINGS = "followups_search_spelling"
# How many of the newest people are looked through word by word before the index is asked.
WALKED = 1000
# Fewer hits than this among them: the rest is few enough to be put in order at once.
FEW = 10
# Shorter beginnings of words fit too many words of the index to be looked up there.
SHORT = 2
# So many words that begin alike are looked up one by one, which the index is quicker at.
MOST_BEGUN = 40
# Among so many of the newest, a word that more people have than this is none to look up beside rarer ones.
SAMPLE, RARE = 200, 4
LAST_SIGN = "\U0010ffff"
Group = tuple[str, ...]


@dataclass(frozen=True)
class _Walk:
    """The hits among the newest people, whether those were all, and the key of the last one walked past."""

    hits: list[Hit]
    is_everybody: bool
    end: str


class Search:
    """One search: the newest people are walked through, and the index is asked for what that leaves open."""

    def __init__(self, people: People, reading: Reading) -> None:
        self.people, self.reading = people, reading
        self._walks: dict[str, _Walk] = {}
        self.queries = {level: query_for(reading, level) for level in Level}
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

        Where many of those walked past are hits, a few steps more fill the page sooner than the index does,
        which would give all of them to be put in order.
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
        """Whether the index can hold what was typed at a level: each word begins one of a name or a deal."""
        return level == Level.WORDS or self._is_named

    @cached_property
    def _is_named(self) -> bool:
        return all(
            any(self._spelt[word] for word in group) for group in self.reading.groups if _is_spelt(group)
        )

    @cached_property
    def _spelt(self) -> dict[str, list[str]]:
        """The words of names and deals that begin like each typed one; one too many where there are more."""
        typed = [word for group in self.reading.groups if _is_spelt(group) for word in group]
        rows = fetch(
            "SELECT typed.word, known.word FROM unnest(%s::text[]) AS typed (word) CROSS JOIN LATERAL "
            f'(SELECT s.word FROM {SPELLINGS} s WHERE s.word >= typed.word COLLATE "C" '
            f'AND s.word < (typed.word || %s) COLLATE "C" LIMIT {MOST_BEGUN + 1}) AS known',
            [typed, LAST_SIGN],
        )
        return {word: [known for begin, known in rows if begin == word] for word in typed}

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
        """The condition of a look-up. What too many have is checked row by row."""
        if last == Level.EXACT:
            return "d.lexemes @@ %s::tsquery", [self.queries[last]]
        if last != Level.WORDS:
            return "d.lexemes @@ %s::tsquery", [
                all_of(self._named(group, last) for group in self.reading.groups)
            ]
        if self.is_all_short:  # as whole words
            return "d.lexemes @@ %s::tsquery", [all_of(as_they_are(group) for group in self.reading.groups)]
        rare = self._rare([group for group in self.reading.groups if group not in self.short])
        common = [group for group in self.reading.groups if group not in rare]
        if not common:
            return "d.lexemes @@ %s::tsquery", [self.queries[last]]
        both = [all_of(begun(group) for group in groups) for groups in (rare, common)]
        return "d.lexemes @@ %s::tsquery AND ts_match_vq(d.lexemes, %s::tsquery)", both

    def _named(self, group: Group, level: Level) -> str:
        """A group at a level of names and deals: by the words that are known there, if those are few."""
        known = [other for word in group for other in self._spelt[word]] if _is_spelt(group) else []
        codes = codes_of(level)
        return as_they_are(known, codes) if 0 < len(known) <= MOST_BEGUN else begun(group, codes)

    def _rare(self, groups: list[Group]) -> list[Group]:
        """Those of the groups that few of the newest people have; all of them, where none is rare."""
        if len(groups) < 2:
            return groups
        newest_sql, newest = self._newest("")
        counts = ", ".join(["count(*) FILTER (WHERE ts_match_vq(d.lexemes, %s::tsquery))"] * len(groups))
        (found,) = fetch(
            f"WITH newest (id, noted_at) AS MATERIALIZED (SELECT * FROM ({newest_sql}) AS parts "
            f"ORDER BY 2 DESC, 1 DESC LIMIT {SAMPLE}) "
            f"SELECT {counts} FROM newest n JOIN {DOCUMENTS} d ON d.prospect_id = n.id",
            [*newest, *(begun(group) for group in groups)],
        )
        return [group for group, count in zip(groups, found, strict=True) if count <= RARE] or groups


def _is_spelt(group: Group) -> bool:
    """Whether every word of it would be remembered; those with digits are not."""
    return all(word.isalpha() for word in group)


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
