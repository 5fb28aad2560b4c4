"""The suite fails for an app that breaks its promises: a check that cannot fail proves nothing."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.catalogue import BY_NAME
from tests.faults.faults_of_workers import WORKERS
from tests.faults.house import Ground
from tests.faults.judging import Allowance
from tests.faults.mail_server import Slow
from tests.faults.people import DAY, MONDAY
from tests.faults.stage import Fault, Stage, at
from tests.rig.processes import wait_for

pytestmark = [pytest.mark.faults, pytest.mark.needs_service, pytest.mark.slow]
SEED = 1


def both_workers_killed(stage: Stage) -> None:
    """Both workers are killed while one of them waits for the mail server: no chance decides who dies."""
    slow = stage.mail.manners = Slow(stage.chance)
    stage.move_in(stage.inventor.people(stage.sizes["people"]), "web", *WORKERS, "beat1")
    stage.clock.jump(at(MONDAY + DAY, 7, 30))
    wait_for(lambda: slow.stalled > 0, "the first mail")
    for worker in WORKERS:
        stage.house.kill(worker)
        stage.house.start(worker)
    slow.open()
    stage.drain()
    stage.judge([MONDAY + DAY], Allowance(copies=True, unknown=True))


BOTH_WORKERS_KILLED = Fault("both_workers_killed", "Both workers killed", both_workers_killed, {"people": 5})


def with_app_broken(fault: Fault, breakage: str) -> Fault:
    """The fault, played by workers that break a promise themselves."""

    def play(stage: Stage) -> None:
        stage.house.worker_options = ("--include", "tests.faults.breakages")
        stage.house.env["LOSTDEALS_BREAKAGE"] = breakage
        fault.play(stage)

    return replace(fault, play=play)


@pytest.fixture(autouse=True)
def _a_short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    # Some of it never comes to an end: no need to wait for that as long as for an app that works.
    monkeypatch.setattr("tests.faults.stage.LONGEST_DRAIN_SECONDS", 20.0)


@pytest.mark.parametrize(
    ("breakage", "fault", "what_it_says"),
    [
        ("copies_are_not_counted", BY_NAME["no_answer"], r"wrong: .*: [3-9] copies"),
        ("leases_never_end", BOTH_WORKERS_KILLED, r"wrong: mail still on its way"),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_it_notices_that(breakage: str, fault: Fault, what_it_says: str, home: Path, ground: Ground) -> None:
    folder = home / breakage
    folder.mkdir()
    line, notes = with_app_broken(fault, breakage).run(folder, ground, SEED, full=False)
    assert not line.held
    assert any(re.match(what_it_says, note) for note in notes), "\n".join(notes)


def test_an_app_that_works_holds_where_it_was_broken(home: Path, ground: Ground) -> None:
    folder = home / "works"
    folder.mkdir()
    line, notes = BOTH_WORKERS_KILLED.run(folder, ground, SEED, full=False)
    assert line.held, "\n".join(notes)
