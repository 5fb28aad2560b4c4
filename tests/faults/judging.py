"""The sink and the disk against the oracle: what is missed, twice or wrong."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from tests.faults.disk import Disk, Mail
from tests.faults.oracle import Expected, expected_digests, heard
from tests.faults.people import Person, named_in
from tests.replay.comparison import Tally, compare_check_ins, compare_follow_ups
from tests.rig.sink import Received

DIGEST = "digest-daily"
MONTHLY = "monthly-lessons"
LAST_OF_TODAY = "Open Today"
MOST_COPIES = 2
HEALTHY = timedelta(minutes=30)
CLOCKS_READ_APART = timedelta(seconds=2)


@dataclass(frozen=True)
class Allowance:
    """What a fault excuses: how late, copies of one mail, a fate nobody knows, an address that refuses."""

    late: timedelta = HEALTHY
    copies: bool = False
    unknown: bool = False
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Letters:
    """What came, by the person it came to and that person's local date."""

    by_day: dict[tuple[str, date], list[Received]]

    @classmethod
    def of(cls, received: Sequence[Received], people: Sequence[Person], tally: Tally) -> "Letters":
        """Sort them; a mail to nobody we know, of a kind nobody is due, or a month's second, is wrong."""
        known = {person.email: person for person in people}
        by_day: dict[tuple[str, date], list[Received]] = defaultdict(list)
        months = Counter[tuple[str, int, int]]()
        for letter in received:
            person = known.get(letter.recipients[0]) if len(letter.recipients) == 1 else None
            if person is None or letter.kind not in (DIGEST, MONTHLY):
                tally.err(f"a mail of kind {letter.kind!r} to {letter.recipients}")
                continue
            day = letter.moment.astimezone(_zone(person)).date()
            if letter.kind == MONTHLY:
                months[person.email, day.year, day.month] += 1
            else:
                by_day[person.email, day].append(letter)
        for (email, year, month), count in months.items():
            if count > 1:
                tally.err(f"{email}: {count} letters about the month before {year}-{month:02}")
        return cls(by_day)


def judge_digests(
    people: Sequence[Person],
    days: Sequence[date],
    received: Sequence[Received],
    mails: Sequence[Mail],
    tally: Tally,
    allow: Allowance | None = None,
) -> int:
    """Compare every digest of these days; how many came."""
    allow = allow or Allowance()
    letters = Letters.of(received, people, tally)
    states = {(mail.address, mail.period_key): mail for mail in mails if mail.kind == DIGEST}
    for digest in expected_digests(people, days):
        key = (digest.person.email, digest.day)
        came = letters.by_day.pop(key, [])
        _judge_one(digest, came, states.get((key[0], digest.day.isoformat())), allow, tally)
    for (email, day), came in letters.by_day.items():
        tally.err(f"{email}, {day}: {len(came)} mail(s), none is due: {came[0].subject!r}")
    return sum(mail.state == "sent" for mail in states.values())


def _judge_one(
    digest: Expected, came: Sequence[Received], mail: Mail | None, allow: Allowance, tally: Tally
) -> None:
    where = f"{digest.person.email}, {digest.day}"
    ids = Counter(letter.message_id for letter in came)
    state = mail.state if mail else "not there"
    if digest.person.email in allow.refused:
        if came or state != "suppressed":
            tally.err(f"{where}: refused, {len(came)} came, the row is {state}")
        return
    if not came and not (allow.unknown and state == "unknown"):
        tally.miss(f"{where}: no digest; its row is {state}")
    if state != "sent" and not (allow.unknown and state == "unknown"):
        tally.err(f"{where}: {len(came)} came, the row is {state}")
    if len(ids) > 1:
        tally.err(f"{where}: {len(ids)} different digests")
    for copies in ids.values():
        _judge_copies(where, copies, allow, tally)
    for letter in came:
        _judge_letter(where, digest, letter, allow, tally)


def _judge_copies(where: str, copies: int, allow: Allowance, tally: Tally) -> None:
    for _ in range(copies - 1):
        tally.repeat(f"{where}: another copy")
    if copies > (MOST_COPIES if allow.copies else 1):
        tally.err(f"{where}: {copies} copies")


def _judge_letter(where: str, digest: Expected, letter: Received, allow: Allowance, tally: Tally) -> None:
    if not digest.due - CLOCKS_READ_APART <= letter.moment <= digest.due + allow.late:
        tally.err(f"{where}: due {digest.due.isoformat()}, came {letter.moment.isoformat()}")
    if not letter.message_id:
        tally.err(f"{where}: no Message-ID")
    for part in ("plain", "html"):
        # What comes after the button is about other days.
        named = named_in(letter.part(part).partition(LAST_OF_TODAY)[0])
        for code in sorted(digest.names - named):
            tally.miss(f"{where}: {code} is not in its {part} part")
        for code in sorted(named - digest.names):
            tally.err(f"{where}: {code} is in its {part} part")


def judge_disk(people: Sequence[Person], today: date, disk: Disk, tally: Tally) -> None:
    """Every follow-up there must be for these people on `today`, and no other."""
    owner = {no.email: person.email for person in people for no in person.noes}
    rows = defaultdict(list)
    for row in disk.follow_ups():
        if row.email not in owner:
            tally.err(f"a follow-up of {row.email}, of whom no no was saved")
        rows[owner.get(row.email)].append(row)
    for person in people:
        oracle, stored = heard(person), rows[person.email]
        compare_check_ins(oracle, stored, tally)
        compare_follow_ups(oracle, stored, today, tally)


def judge_noes(acknowledged: Sequence[str], disk: Disk, tally: Tally) -> int:
    """Every acknowledged no is on disk whole, and no other is there in part; how many are missing."""
    whole = disk.whole_noes()
    missing = [email for email in acknowledged if email not in whole]
    for email in missing:
        tally.miss(f"the acknowledged no of {email} is not on disk")
    for email in sorted(disk.traces() - whole.keys()):
        tally.err(f"{email} is on disk without loss, plan or check-in")
    for email, counts in whole.items():
        if counts != (1, 1):
            tally.err(f"{email} has {counts[0]} losses and {counts[1]} check-ins")
    return len(missing)


def _zone(person: Person) -> tzinfo | None:
    return person.local(person.joined, person.joined_at).tzinfo
