"""Who uses the installation of a run and which noes they heard: facts alone, invented from a seed.

Every person has a team of their own, so that what the rules say of a team (twenty noes, medians) can be
worked out for one person at a time. Every prospect's name ends in a number nobody else has: a mail or a page
tells by it whom it names.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

BERLIN = "Europe/Berlin"
COUNTRY, REGION = "DE", "BY"
# A Monday; neither it nor the days around it are holidays there.
MONDAY = date(2026, 6, 8)
DAY = timedelta(days=1)
NO_HEARD_AT = time(9)
DIGEST_AT = time(7, 30)
# A kind of mail that only the workers of a run know (prospect_kind.py).
PROSPECT_MAIL = "fault-prospect"
PASSWORD = "a-long-walk-in-march"

CONVERSATIONS = (
    "not_a_priority", "competitor_chosen", "better_fit_elsewhere", "staying_with_supplier", "drifted",
    "cannot", "unknown",
)  # fmt: skip
FIRST_NAMES = ("Ada", "Birgit", "Carlo", "Dorte", "Emil", "Frida", "Gunnar", "Hedda", "Ivo", "Jana")
LAST_NAMES = ("Aune", "Berg", "Costa", "Dahl", "Eide", "Falk", "Grau", "Holm", "Iversen", "Juhl")
CODE = re.compile(r"\b[ZYXW]\d{5}\b")


@dataclass(frozen=True)
class SaidNo:
    """One declined deal: who said it, when, why."""

    name: str
    email: str
    organisation: str
    day: date
    conversation: str
    value: Decimal | None

    @property
    def code(self) -> str:
        """What tells them from everybody else."""
        return self.name.rpartition(" ")[2]

    def as_form(self) -> dict[str, str | list[str]]:
        """The fields of the page that logs a no."""
        return {
            "prospect_name": self.name,
            "email": self.email,
            "organisation_name": self.organisation,
            "deal_title": f"Offer {self.code}",
            "deal_value": "" if self.value is None else str(self.value),
            "conversation": self.conversation,
        }


@dataclass(frozen=True)
class Person:
    """Somebody who is reminded."""

    email: str
    noes: tuple[SaidNo, ...] = ()
    zone: str = BERLIN
    digest_at: time = DIGEST_AT
    working_days: str = "01234"
    joined: date = MONDAY
    joined_at: time = NO_HEARD_AT

    def local(self, day: date, at: time) -> datetime:
        """An instant by their own clock."""
        return datetime.combine(day, at, ZoneInfo(self.zone))

    def as_json(self) -> dict[str, Any]:
        """For the program that fills the database."""
        return {
            "email": self.email,
            "zone": self.zone,
            "digest_at": self.digest_at.isoformat(),
            "working_days": self.working_days,
            "joined": self.local(self.joined, self.joined_at).isoformat(),
            "noes": [_no_as_json(self, no) for no in self.noes],
        }


def _no_as_json(person: Person, no: SaidNo) -> dict[str, Any]:
    return {
        "name": no.name,
        "email": no.email,
        "organisation": no.organisation,
        "day": no.day.isoformat(),
        "at": person.local(no.day, NO_HEARD_AT).isoformat(),
        "conversation": no.conversation,
        "value": None if no.value is None else str(no.value),
    }


class Inventor:
    """Makes people and noes from one source of chance; no two noes share a number."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._numbers = iter(range(1, 100_000))
        self._persons = iter(range(1, 100_000))

    def person(self, noes: int, day: date = MONDAY, **wishes: Any) -> Person:
        """Somebody who heard so many noes on `day`."""
        email = f"reader{next(self._persons):04d}@example.com"
        return Person(email, tuple(self.no(day) for _ in range(noes)), joined=day, **wishes)

    def people(self, how_many: int, day: date = MONDAY, **wishes: Any) -> list[Person]:
        """Most of them have one to three noes; about one in twelve has none, and hears nothing."""
        noes = [self._chance.choice((0, *(1, 2, 3) * 4)) for _ in range(how_many)]
        return [self.person(max(number, int(index == 0)), day, **wishes) for index, number in enumerate(noes)]

    def no(self, day: date) -> SaidNo:
        """One no of somebody new."""
        code = f"{self._chance.choice('ZYXW')}{next(self._numbers):05d}"
        name = f"{self._chance.choice(FIRST_NAMES)} {self._chance.choice(LAST_NAMES)} {code}"
        value = Decimal(self._chance.randrange(1, 90) * 1000) if self._chance.random() < 0.7 else None
        return SaidNo(
            name,
            f"{code.lower()}@buyer.example",
            f"House {code}",
            day,
            self._chance.choice(CONVERSATIONS),
            value,
        )


def named_in(text: str) -> frozenset[str]:
    """The numbers of everybody a mail or a page names."""
    return frozenset(CODE.findall(text))


def all_noes(people: Sequence[Person]) -> list[SaidNo]:
    """Every no of every person."""
    return [no for person in people for no in person.noes]
