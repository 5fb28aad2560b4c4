"""Where one fault plays: a house, a mail server, a clock, people, and the tally it ends with."""

import random
import time as stopwatch
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.faults.house import BROKEN_ANSWER, LOCKED, Ground, House
from tests.faults.judging import Allowance, judge_digests, judge_disk
from tests.faults.lines import Line
from tests.faults.mail_server import MailServer
from tests.faults.oracle import due_names
from tests.faults.people import BERLIN, MONDAY, PASSWORD, Inventor, Person, named_in
from tests.replay.comparison import Tally
from tests.rig.browser import Browser
from tests.rig.clock import MovedClock

# When a run begins: nobody's digest of the day is due any more.
EVE = time(18)
LONGEST_DRAIN_SECONDS = 180.0
STEP = timedelta(minutes=1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant by the clock on the wall in Berlin."""
    return datetime.combine(day, time(hour, minute), ZoneInfo(BERLIN))


class Stage:
    """Everything is on it, nothing runs yet."""

    def __init__(self, folder: Path, ground: Ground, *, redis: bool, seed: int, sizes: Mapping[str, int]):
        self.chance = random.Random(seed)
        self.inventor = Inventor(self.chance)
        self.sizes = sizes
        self.clock = MovedClock(folder, datetime.combine(MONDAY, EVE, ZoneInfo(BERLIN)))
        self.mail = MailServer(self.clock.now)
        self.house = House(folder, ground, self.clock, self.mail.url, redis=redis)
        self.people: list[Person] = []
        self.tally = Tally()
        self.measured: dict[str, Any] = {}
        self.noes_missing = 0

    def open(self) -> None:
        """Start database, Redis and mail server."""
        self.mail.start()
        self.house.open()

    def move_in(self, people: Sequence[Person], *parts: str) -> None:
        """Write these people to the database and start these processes."""
        self.people = list(people)
        self.house.fill(self.people)
        self.house.start(*parts)

    def drain(self, *, quick: bool = False) -> None:
        """Return when no mail is due any more, with the clock going on by itself.

        Unless it shall be `quick`, the clock is helped along when mail waits for its next try.
        """
        started = stopwatch.monotonic()
        helped = started
        while not self.house.disk.has_come_round(datetime.min.replace(tzinfo=UTC), self.clock.now):
            self.house.crew.check()
            now = stopwatch.monotonic()
            if now - started > LONGEST_DRAIN_SECONDS:
                self.tally.err(f"mail still on its way after {LONGEST_DRAIN_SECONDS:.0f} s")
                break
            if not quick and now - helped > 5:
                self.clock.jump(self.clock.now() + STEP)
                helped = now
            stopwatch.sleep(0.05)

    def left_to_send(self) -> int:
        """How many mails have not come to an end."""
        return sum(mail.state in ("pending", "sending") for mail in self.house.disk.mails())

    def must_be(self, *, healthy: bool) -> None:
        """What /healthz says must be true (A12)."""
        if self.house.browser().is_healthy() != healthy:
            now = self.clock.now().isoformat()
            self.tally.err(f"{now}: /healthz says {'it does not work' if healthy else 'everything works'}")

    def today_must_show(self, person: Person, day: date, browser: Browser | None = None) -> None:
        """Everybody due on `day` must be on this person's Today, whatever else is dead (A2)."""
        if browser is None:
            browser = self.house.browser()
            browser.sign_in(person.email, PASSWORD)
        page = browser.get("/")
        if page.status != 200:
            self.tally.err(f"Today of {person.email} answered {page.status}")
        for code in sorted(due_names(person, day) - named_in(page.body)):
            self.tally.miss(f"{code} is not on Today of {person.email}")

    def judge(self, days: Sequence[date], allow: Allowance | None = None) -> None:
        """Compare the digests of these days, and what is on disk on the last of them."""
        disk, received = self.house.disk, self.mail.received
        came = judge_digests(self.people, days, received, disk.mails(), self.tally, allow)
        self.measured |= {"digests": came, "transmissions": len(received)}
        judge_disk(self.people, days[-1], disk, self.tally)

    def stop(self) -> None:
        """End every process and the mail server."""
        self.house.stop()
        self.mail.stop()


@dataclass(frozen=True)
class Fault:
    """One fault: what it plays, in which sizes, on what."""

    name: str
    says: str
    play: Callable[[Stage], None]
    full: Mapping[str, int]
    short: Mapping[str, int] = field(default_factory=dict)
    needs_redis: bool = False

    def run(self, folder: Path, ground: Ground, seed: int, *, full: bool) -> tuple[Line, list[str]]:
        """Play it once; its line, and why it is not clean. What went wrong is explained on stderr."""
        sizes = self.full if full else {**self.full, **self.short}
        redis = self.needs_redis or ground.database == "postgresql"
        started = stopwatch.monotonic()
        stage = Stage(folder, ground, redis=redis, seed=seed, sizes=sizes)
        try:
            stage.open()
            self.play(stage)
            line = self._line(stage, ground.database, seed, "full" if full else "short", started)
        except BaseException as error:
            error.add_note(stage.house.logs())
            raise
        finally:
            stage.stop()
        notes = list(stage.tally.notes)
        if not line.held:
            notes.append(stage.house.logs())
        return line, notes

    def _line(self, stage: Stage, database: str, seed: int, size: str, started: float) -> Line:
        disk, house, tally = stage.house.disk, stage.house, stage.tally
        for _ in range(house.count_in_logs(LOCKED)):
            tally.err(LOCKED)
        return Line(
            fault=self.name,
            database=database,
            queue="redis" if "redis" in house.servers else "files",
            seed=seed,
            size=size,
            missed=tally.missed,
            duplicate=tally.twice,
            wrong=tally.wrong,
            errors=house.count_in_logs(BROKEN_ANSWER),
            noes_missing=stage.noes_missing,
            plans_without_check_in=disk.plans_without_check_in(),
            integrity=disk.check(),
            seconds=round(stopwatch.monotonic() - started, 1),
            date=f"{datetime.now(UTC):%Y-%m-%d}",
            sizes=dict(stage.sizes),
            measured=stage.measured,
        )
