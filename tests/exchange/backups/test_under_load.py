"""Backups made while others write: each can be restored and is complete to its moment.

A short form runs with the suite; `make backups` makes thirty on either database.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.backups.houses import PROGRAM, House
from tests.lostdeals.launching import PROJECT, wait_until

TIMES = os.environ.get("BACKUPS", "2")
WRITERS = ("a", "b")
A_SECOND_EACH = "110"


@contextmanager
def writing(house: House, ledgers: list[Path]) -> Iterator[None]:
    """All writers at it, until this ends."""
    command = [sys.executable, "-c", PROGRAM, "tests.exchange.backups.writing"]
    started = [
        subprocess.Popen(
            [*command, writer, str(ledger), A_SECOND_EACH],
            env=house.env(),
            cwd=PROJECT,
            stdin=subprocess.PIPE,
        )
        for writer, ledger in zip(WRITERS, ledgers, strict=True)
    ]
    try:
        wait_until(lambda: all(ledger.read_text() for ledger in ledgers), "the writers")
        yield
        assert all(process.poll() is None for process in started), "a writer gave up"
    finally:
        for process in started:
            assert process.stdin is not None
            process.stdin.close()
            process.wait()


def backups_under_load(house: House, folder: Path) -> list[dict[str, Any]]:
    ledgers = [folder / f"{writer}.numbers" for writer in WRITERS]
    for ledger in ledgers:
        ledger.touch()
    with writing(house, ledgers):
        begin, before = time.monotonic(), written(ledgers)
        said = house.run("tests.exchange.backups.backing_up", TIMES, str(folder), *map(str, ledgers))
        pace = (written(ledgers) - before) / (time.monotonic() - begin)
    print(f"{TIMES} backups beside {pace:.0f} writes a second")
    made: list[dict[str, Any]] = json.loads(said)
    return made


def written(ledgers: list[Path]) -> int:
    """How many writes are known to be saved."""
    return sum(len(ledger.read_text().split()) for ledger in ledgers)


def judge(made: list[dict[str, Any]], found: list[list[dict[str, list[int]]]]) -> None:
    """Every number that was saved before is there, none that came after, and nothing by halves."""
    assert len(made) == len(found) == int(TIMES)
    for backup, (houses, people) in zip(made, found, strict=True):
        assert houses == people
        for writer, before, after in zip(WRITERS, backup["before"], backup["after"], strict=True):
            numbers = people[writer]
            assert numbers == list(range(len(numbers))), "none is missing in between"
            # The last one may be saved and not yet written down.
            assert before < len(numbers) <= after + 2
    assert made[-1]["after"] > made[0]["before"], "somebody wrote meanwhile"


@pytest.mark.slow
def test_a_backup_of_sqlite_is_complete_to_its_moment(house: House, empty: House, tmp_path: Path) -> None:
    made = backups_under_load(house, tmp_path)
    said = empty.run("tests.exchange.backups.bringing_back", *(backup["path"] for backup in made))
    judge(made, json.loads(said.splitlines()[-1]))


@pytest.mark.slow
@pytest.mark.needs_service
def test_a_backup_of_postgresql_is_complete_to_its_moment(
    build: Callable[[str], House], house: House, empty: House, server: str, tmp_path: Path
) -> None:
    grown = House(tmp_path / "grown", server)
    build("grown")
    house.must("move_to", "--stopped", server)
    made = backups_under_load(grown, tmp_path)
    there = grown if TIMES == "2" else empty
    said = there.run("tests.exchange.backups.bringing_back", *(backup["path"] for backup in made))
    judge(made, json.loads(said.splitlines()[-1]))
