"""`manage.py export` and `manage.py import_export`."""

import io
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from accounts.models import User
from exchange.exports import packing
from exchange.kinds import Taken
from followups.actions import record_no
from prospects.models import Loss
from tests.cast import MONDAY, NINE, a_no
from tests.exchange.own.going_and_coming import emptied, fresh_account, json_in, taken_along
from tests.security.canaries import plant

pytestmark = pytest.mark.django_db


def run(name: str, path: Path) -> str:
    out = io.StringIO()
    call_command(name, str(path), stdout=out)
    return out.getvalue()


def test_there_and_back(owner: User, stranger: User, tmp_path: Path) -> None:
    plant(owner)
    plant(stranger)
    assert "tables are in" in run("export", tmp_path / "one.zip")
    emptied()
    said = run("import_export", tmp_path / "one.zip")
    assert f"manage.py reset_link {owner.email}" in said
    assert "arm_mail" in said
    run("export", tmp_path / "two.zip")
    assert json_in(tmp_path / "two.zip") == json_in(tmp_path / "one.zip")


def test_only_its_owner_reads_the_file(owner: User, tmp_path: Path) -> None:
    run("export", tmp_path / "one.zip")
    assert stat.S_IMODE((tmp_path / "one.zip").stat().st_mode) == 0o600


def test_a_file_that_is_there_is_left_alone(owner: User, tmp_path: Path) -> None:
    path = tmp_path / "one.zip"
    path.write_text("mine")
    with pytest.raises(CommandError, match="can't be written"):
        run("export", path)
    assert path.read_text() == "mine"


def test_what_broke_off_is_not_left_behind(
    owner: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packing, "read_me", full)
    with pytest.raises(CommandError, match="No space left"):
        run("export", tmp_path / "one.zip")
    assert list(tmp_path.iterdir()) == []


def test_into_an_installation_that_holds_something_nothing_comes(owner: User, tmp_path: Path) -> None:
    record_no(a_no(), by=owner, today=MONDAY, now=NINE)
    run("export", tmp_path / "one.zip")
    with pytest.raises(CommandError, match="There is something here already"):
        run("import_export", tmp_path / "one.zip")
    assert Loss.objects.count() == 1


def test_the_one_account_becomes_the_member_with_its_address(owner: User, tmp_path: Path) -> None:
    record_no(a_no(), by=owner, today=MONDAY, now=NINE)
    run("export", tmp_path / "one.zip")
    emptied()
    me = fresh_account(owner.email)
    assert "reset_link" not in run("import_export", tmp_path / "one.zip")
    assert Loss.objects.get().logged_by == me


def test_a_file_that_is_not_there(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        run("import_export", tmp_path / "none.zip")


@pytest.fixture
def unmigrated() -> Iterator[None]:
    """A database to which the last migration of ours was not applied."""
    recorder = MigrationRecorder(connection)
    last = recorder.migration_qs.filter(app="exchange").order_by("-name")[0].name
    recorder.record_unapplied("exchange", last)
    yield
    recorder.record_applied("exchange", last)


@pytest.mark.usefixtures("unmigrated")
def test_a_database_that_was_not_migrated(db: None, tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text("{}")
    for name, file in (("export", "one.zip"), ("import_export", "one.json")):
        with pytest.raises(CommandError, match=r"run manage\.py migrate first.*LOSTDEALS_VAR"):
            run(name, tmp_path / file)
    assert not (tmp_path / "one.zip").exists()


def test_a_database_whose_disk_is_full(owner: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> str:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(packing, "read_me", full)
    with pytest.raises(CommandError, match="The database can't be used: disk I/O error"):
        run("export", tmp_path / "one.zip")
    assert list(tmp_path.iterdir()) == []


def test_one_s_own_people_come_into_nothing_with_a_manager(
    owner: User, colleague: User, tmp_path: Path
) -> None:
    taken_along(tmp_path / "one.zip", Taken.OWN, owner)
    emptied()
    assert f"reset_link {owner.email}" in run("import_export", tmp_path / "one.zip")
    assert [(user.email, user.is_manager) for user in User.objects.filter(is_active=True)] == [
        (owner.email, True)
    ]
