"""kill -9 at every step: the old state is there or the new one, never something in between."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.exchange.backups.houses import House
from tests.exchange.backups.test_restoring import backup_of, restored

PROGRAM = "tests.exchange.backups.dying"


@pytest.fixture
def pristine(house: House, tmp_path: Path) -> Path:
    """The installation as a killed one leaves it: what was saved last stands in the journal alone."""
    folder = tmp_path / "pristine"
    with closing(sqlite3.connect(house.file, isolation_level=None)) as open_one:
        open_one.execute("PRAGMA journal_mode=WAL")
        open_one.execute("UPDATE prospects_organisation SET name = 'Saved last'")
        shutil.copytree(house.var, folder)
    return folder


def test_a_restore_that_is_killed_leaves_the_old_state_or_the_new_one(
    house: House, pristine: Path, tmp_path: Path
) -> None:
    house.tell("UPDATE prospects_organisation SET name = 'In the backup'")
    copy = backup_of(house)
    answers = json.loads(house.run(PROGRAM, "restore", str(copy), str(pristine)))
    old, new = ({name} for name in ("Saved last", "In the backup"))
    assert {frozenset(answer) for answer in answers} == {frozenset(old), frozenset(new)}
    assert set(answers[0]) == old
    assert set(answers[-1]) == new
    turn = [set(answer) == new for answer in answers]
    assert turn == sorted(turn), "once it is the new one it stays"
    assert len(answers) > 5


def test_after_a_restore_that_was_killed_another_goes_through(
    house: House, pristine: Path, tmp_path: Path
) -> None:
    copy = backup_of(house)
    (house.var / f".{house.file.name}.restoring").write_bytes(b"half of it")
    (house.var / f".{house.file.name}.restoring-wal").write_bytes(b"half of it")
    restored(house, copy)
    assert not list(house.var.glob(".*restoring*"))


def test_a_backup_that_is_killed_shows_nothing_or_all_of_it(
    house: House, pristine: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    answers = json.loads(house.run(PROGRAM, "backup", str(folder), str(pristine)))
    assert answers[0] == []
    assert answers[-1] == ["whole"]
    assert all(answer in ([], ["whole"]) for answer in answers)


@pytest.mark.needs_service
def test_on_a_server_it_is_one_transaction(house: House, server: str, tmp_path: Path) -> None:
    """Killed when all rows are in, before it is done."""
    grown = House(tmp_path / "grown", server)
    restored(grown, backup_of(house))
    rows = backup_of(grown, "copy.rows.gz")
    grown.run("tests.exchange.backups.filled_later")
    grown.run("tests.exchange.backups.killed_at_the_end", str(rows))
    assert "Somebody later" in grown.names()
    restored(grown, rows)
    assert "Somebody later" not in grown.names()
