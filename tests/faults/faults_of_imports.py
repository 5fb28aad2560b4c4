"""An import whose workers die: it is in whole, once, however often it is pressed or brought."""

import csv
import io
import json
import time as stopwatch
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from tests.faults.faults_of_workers import WORKERS
from tests.faults.house import PROGRAM, run
from tests.faults.judging import judge_noes
from tests.faults.people import PASSWORD, Person, SaidNo
from tests.faults.stage import Stage
from tests.rig.browser import Browser
from tests.rig.processes import wait_for

LONG_AGO = date(2025, 6, 17)
# Longer than the lease of a worker that died (exchange/work_claims.py).
AFTER_THE_LEASE = timedelta(minutes=2, seconds=10)
LONGEST_IMPORT_SECONDS = 600.0
PAUSE_BEFORE_A_KILL = (0.0, 0.3)
HEADERS = ("Deal ID", "Deal name", "Company", "Contact name", "Email", "Status", "Close date")


def import_killed(stage: Stage) -> None:
    """Both workers are killed half-way; the button is pressed twice, and so is the file brought."""
    person = stage.inventor.person(0)
    noes = [stage.inventor.no(LONG_AGO) for _ in range(stage.sizes["rows"])]
    stage.move_in([person], "web", *WORKERS, "beat1")
    browser = stage.house.browser()
    browser.sign_in(person.email, PASSWORD)
    begun, again = (Brought(stage, browser, person, noes) for _ in range(2))
    begun.press(twice=True)
    for kill in range(stage.sizes["kills"]):
        begun.kill_half_way(kill)
        begun.press()
        stage.clock.jump(stage.clock.now() + AFTER_THE_LEASE)
    # While the one still waits or runs, as the other does.
    again.press(twice=True)
    for brought in (begun, again):
        brought.must_end("done")
    _judge(stage, noes)
    attempts = stage.house.disk.long_work()
    stage.measured |= {"noes": len(noes), "attempts": [attempts[one.work][1] for one in (begun, again)]}


class Brought:
    """One file somebody brought, up to its last step."""

    def __init__(self, stage: Stage, browser: Browser, person: Person, noes: Sequence[SaidNo]) -> None:
        self._stage, self._browser = stage, browser
        asked = json.dumps({"email": person.email, "text": _as_csv(noes)})
        said = run(stage.house.env, "-c", PROGRAM, "tests.faults.bring", said=asked)
        self._page = f"/import/{said.strip()}/spread/"
        self._form = browser.get(self._page).hidden_fields(self._page)
        self.work = UUID(int=0)

    def press(self, *, twice: bool = False) -> None:
        """Press the button; `twice` as a hand that shakes does."""
        for _ in range(1 + twice):
            self._browser.get("/livez")  # a connection that lay idle was closed, and no POST is sent twice
            answer = self._browser.post(self._page, self._form)
            if answer.status != 303:
                self._stage.tally.err(f"pressing the button answered {answer.status}")
            if answer.location.startswith("/work/"):
                self.work = UUID(answer.location.split("/")[2])

    def kill_half_way(self, number: int) -> None:
        """Let both workers die while one of them writes; nothing of it may be on disk."""
        wait_for(lambda: self._is_written() or self._state() == "done", "an import that is written", 300)
        stopwatch.sleep(self._stage.chance.uniform(*PAUSE_BEFORE_A_KILL))
        self._stage.house.kill(*WORKERS)
        if self._state() != "running":
            self._stage.tally.err(f"kill {number} met an import that was {self._state()}")
        if traces := self._stage.house.disk.traces():
            self._stage.tally.err(f"{len(traces)} people of half an import are on disk")
        self._far().unlink(missing_ok=True)  # what a dead worker said of itself is no sign of the next
        self._stage.house.start(*WORKERS)
        self._stage.measured["kills"] = number + 1

    def must_end(self, state: str) -> None:
        """Wait for its end."""
        wait_for(lambda: self._state() not in ("waiting", "running"), "the end", LONGEST_IMPORT_SECONDS)
        if self._state() != state:
            self._stage.tally.err(f"the import ended as {self._state()}")

    def _state(self) -> str:
        return self._stage.house.disk.long_work()[self.work][0]

    def _is_written(self) -> bool:
        try:
            return int(json.loads(self._far().read_text())["total"]) > 0
        except (OSError, ValueError):
            return False

    def _far(self) -> Path:
        return self._stage.house.crew.folder / "var" / "work" / f"{self.work}.far"


def _as_csv(noes: Sequence[SaidNo]) -> str:
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(HEADERS)
    for no in noes:
        deal = (no.code, f"Offer {no.code}", no.organisation, no.name, no.email)
        lines.writerow((*deal, "Lost", no.day.isoformat()))
    return text.getvalue()


def _judge(stage: Stage, noes: Sequence[SaidNo]) -> None:
    """Every no of the file is on disk whole, once, and no other."""
    stage.noes_missing = judge_noes([no.email for no in noes], stage.house.disk, stage.tally)
    for what, count in stage.house.disk.brought_in().items():
        for _ in range(count - len(noes)):
            stage.tally.repeat(f"more {what} than the file has rows")
        if count != len(noes):
            stage.tally.err(f"{count} {what} of {len(noes)} rows")
