"""A process says that it lives, whatever its own work does meanwhile."""

import threading
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError

from lostdeals import pulse as pulses
from lostdeals.celery import app
from lostdeals.pulse import Pulse
from outbox.models import Heartbeat
from tests.lostdeals.launching import wait_until
from tests.lostdeals.test_beat import Recording


def seen(process: str) -> datetime | None:
    return Heartbeat.objects.filter(process=process).values_list("at", flat=True).first()


@pytest.mark.django_db(transaction=True)
def test_a_steady_pulse_goes_on_by_itself() -> None:
    pulse = Pulse("web", steady=True, every_seconds=0.05)
    pulse.start()
    wait_until(lambda: seen("web") is not None, "the first beat")
    first = seen("web")
    wait_until(lambda: seen("web") != first, "another one")
    pulse.end()
    pulse.join(5)
    assert not pulse.is_alive()


@pytest.mark.django_db(transaction=True)
def test_one_that_has_to_be_felt_stops_when_the_work_stops() -> None:
    pulse = Pulse("beat", steady=False, every_seconds=0.05)
    pulse.start()
    pulse.feel()
    wait_until(lambda: seen("beat") is not None, "a beat")
    last = seen("beat")
    threading.Event().wait(0.3)
    assert seen("beat") == last
    pulse.feel()
    wait_until(lambda: seen("beat") != last, "the next one")
    pulse.end()
    pulse.join(5)


def test_a_database_that_does_not_answer_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[str] = []

    def refuse(process: str, now: datetime) -> None:
        calls.append(process)
        raise OperationalError("gone\nwith a secret")

    monkeypatch.setattr(pulses, "beat", refuse)
    monkeypatch.setattr(pulses, "connection", SimpleNamespace(close=lambda: None))
    pulse = Pulse("web", steady=True, every_seconds=0.01)
    pulse.start()
    wait_until(lambda: len(calls) > 1, "a second try")
    pulse.end()
    pulse.join(5)
    assert "web could not note that it lives: gone" in caplog.text
    assert "secret" not in caplog.text


def test_the_scheduler_is_felt_each_time_it_looks() -> None:
    looks: list[Any] = []
    beat = Recording(app=app, max_interval=5)
    beat.on_look = lambda: looks.append(1)
    beat.tick()
    beat.tick()
    assert len(looks) == 2
