"""Fill the database that DATABASE_URL names, and write down beside it what the benchmark has to know.

`python -m bench.seed ROWS PEOPLE DAY STAGE.json`; run by `python -m bench`, in a process of its own.
"""

import json
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date
from importlib import import_module
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command, get_commands


@dataclass(frozen=True)
class Desk:
    """Somebody signed in, and the check-ins due to them."""

    session: str
    check_ins: list[str]


@dataclass(frozen=True)
class Stage:
    """A filled database as the benchmark uses it."""

    rows: int
    people: int
    day: str
    seconds: float
    reader: Desk
    manager: Desk
    writers: list[Desk]
    # What is typed into the search, in turn.
    searches: list[str]

    @classmethod
    def read(cls, path: Path) -> "Stage":
        """As it was written down."""
        known = json.loads(path.read_text(encoding="utf-8"))
        writers = [Desk(**desk) for desk in known.pop("writers")]
        return cls(
            reader=Desk(**known.pop("reader")), manager=Desk(**known.pop("manager")), writers=writers, **known
        )


def main(rows: int, people: int | None, day: date, path: Path) -> None:
    """Migrate, fill, sign in, write the stage."""
    from bench.loading import hurry
    from bench.seeding import USER, Seed, Size, check_ins_due, key  # after django.setup()

    began = time.monotonic()
    hurry()
    call_command("migrate", verbosity=0)
    size = Size.of(rows, people)
    Seed(size, day).write()
    rebuild_search()
    seconds = round(time.monotonic() - began, 1)
    desks = [Desk(signed_in(key(USER, n)), check_ins_due(size, n)) for n in range(size.measured)]
    manager = Desk(signed_in(key(USER, size.owners())), [])
    looked_for = searches(size.measured * size.desk)
    stage = Stage(rows, size.people, str(day), seconds, desks[0], manager, desks[1:], looked_for)
    path.write_text(json.dumps(asdict(stage)), encoding="utf-8")


def rebuild_search() -> None:
    """The search keeps an index of its own, which a bulk load passes by."""
    if "rebuild_search" in get_commands():
        call_command("rebuild_search", stdout=StringIO())  # standard output is for figures


def searches(people: int) -> list[str]:
    """A surname, a full name, an organisation, a word they said, the beginning of a name, a typing error."""
    from bench.invented import organisation, person

    full = " ".join(person(people // 3))
    return [person(5)[1], full, organisation(people // 6), "leave merger", full[:3], "Altbregr"]


def signed_in(user_id: str) -> str:
    """The key of a new session."""
    from accounts.models import User

    user = User.objects.get(pk=user_id)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


if __name__ == "__main__":
    django.setup()
    rows, people, day, path = sys.argv[1:]
    main(int(rows), int(people) or None, date.fromisoformat(day), Path(path))
