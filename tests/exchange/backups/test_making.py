"""A backup is whole when it can be seen, and checked when it is read."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from exchange.backups.checking import check_backup
from exchange.backups.making import Backup, make_backup
from exchange.backups.manifests import list_of
from exchange.backups.refusals import BackupError
from tests.cast import NINE
from tests.followups.telling import log

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(tmp_path: Path, owner: User) -> Backup:
    log(owner)
    return make_backup(tmp_path, NINE)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _folder(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name


def test_a_folder_gets_a_file_named_by_its_moment_with_its_list(backup: Backup, tmp_path: Path) -> None:
    assert backup.path.name.startswith("lostdeals-2026-03-02T080000Z.")
    assert left_in(tmp_path) == [backup.path.name, list_of(backup.path).name]
    assert backup.manifest.tables["prospects_loss"][0] == 1
    assert backup.path.stat().st_mode & 0o777 == list_of(backup.path).stat().st_mode & 0o777 == 0o600


def test_it_is_checked_against_its_list(backup: Backup) -> None:
    manifest, counted = check_backup(backup.path)
    assert manifest == backup.manifest
    assert counted == dict(backup.manifest.tables)


def test_two_of_the_same_rows_count_the_same_whatever_was_written_between(
    backup: Backup, owner: User, tmp_path: Path
) -> None:
    again = make_backup(_folder(tmp_path, "again"), NINE)
    assert again.manifest.tables == backup.manifest.tables
    log(owner, "Somebody Else")
    later = make_backup(_folder(tmp_path, "later"), NINE)
    changed = {name for name, sums in later.manifest.tables.items() if sums != backup.manifest.tables[name]}
    assert {"prospects_prospect", "prospects_loss", "accounts_change"} <= changed
    assert "accounts_user" not in changed


def test_nothing_that_is_there_is_written_over(backup: Backup) -> None:
    with pytest.raises(BackupError, match="is there already"):
        make_backup(backup.path, NINE)


def test_a_folder_that_is_missing_is_said(tmp_path: Path, owner: User) -> None:
    with pytest.raises(BackupError, match="There is no folder"):
        make_backup(tmp_path / "missing" / "copy", NINE)


def test_a_copy_that_turns_out_damaged_leaves_nothing(
    tmp_path: Path, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: Any) -> None:
        raise BackupError("The copy is damaged")

    monkeypatch.setattr("exchange.backups.sqlite_copies.check", damaged)
    monkeypatch.setattr("exchange.backups.row_files.tallies_in", damaged)
    with pytest.raises(BackupError, match="damaged"):
        make_backup(tmp_path, NINE)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("cut", [0, 1, 100, -100, -1])
def test_one_that_was_cut_short_is_damaged(backup: Backup, cut: int) -> None:
    backup.path.write_bytes(backup.path.read_bytes()[:cut])
    for with_list in (True, False):
        if not with_list:
            list_of(backup.path).unlink()
        with pytest.raises(BackupError):
            check_backup(backup.path)


def test_one_byte_that_changed_is_found(backup: Backup) -> None:
    content = bytearray(backup.path.read_bytes())
    content[len(content) // 3] ^= 1
    backup.path.write_bytes(content)
    with pytest.raises(BackupError, match="not those that were written"):
        check_backup(backup.path)


def test_a_list_of_another_backup_is_found(backup: Backup, owner: User, tmp_path: Path) -> None:
    log(owner, "Somebody Else")
    other = make_backup(_folder(tmp_path, "other"), NINE)
    told, true = (json.loads(list_of(one.path).read_text()) for one in (other, backup))
    list_of(backup.path).write_text(json.dumps(told | {"sha256": true["sha256"]}))
    with pytest.raises(BackupError, match="rows instead of"):
        check_backup(backup.path)


@pytest.mark.parametrize("text", ["", "{}", "[]", "nonsense", '{"format": 2}'])
def test_a_list_nobody_can_read_is_said(backup: Backup, text: str) -> None:
    list_of(backup.path).write_text(text)
    with pytest.raises(BackupError):
        check_backup(backup.path)


def test_without_its_list_the_file_itself_is_checked(backup: Backup) -> None:
    list_of(backup.path).unlink()
    manifest, counted = check_backup(backup.path)
    assert manifest is None
    assert counted["prospects_loss"][0] == 1


def test_what_is_no_backup_is_said(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ingrid, thank you for your time.")
    for path, said in ((tmp_path / "letter.txt", "is no backup"), (tmp_path / "nothing", "cannot be read")):
        with pytest.raises(BackupError, match=said):
            check_backup(path)


def test_the_commands_say_where_it_is_and_whether_it_is_whole(
    tmp_path: Path, owner: User, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.BACKUPS_DIR = tmp_path / "backups"
    call_command("backup")
    said = capsys.readouterr().out
    assert "checked" in said
    call_command("verify_backup", said.partition(":")[0])
    assert capsys.readouterr().out.startswith("Whole: ")
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("backup", str(tmp_path / "missing" / "copy"))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_backup", str(tmp_path / "missing"))
