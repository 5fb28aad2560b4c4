"""A backup in the place of the database: the whole of it, or everything stays as it was."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.exchange.backups.houses import House, ask_file

BUILD = Callable[[str], House]
IN_THE_JOURNAL = "SELECT count(*) FROM prospects_organisation WHERE name = 'In the journal alone'"


def backup_of(house: House, name: str = "copy.sqlite3") -> Path:
    path = house.var.parent / name
    house.must("backup", str(path))
    return path


def restored(house: House, path: Path) -> str:
    return house.must("restore", "--stopped", str(path))


def copied_in_use(house: House) -> Path:
    """Its file copied as after a kill -9: committed rows stand in the -wal beside it alone."""
    copied = house.var.parent / "copied"
    copied.mkdir()
    with closing(sqlite3.connect(house.file, isolation_level=None)) as open_one:
        open_one.execute("PRAGMA journal_mode=WAL")
        open_one.execute("UPDATE prospects_organisation SET name = 'In the journal alone'")
        for ending in ("", "-wal", "-shm"):
            shutil.copy(f"{house.file}{ending}", copied / f"{house.file.name}{ending}")
    return copied / house.file.name


def kept(house: House) -> list[Path]:
    """The databases that were replaced."""
    return sorted(path for path in house.var.glob("*.before-*") if not path.name.endswith(("-wal", "-shm")))


def test_everything_is_as_it_was_and_what_came_after_is_kept_aside(house: House) -> None:
    copy, before = backup_of(house), house.names()
    house.run("tests.exchange.backups.filled_later")
    said = restored(house, copy)
    assert house.names() == before
    assert len(kept(house)) == 1
    assert str(kept(house)[0]) in said
    later = {name for (name,) in ask_file(kept(house)[0], "SELECT name FROM prospects_prospect")}
    assert later - before == {"Somebody later"}
    assert house.file.stat().st_mode & 0o077 == 0


def test_what_is_kept_aside_can_itself_be_restored(house: House) -> None:
    copy = backup_of(house)
    house.run("tests.exchange.backups.filled_later")
    restored(house, copy)
    assert "No list lies beside it" in house.must("verify_backup", str(kept(house)[0]))
    restored(house, kept(house)[0])
    assert "Somebody later" in house.names()


def test_it_comes_to_a_machine_that_has_nothing_yet(house: House, empty: House) -> None:
    copy = backup_of(house)
    assert "kept" not in restored(empty, copy)
    assert empty.names() == house.names()
    assert not kept(empty)
    assert not list(empty.var.glob(f"{empty.file.name}-*"))


def test_a_restored_copy_mails_nobody_until_it_is_armed(house: House, empty: House) -> None:
    """At the same place and on another machine; a real tick finds a mail that is due."""
    copy = backup_of(house)
    for there in (house, empty):
        restored(there, copy)
        there.must("tick")
        assert not list((there.var / "mail").glob("*")), there
        assert there.ask("SELECT state FROM outbox_delivery WHERE kind = 'digest-now'") == [("pending",)]
    assert "Armed" in empty.must("arm_mail")
    empty.must("tick")
    assert len(list((empty.var / "mail").glob("*"))) == 1


@pytest.mark.parametrize("ending", ["-wal", "-journal", "-shm"])
def test_what_is_left_of_an_older_journal_spoils_nothing(house: House, empty: House, ending: str) -> None:
    copy = backup_of(house)
    empty.var.mkdir()
    left = empty.var / f"{empty.file.name}{ending}"
    left.write_bytes(os.urandom(8192))
    restored(empty, copy)
    assert not left.exists()
    assert empty.names() == house.names()


def test_the_journal_of_the_database_that_is_replaced_is_no_part_of_the_new_one(house: House) -> None:
    copy = backup_of(house)
    for path in copied_in_use(house).parent.iterdir():
        shutil.copy(path, house.var / path.name)
    restored(house, copy)
    assert house.ask(IN_THE_JOURNAL) == [(0,)]
    assert ask_file(kept(house)[0], IN_THE_JOURNAL) != [(0,)]


def test_a_file_whose_journal_lies_beside_it_is_not_taken_for_a_whole_one(house: House, empty: House) -> None:
    """As somebody copies LOSTDEALS_VAR from the disk of a machine that stopped suddenly."""
    in_use = copied_in_use(house)
    for command in ("verify_backup", "restore"):
        assert f"part of it stands in {in_use.name}-wal" in empty.refused(command, str(in_use))
    assert not empty.file.exists()
    whole = in_use.with_name("whole.sqlite3")
    empty.must("backup", str(whole), DATABASE_URL=f"sqlite:///{in_use}")
    restored(empty, whole)
    assert empty.ask(IN_THE_JOURNAL) != [(0,)]


def test_a_database_that_cannot_be_read_is_replaced_and_kept_as_it_is(house: House) -> None:
    copy, before = backup_of(house), house.names()
    house.file.write_bytes(b"no database at all" * 1000)
    restored(house, copy)
    assert house.names() == before
    assert kept(house)[0].read_bytes().startswith(b"no database")


def test_the_search_finds_whom_it_found_and_goes_on_reading(house: House, empty: House) -> None:
    restored(empty, backup_of(house))
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    assert empty.ask(triggers) == house.ask(triggers)
    assert empty.ask("SELECT count(*) FROM followups_search_document") == [(6,)]
    assert empty.ask("SELECT count(*) FROM followups_search_mark") == [(0,)]
    empty.run("tests.exchange.backups.filled_later")
    assert empty.ask("SELECT count(*) FROM followups_search_mark") != [(0,)]


def test_nothing_happens_while_the_app_runs(house: House) -> None:
    copy = backup_of(house)
    house.run("tests.exchange.backups.filled_later")
    before = house.names()
    assert "is running" in house.run("tests.exchange.backups.running_meanwhile", str(copy))
    assert house.names() == before
    assert not kept(house)


def test_nothing_happens_while_a_part_of_it_still_beats(house: House) -> None:
    """It was started by itself, as on another machine: only its heartbeat tells."""
    copy = backup_of(house)
    said = house.run("tests.exchange.backups.beating_meanwhile", str(copy))
    assert "is running (web)" in said
    assert not kept(house)


def test_nothing_happens_while_another_program_has_the_database_open(house: House) -> None:
    copy = backup_of(house)
    with closing(sqlite3.connect(house.file)) as open_one:
        open_one.execute("SELECT count(*) FROM prospects_prospect").fetchall()
        assert "Another program has the database open" in house.refused("restore", "--stopped", str(copy))
    assert not kept(house)
    assert not list(house.var.glob(".*restoring*"))


def test_a_damaged_backup_is_refused_and_changes_nothing(house: House) -> None:
    copy = backup_of(house)
    whole = bytearray(copy.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    copy.write_bytes(whole)
    before = house.file.read_bytes()
    assert "damaged" in house.refused("restore", "--stopped", str(copy))
    assert house.file.read_bytes() == before


def test_a_backup_of_a_newer_version_is_refused(house: House) -> None:
    newer = house.var.parent / "newer.sqlite3"
    shutil.copy(house.file, newer)
    with closing(sqlite3.connect(newer)) as file, file:
        file.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('accounts', '9999_later', '2030-01-01')"
        )
    assert "newer version" in house.refused("restore", "--stopped", str(newer))


def test_an_older_backup_is_brought_up_to_date(house: House, empty: House) -> None:
    """Made before the tables of imports were there, by the same people."""
    older = House(house.var.parent / "older")
    shutil.copytree(house.var, older.var)
    older.must("migrate", "exchange", "zero", "--verbosity", "0")
    copy = backup_of(older, "older.sqlite3")
    assert "exchange_import" not in copy.with_name("older.sqlite3.json").read_text()
    restored(empty, copy)
    empty.must("migrate", "--check")
    assert empty.names() == house.names()
    assert empty.ask("SELECT count(*) FROM exchange_import") == [(0,)]
    strict = "SELECT count(*) FROM sqlite_master WHERE name LIKE 'strict_insert_exchange%'"
    assert empty.ask(strict) != [(0,)]


@pytest.mark.needs_service
def test_either_database_takes_the_backup_of_the_other(house: House, empty: House, server: str) -> None:
    """From a file to a server that holds something else, and from there to a file again."""
    grown = House(house.var.parent / "grown", server)
    assert "kept" not in restored(grown, backup_of(house))
    assert grown.names() == house.names()
    assert grown.ask("SELECT count(*) FROM followups_search_document") == [(6,)]
    rows = backup_of(grown, "copy.rows.gz")
    grown.run("tests.exchange.backups.filled_later")
    assert "before-restore" in restored(grown, rows)
    assert grown.names() == house.names()
    restored(empty, rows)
    assert empty.names() == house.names()
    for there in (grown, empty):
        there.must("tick")
        assert not list((there.var / "mail").glob("*"))
    before = next((grown.var / "backups").glob("before-restore*.gz"))
    restored(grown, before)
    assert "Somebody later" in grown.names()


@pytest.mark.needs_service
def test_a_server_keeps_what_it_had_when_a_restore_fails_at_its_end(house: House, server: str) -> None:
    grown = House(house.var.parent / "grown", server)
    restored(grown, backup_of(house))
    rows = backup_of(grown, "copy.rows.gz")
    grown.tell("DROP TABLE exchange_work")  # whatever stands in the way of keeping what is there
    assert "could not be kept" in grown.refused("restore", "--stopped", str(rows))
    assert grown.names() == house.names()


def test_a_database_without_tables_is_no_backup(empty: House) -> None:
    for content in (b"", None):
        empty.var.mkdir(exist_ok=True)
        if content is None:
            empty.tell("CREATE TABLE letters (text TEXT)")
        else:
            empty.file.write_bytes(content)
        assert "There is no database yet" in empty.refused("backup")
        assert not list((empty.var / "backups").iterdir())


def test_a_damaged_database_is_blamed_itself_and_not_its_copy(house: House) -> None:
    whole = house.file.read_bytes()
    for begin, length in ((0, 100), (100, 4000), (len(whole) // 2, 40_000)):
        house.file.write_bytes(whole[:begin] + b"\xff" * length + whole[begin + length :])
        said = house.refused("backup")
        assert "database" in said
        assert ".part" not in said
    house.file.write_bytes(whole)
    house.tell("DELETE FROM prospects_organisation")
    assert "The database is damaged: a row of prospects_" in house.refused("backup")
    assert not list((house.var / "backups").iterdir())


def test_a_value_that_no_column_takes_is_said(house: House) -> None:
    house.tell("INSERT INTO outbox_heartbeat (id, process, at) VALUES ('zz', 'web', '2026-03-02 09:00:00')")
    said = house.refused("backup")
    assert said.strip() == "CommandError: outbox_heartbeat holds a row that cannot be read."
