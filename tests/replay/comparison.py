"""What the oracle asked for against what the app stored and sent: what is missed, twice or wrong."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.mailed import followed_up
from tests.replay.oracle import CHECK_IN, DEBRIEF, DEBRIEF_FADES_AFTER, Digest, Oracle, Row
from tests.replay.records import StoredFollowUp
from tests.rig.sink import Received

DIGEST_TIME = time(7, 30)
DIGEST_WITHIN = timedelta(minutes=10)
SUBJECT_MORE = re.compile(r"\band (\d+) (?:more|others?)\b")
SUBJECT_PEOPLE = re.compile(r"\b(\d+) people\b")

RowKey = tuple[str, str, date]
Place = tuple[int, int, Decimal, int]


@dataclass
class Tally:
    """Three counts that must stay zero, and why they did not."""

    missed: int = 0
    twice: int = 0
    wrong: int = 0
    notes: list[str] = field(default_factory=list)

    def miss(self, note: str) -> None:
        """Something the rules ask for is not there."""
        self.missed += 1
        self.notes.append(f"missed: {note}")

    def repeat(self, note: str) -> None:
        """Something is there more than once."""
        self.twice += 1
        self.notes.append(f"twice: {note}")

    def err(self, note: str) -> None:
        """Something is there that the rules do not ask for, or not like this."""
        self.wrong += 1
        self.notes.append(f"wrong: {note}")

    def count(self, expected: Counter[RowKey], found: Counter[RowKey], where: str) -> None:
        """Compare two bags of rows."""
        for key in sorted(expected.keys() | found.keys()):
            for _ in range(expected[key] - found[key]):
                self.miss(f"{where}: {_name(key)}")
            for _ in range(found[key] - expected[key]):
                (self.repeat if expected[key] else self.err)(f"{where}: {_name(key)}")

    @property
    def is_clean(self) -> bool:
        """Whether every promise held."""
        return not (self.missed or self.twice or self.wrong)


def compare_follow_ups(oracle: Oracle, stored: Sequence[StoredFollowUp], today: date, tally: Tally) -> None:
    """Every follow-up there must be on `today`, with its dates and its status, and no other."""
    expected = Counter(_dates(row) for row in oracle.rows)
    found = Counter((row.email, row.kind, row.opens_on, row.due_on, row.closes_on) for row in stored)
    for key in sorted(expected.keys() | found.keys()):
        _compare_one(key, expected[key], found[key], tally)
    for row in stored:
        faded = row.kind == DEBRIEF and today > row.due_on + DEBRIEF_FADES_AFTER
        status = "cancelled" if faded else "open"
        if row.status != status:
            tally.err(f"follow-up {_name((row.email, row.kind, row.due_on))} is {row.status}, not {status}")


def compare_check_ins(oracle: Oracle, stored: Sequence[StoredFollowUp], tally: Tally) -> None:
    """Exactly one open check-in for each person."""
    open_ones = Counter(row.email for row in stored if row.kind == CHECK_IN and row.status == "open")
    for email in sorted(oracle.check_ins().keys() | open_ones.keys()):
        if open_ones[email] > 1:
            tally.repeat(f"{email} has {open_ones[email]} open check-ins")
        elif not open_ones[email]:
            tally.miss(f"{email} has no open check-in")


@dataclass(frozen=True)
class Letters:
    """What the sink received, and how to read it."""

    received: Sequence[Received]
    address: str
    zone: ZoneInfo
    owners: Mapping[UUID, RowKey]

    def compare(self, digests: Mapping[date, Digest | None], tally: Tally) -> tuple[int, int]:
        """Judge the mails against the digest of each day played; returns how many digests and rows came."""
        self._compare_envelopes(tally)
        by_day: dict[date, list[Received]] = {}
        for letter in self.received:
            by_day.setdefault(letter.moment.astimezone(self.zone).date(), []).append(letter)
        readings = {"rows", "people"}
        rows = 0
        for day, digest in digests.items():
            letters = by_day.pop(day, [])
            self._compare_number(day, digest, letters, tally)
            if digest is not None and letters:
                rows += len(letters[0].follow_ups())
                self._compare_letter(digest, letters[0], tally)
                readings = _compare_subject(digest, letters[0], readings, tally)
        for day, letters in by_day.items():
            tally.err(f"{len(letters)} mail(s) on {day}, outside the days played")
        return sum(letter.kind == "digest-daily" for letter in self.received), rows

    def _compare_envelopes(self, tally: Tally) -> None:
        seen: Counter[str] = Counter(letter.message_id for letter in self.received)
        for message_id, times in seen.items():
            if not message_id:
                tally.err(f"{times} mail(s) without a Message-ID")
            elif times > 1:
                tally.repeat(f"Message-ID {message_id} came {times} times")
        for letter in self.received:
            if letter.recipients != (self.address,):
                tally.err(f"mail {letter.message_id} went to {letter.recipients}")
            if letter.kind != "digest-daily":
                tally.err(f"mail {letter.message_id} is of kind {letter.kind!r}")

    def _compare_number(
        self, day: date, digest: Digest | None, letters: Sequence[Received], tally: Tally
    ) -> None:
        if digest is None:
            for letter in letters:
                tally.err(f"{day}: no digest is due, got {letter.subject!r}")
            return
        if not letters:
            tally.miss(f"{day}: no digest came, {len(digest.rows)} rows were due")
        for letter in letters[1:]:
            tally.repeat(f"{day}: another digest, {letter.subject!r}")
        for letter in letters[:1]:
            due = datetime.combine(day, DIGEST_TIME, self.zone)
            if not due <= letter.moment < due + DIGEST_WITHIN:
                tally.err(f"{day}: the digest came at {letter.moment.astimezone(self.zone):%H:%M:%S}")

    def _compare_letter(self, digest: Digest, letter: Received, tally: Tally) -> None:
        where = f"{digest.day}: digest"
        listed = self._listed(letter, where, tally)
        expected = Counter(_key(row) for row in digest.rows)
        if not digest.more:
            tally.count(expected, Counter(listed), where)
        else:
            self._compare_first_fifty(digest, listed, where, tally)
        if letter.more() != digest.more:
            tally.err(f"{where} says {letter.more()} more, {digest.more} are left over")
        _compare_order(digest, listed, where, tally)
        html = letter.part("html")
        if html and set(letter.follow_ups()) - set(followed_up(html)):
            tally.err(f"{where}: the HTML part lacks a row of the text part")

    def _compare_first_fifty(
        self, digest: Digest, listed: Sequence[RowKey], where: str, tally: Tally
    ) -> None:
        expected = Counter(_key(row) for row in digest.rows)
        for key, times in Counter(listed).items():
            if times > expected[key]:
                (tally.repeat if expected[key] else tally.err)(f"{where}: {_name(key)}")
        for _ in range(digest.listed - len(listed)):
            tally.miss(f"{where} lists {len(listed)} of {digest.listed} rows")
        if len(listed) > digest.listed:
            tally.err(f"{where} lists {len(listed)} rows, at most {digest.listed} may be listed")

    def _listed(self, letter: Received, where: str, tally: Tally) -> list[RowKey]:
        links = letter.follow_ups()
        for key, times in Counter(links).items():
            if times > 1:
                tally.repeat(f"{where} links follow-up {key} {times} times")
            if key not in self.owners:
                tally.err(f"{where} links {key}, which is no follow-up")
        return [self.owners[key] for key in links if key in self.owners]


def _compare_order(digest: Digest, listed: Sequence[RowKey], where: str, tally: Tally) -> None:
    """The list must be sorted, and whatever it leaves out must not belong before its end.

    A row may have several allowed places (the rules leave equals open): each takes the first that fits.
    """
    left = Counter(listed)
    places: dict[RowKey, list[Place]] = {}
    omitted: list[Row] = []
    for row in digest.rows:
        key = _key(row)
        places[key] = list(row.places(digest.day))
        if left[key]:
            left[key] -= 1
        else:
            omitted.append(row)
    reached: Place | None = None
    for key in listed:
        fitting = [place for place in places.get(key, []) if reached is None or not place < reached]
        if key in places and not fitting:
            tally.err(f"{where}: {_name(key)} stands too late in the list")
        reached = fitting[0] if fitting else reached
    for row in omitted:
        if reached is not None and row.places(digest.day)[-1] < reached:
            tally.err(f"{where} leaves out {_name(_key(row))}, which belongs before its last row")


def _compare_subject(digest: Digest, letter: Received, readings: set[str], tally: Tally) -> set[str]:
    """The subject's number: counted rows or counted people, but the same reading in every mail of a run."""
    counts = {"rows": len(digest.counted), "people": len({row.email for row in digest.counted})}
    stated = _stated(letter.subject)
    if stated is None:
        return readings
    left = {reading for reading in readings if counts[reading] == stated}
    if not left:
        tally.err(f"{digest.day}: subject {letter.subject!r} counts {stated}, due are {counts}")
        return readings
    return left


def _stated(subject: str) -> int | None:
    """How many a subject counts: the names it lists and the n it adds; None when it states no number."""
    if found := SUBJECT_PEOPLE.search(subject):
        return int(found[1])
    names = subject.partition(":")[2]
    if found := SUBJECT_MORE.search(names):
        return names[: found.start()].count(",") + 1 + int(found[1])
    return None


def _compare_one(key: tuple[str, str, date, date, date], expected: int, found: int, tally: Tally) -> None:
    email, kind, opens_on, due_on, closes_on = key
    text = f"stored {kind} of {email}: {opens_on} / {due_on} / {closes_on}"
    for _ in range(expected - found):
        tally.miss(text)
    for _ in range(found - expected):
        (tally.repeat if expected else tally.err)(text)


def _dates(row: Row) -> tuple[str, str, date, date, date]:
    return row.email, row.kind, row.opens_on, row.due_on, row.closes_on


def _key(row: Row) -> RowKey:
    return row.email, row.kind, row.due_on


def _name(key: RowKey) -> str:
    return f"{key[1]} of {key[0]} due {key[2]}"
