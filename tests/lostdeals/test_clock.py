from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from lostdeals import clock, tasks
from outbox import troubles
from outbox.models import Heartbeat, Trouble

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def broken(*args: object) -> None:
    raise RuntimeError("this step is broken")


def fails_for_two(now: datetime) -> int:
    return 2


@pytest.mark.django_db
def test_a_broken_step_stops_no_other_and_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[datetime] = []
    report = clock.tick(NOW, steps={"first": seen.append, "second": broken, "third": seen.append})
    assert seen == [NOW, NOW]
    assert (report.done, report.broken, report.ok) == (("first", "third", "heartbeat"), ("second",), False)
    assert "second" in caplog.text
    assert "this step is broken" in caplog.text


@pytest.mark.django_db
def test_a_step_that_failed_for_somebody_is_reported_with_how_many() -> None:
    report = clock.tick(NOW, steps={"first": fails_for_two, "second": broken, "third": lambda now: 0})
    assert (report.faults, report.ok) == ({"first": 2, "second": 0}, False)
    assert report.done == ("third", "heartbeat")
    assert dict(Trouble.objects.values_list("part", "people")) == {"first": 2, "second": 0}


@pytest.mark.django_db
def test_the_heartbeat_comes_last_so_that_a_hanging_tick_is_a_missing_one() -> None:
    def look(now: datetime) -> None:
        assert not Heartbeat.objects.exists()

    assert clock.tick(NOW, steps={"look": look}).done == ("look", "heartbeat")
    assert Heartbeat.objects.get().at == NOW
    assert list(clock.STEPS) == [
        "fade debriefs",
        "plan digests",
        "plan letters of the month",
        "deliver mail",
        "settle mail",
        "keep search",
        "make backup",
    ]


@pytest.mark.django_db
def test_a_tick_that_cannot_note_what_failed_is_a_missing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(troubles, "note", broken)
    assert clock.tick(NOW, steps={"first": broken}).broken == ("first", "heartbeat")
    assert not Heartbeat.objects.exists()


@pytest.mark.django_db
def test_the_command_ticks_once_and_says_nothing_when_all_is_well() -> None:
    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("tick", stdout=out)
        call_command("tick", stdout=out)
    assert Heartbeat.objects.get(process="tick").at == NOW
    assert out.getvalue() == ""


@pytest.mark.django_db
def test_the_command_ends_badly_when_a_step_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(clock.STEPS, "plan digests", broken)
    with pytest.raises(CommandError, match="plan digests"):
        call_command("tick")
    assert Heartbeat.objects.filter(process="tick").exists()


@pytest.mark.django_db
def test_the_task_ticks_and_notes_that_the_worker_lives() -> None:
    with time_machine.travel(NOW, tick=False) as moment:
        tasks.tick()
        moment.shift(timedelta(minutes=1))
        tasks.tick()
    beats = dict(Heartbeat.objects.values_list("process", "at"))
    assert beats == {"tick": NOW + timedelta(minutes=1), "worker": NOW + timedelta(minutes=1)}


@pytest.mark.django_db
def test_reconcile_reports_in_numbers_and_can_run_again() -> None:
    out = StringIO()
    call_command("reconcile", stdout=out)
    call_command("reconcile", stdout=out)
    tasks.reconcile()
    assert out.getvalue() == "0 active plans, 0 healed.\n" * 2


@pytest.mark.django_db
def test_long_work_has_a_turn_of_its_own_so_that_no_tick_waits_for_it() -> None:
    assert list(clock.LONG_STEPS) == ["do long work"]
    with time_machine.travel(NOW, tick=False):
        tasks.long_work()
    assert dict(Heartbeat.objects.values_list("process", "at")) == {"long work": NOW}


@pytest.mark.django_db
def test_the_command_does_it_after_the_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(clock, "STEPS", {"tick": lambda now: seen.append("tick")})
    monkeypatch.setattr(clock, "LONG_STEPS", {"long": lambda now: seen.append("long")})
    call_command("tick")
    assert seen == ["tick", "long"]
    monkeypatch.setitem(clock.LONG_STEPS, "long", broken)
    with pytest.raises(CommandError, match="long"):
        call_command("tick")
