"""What each person should have been mailed, and what should be on disk, worked out from the facts alone.

The rules of the follow-ups are those of the replay's oracle. The moment of a digest is worked out another way
than in the app: by reading the person's wall clock minute by minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.faults.people import COUNTRY, REGION, Person, SaidNo
from tests.replay.oracle import Calendar, No, Oracle

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Expected:
    """One digest: whose, of which local date, from when on it may come, and whom it names."""

    person: Person
    day: date
    due: datetime
    names: frozenset[str]


def heard(person: Person, before: date | None = None) -> Oracle:
    """All that follows from the noes of this person (those of days before `before`)."""
    weekdays = [int(digit) for digit in person.working_days]
    oracle = Oracle(Calendar(COUNTRY, REGION, weekdays))
    for no in person.noes:
        if before is None or no.day < before:
            oracle.hear(No(no.email, no.day, no.conversation, no.value))
    return oracle


def expected_digests(people: Sequence[Person], days: Sequence[date]) -> list[Expected]:
    """Every digest that has to come on these local dates, with the noes of the days before."""
    found = (_expected(person, day) for person in people for day in days)
    return [digest for digest in found if digest is not None]


def _expected(person: Person, day: date) -> Expected | None:
    digest = heard(person, day).digest(day)
    if digest is None:
        return None
    codes = {no.email: no.code for no in person.noes}
    names = frozenset(codes[row.email] for row in digest.rows)
    return Expected(person, day, first_minute(day, person.digest_at, ZoneInfo(person.zone)), names)


def first_minute(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first minute of this local date at which a wall clock there reads `at` or later.

    In a gap that is the first minute after it, in an overlap the first of the two.
    """
    moment = datetime.combine(day, time.min, UTC) - timedelta(hours=15)
    while (local := moment.astimezone(zone)).date() < day or (local.date() == day and local.time() < at):
        moment += MINUTE
    return moment


def due_names(person: Person, today: date) -> frozenset[str]:
    """Whom Today shows as due, whatever the hour, with the noes of the days before."""
    oracle = heard(person, today)
    codes = {no.email: no.code for no in person.noes}
    return frozenset(codes[row.email] for row in oracle.rows if row.is_due(today))


def codes_of(noes: Sequence[SaidNo]) -> dict[str, str]:
    """The number of each prospect by their address."""
    return {no.email: no.code for no in noes}
