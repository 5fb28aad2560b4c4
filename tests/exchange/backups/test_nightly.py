"""The backup of every night: once a night, so many kept, and said when it cannot be made."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from exchange.backups import nightly
from exchange.backups.checking import check_backup
from exchange.backups.making import make_backup
from exchange.backups.nightly import back_up
from exchange.backups.refusals import BackupError
from lostdeals import clock
from outbox.heartbeat import beat
from outbox.models import Trouble
from tests.desk.reading import read
from tests.desk.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

# Two in the morning; a night begins at one.
NIGHT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any, owner: User) -> Path:
    """Somebody is there; backups are made, and two of them kept."""
    settings.BACKUPS_DIR = tmp_path / "backups"
    settings.BACKUPS_KEPT, settings.BACKUP_HOUR = 2, 1
    return tmp_path / "backups"


def made(folder: Path) -> list[str]:
    return sorted(path.name[:20] for path in folder.glob("[!.]*") if path.suffix != ".json")


def test_one_is_made_a_night_and_it_is_whole(folder: Path) -> None:
    for minutes in (0, 1, 600, 1379):
        back_up(NIGHT + timedelta(minutes=minutes))
    assert made(folder) == ["nightly-2026-03-02T0"]
    (path,) = (path for path in folder.glob("[!.]*") if path.suffix != ".json")
    manifest, counted = check_backup(path)
    assert manifest is not None
    assert counted["accounts_user"][0] == 1
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_night_begins_at_its_hour(folder: Path) -> None:
    back_up(NIGHT)
    back_up(NIGHT + timedelta(hours=22, minutes=59))
    assert len(made(folder)) == 1
    back_up(NIGHT + timedelta(hours=23))
    assert len(made(folder)) == 2


def test_a_machine_that_slept_makes_up_for_it_once(folder: Path) -> None:
    back_up(NIGHT)
    for hour in (7, 8, 9):
        back_up(NIGHT + 5 * DAY + timedelta(hours=hour))
    assert len(made(folder)) == 2


def test_the_newest_are_kept_and_what_was_made_by_hand_is_nobodys_business(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    for name in ("lostdeals-2020-01-01T000000Z.sqlite3", "before-restore-2020-01-01T000000Z.rows.gz"):
        (folder / name).touch()
    for night in range(4):
        back_up(NIGHT + night * DAY)
    assert made(folder) == [
        "before-restore-2020-", "lostdeals-2020-01-01", "nightly-2026-03-04T0", "nightly-2026-03-05T0"
    ]  # fmt: skip
    assert len(list(folder.glob("nightly-*.json"))) == 2


def test_what_a_night_left_that_was_cut_short_goes_with_the_next(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / "nightly-2026-03-01T020000Z.sqlite3.json").touch()
    back_up(NIGHT)
    assert len(list(folder.glob("*.json"))) == 1


def test_none_is_made_where_it_is_switched_off(folder: Path, settings: Any) -> None:
    settings.BACKUPS_KEPT = 0
    back_up(NIGHT)
    assert not folder.exists()


def test_none_is_made_before_there_is_an_account(folder: Path) -> None:
    User.objects.all().delete()
    back_up(NIGHT)
    assert not folder.exists()


def test_one_made_under_a_clock_that_was_ahead_counts_for_nothing(folder: Path) -> None:
    back_up(NIGHT + 30 * DAY)
    back_up(NIGHT)
    assert len(made(folder)) == 2
    assert nightly.last_made() == NIGHT


def test_without_room_it_says_so_and_writes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": 1000})())
    with pytest.raises(BackupError, match="no room"):
        back_up(NIGHT)
    assert made(folder) == []
    assert nightly.last_made() is None


def test_a_backup_that_fails_twice_is_said_to_everybody_until_it_works(
    folder: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_text("a file where the folder should be")
    only = {clock.BACKUP: clock.STEPS[clock.BACKUP]}
    for minute in (0, 1):
        assert clock.tick(NIGHT + timedelta(minutes=minute), only).broken == (clock.BACKUP,)
    with time_machine.travel(NIGHT + timedelta(minutes=2), tick=False):
        answer = client.get("/healthz", headers={"accept": "application/json"})
        assert answer.json() == {"ok": False, "problems": ["make_backup"]}
        assert "No backup can be made" in client.get("/healthz").content.decode()
        folder.unlink()
        assert clock.tick(NIGHT + timedelta(minutes=2), only).ok
        assert client.get("/healthz").status_code == 200


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A disk without room; how often it was tried."""
    tries: list[int] = []

    def no_room(*_: object) -> None:
        tries.append(1)
        raise BackupError("There is no room.")

    monkeypatch.setattr(nightly, "make_backup", no_room)
    return tries


def test_one_that_could_not_be_made_is_tried_again_after_ten_minutes(full: list[int]) -> None:
    for minute in range(25):
        with pytest.raises(BackupError):
            back_up(NIGHT + timedelta(minutes=minute))
    assert len(full) == 3


def test_until_then_it_stays_said(full: list[int], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only = {clock.BACKUP: clock.STEPS[clock.BACKUP]}
    for minute in range(3):
        assert not clock.tick(NIGHT + timedelta(minutes=minute), only).ok
    assert Trouble.objects.get().turns == 3
    monkeypatch.setattr(nightly, "make_backup", make_backup)
    assert clock.tick(NIGHT + timedelta(minutes=10), only).ok
    assert clock.tick(NIGHT + timedelta(minutes=11), only).ok
    assert not Trouble.objects.exists()
    assert len(made(folder)) == 1


def test_a_clock_that_was_set_back_keeps_nobody_waiting(full: list[int]) -> None:
    for moment in (NIGHT + DAY, NIGHT):
        with pytest.raises(BackupError):
            back_up(moment)
    assert len(full) == 2


def test_machines_that_share_a_database_make_one(folder: Path, tmp_path: Path, settings: Any) -> None:
    """While one is at it, with a folder and a lock of its own, another asks."""
    others: list[Path] = []

    def meanwhile(place: Path, now: datetime, prefix: str) -> None:
        settings.BACKUPS_DIR = tmp_path / f"other-{len(others)}"
        others.append(settings.BACKUPS_DIR)
        back_up(now + timedelta(seconds=1))
        make_backup(place, now, prefix)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nightly, "make_backup", meanwhile)
        back_up(NIGHT)
        assert len(others) == 1
        back_up(NIGHT + DAY)
    assert len(others) == 2
    assert len(made(folder)) == 1
    assert all(made(other) == [] for other in others[1:])


def test_of_two_that_ask_at_once_one_claims_the_try(monkeypatch: pytest.MonkeyPatch) -> None:
    for night, last in ((NIGHT, None), (NIGHT + DAY, NIGHT)):
        ours = night + timedelta(seconds=1)
        assert nightly._claims_a_try(night)
        with monkeypatch.context() as late:
            late.setattr(
                nightly, "_beat_of", lambda process, last=last: last if process == nightly.TRY else None
            )
            assert not nightly._claims_a_try(ours)


def test_the_start_does_not_wait_for_it() -> None:
    assert set(clock.STEPS) - set(clock.STEPS_OF_A_START) == {clock.BACKUP}


def test_the_mail_page_says_when_the_last_one_was_made(owner: User, settings: Any) -> None:
    client = signed_in(owner)

    def line() -> str:
        listed = read(client.get("/mail/")).one("section", aria_labelledby="state-h")
        texts = {name.text: text.text for name, text in zip(listed.all("dt"), listed.all("dd"), strict=True)}
        return texts["Backup"]

    assert line() == "none yet, one is made every night"
    settings.BACKUPS_KEPT = 0
    assert line() == "none is made by itself"
    beat(nightly.PROCESS, datetime.now(UTC))
    assert line().startswith("last made at")
