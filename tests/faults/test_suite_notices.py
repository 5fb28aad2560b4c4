"""The suite fails for an app that breaks its promises: a check that cannot fail proves nothing."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.catalogue import BY_NAME
from tests.faults.house import Ground
from tests.faults.stage import Fault, Stage

pytestmark = [pytest.mark.faults, pytest.mark.needs_service, pytest.mark.slow]
SEED = 1


def with_app_broken(fault: Fault, breakage: str) -> Fault:
    """The fault, played by workers that break a promise themselves."""

    def play(stage: Stage) -> None:
        stage.house.worker_options = ("--include", "tests.faults.breakages")
        stage.house.env["LOSTDEALS_BREAKAGE"] = breakage
        fault.play(stage)

    return replace(fault, play=play)


@pytest.mark.parametrize(
    ("breakage", "fault", "what_it_says"),
    [
        ("copies_are_not_counted", "no_answer", r"wrong: .*: [3-9] copies"),
        ("leases_never_end", "worker_killed", r"wrong: mail still on its way"),
    ],
)
def test_it_notices_that(
    breakage: str, fault: str, what_it_says: str, home: Path, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Some of it never comes to an end: no need to wait for that as long as for an app that works.
    monkeypatch.setattr("tests.faults.stage.LONGEST_DRAIN_SECONDS", 20.0)
    folder = home / breakage
    folder.mkdir()
    line, notes = with_app_broken(BY_NAME[fault], breakage).run(folder, ground, SEED, full=False)
    assert not line.held
    assert any(re.match(what_it_says, note) for note in notes), "\n".join(notes)
