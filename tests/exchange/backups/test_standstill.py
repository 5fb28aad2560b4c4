"""What runs and what exchanges the database keep out of each other's way."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from exchange.backups import standstill
from exchange.backups.refusals import BackupError
from exchange.backups.standstill import nothing_runs, running
from outbox.heartbeat import beat
from outbox.models import Heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A var/ of its own, in which hearts beat quickly."""
    settings.VAR_DIR, settings.TICK_SECONDS = tmp_path, 0.1
    monkeypatch.setattr(standstill, "PULSE_SECONDS", 0.2)
    monkeypatch.setattr(standstill, "SPARE_SECONDS", 0.1)
    monkeypatch.setattr(standstill, "POLL_SECONDS", 0.05)


def test_nothing_begins_while_the_database_is_exchanged() -> None:
    with nothing_runs(print, look=False):
        with running() as may_run:
            assert not may_run
        with pytest.raises(CommandError, match="being restored or moved"):
            call_command("tick")
        with pytest.raises(SystemExit, match="being restored or moved"):
            call_command("serve")
    with running() as may_run:
        assert may_run


def test_several_may_run_and_none_of_them_lets_it_be_exchanged() -> None:
    with running() as one, running() as other:
        assert one
        assert other
        with pytest.raises(BackupError, match="is running"), nothing_runs(print, look=False):
            pytest.fail("it was exchanged")


def test_whoever_stopped_a_moment_ago_is_waited_for_and_does_not_stand_in_the_way() -> None:
    said: list[str] = []
    beat("web", timezone.now())
    with nothing_runs(said.append):
        assert "a moment ago" in said[0]


def test_who_stopped_long_ago_is_not_waited_for() -> None:
    said: list[str] = []
    beat("web", timezone.now() - timedelta(hours=1))
    beat("backup", timezone.now())  # no process, but when something was done
    with nothing_runs(said.append):
        assert said == []


def test_whoever_beats_meanwhile_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    beat("worker", timezone.now())
    seen = iter([standstill._beats(), {"worker": timezone.now() + timedelta(seconds=1)}])
    monkeypatch.setattr(standstill, "_beats", lambda: next(seen))
    with pytest.raises(BackupError, match=r"is running \(worker\)"), nothing_runs(print):
        pytest.fail("it was exchanged")
    assert Heartbeat.objects.count() == 1
