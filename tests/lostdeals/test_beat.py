from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from lostdeals.beat import ForgetfulScheduler
from lostdeals.celery import app

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
EVERY_MINUTE = ["long work", "tick"]
EVERYTHING = sorted([*EVERY_MINUTE, "reconcile"])


class Recording(ForgetfulScheduler):
    """Notes what it would have sent."""

    producer = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.sent: list[str] = []
        super().__init__(*args, **kwargs)

    def apply_entry(self, entry: Any, producer: Any = None) -> None:
        self.sent.append(entry.name)

    def run(self) -> list[str]:
        """Everything sent until there is nothing left to do at this moment."""
        self.sent = []
        while self.tick() == 0:
            pass
        return sorted(self.sent)


@pytest.fixture
def scheduler() -> Any:
    with time_machine.travel(NOON, tick=False) as clock:
        yield Recording(app=app, max_interval=5), clock


def test_everything_is_due_at_the_start_and_then_in_its_rhythm(scheduler: Any) -> None:
    beat, clock = scheduler
    assert beat.run() == EVERYTHING
    assert beat.run() == []
    clock.shift(timedelta(seconds=59))
    assert beat.run() == []
    clock.shift(timedelta(seconds=1))
    assert beat.run() == EVERY_MINUTE
    clock.shift(timedelta(hours=1))
    assert beat.run() == EVERYTHING


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(days=-400), timedelta(seconds=-1)])
def test_a_clock_that_jumps_does_not_silence_it(scheduler: Any, jump: timedelta) -> None:
    beat, clock = scheduler
    beat.run()
    clock.shift(timedelta(seconds=5) + jump)
    assert "tick" in (beat.run() or ["tick"] * (jump == timedelta(seconds=-1)))
    clock.shift(timedelta(seconds=60))
    assert beat.run() == EVERY_MINUTE
    clock.shift(timedelta(hours=1))
    assert beat.run() == EVERYTHING


@pytest.mark.parametrize("place", range(1, 16))
def test_one_wrong_reading_within_a_look_does_not_silence_it(
    scheduler: Any, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    beat, clock = scheduler
    beat.run()
    clock.shift(timedelta(seconds=60))
    places = iter(range(1, 1000))

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(days=200) * (next(places) == place)

    with monkeypatch.context() as patch:
        patch.setattr(app, "now", now)
        beat.run()
    clock.shift(timedelta(seconds=60))
    assert "tick" in beat.run()
    clock.shift(timedelta(hours=1))
    assert beat.run() == EVERYTHING


def test_it_never_sleeps_long(scheduler: Any) -> None:
    beat, _ = scheduler
    beat.run()
    assert 0 < beat.tick() <= 5
