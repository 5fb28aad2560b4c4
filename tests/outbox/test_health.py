"""What /healthz and the banner learn about the mail."""

import pytest

from accounts.models import User
from outbox import breaker
from outbox.health import mail_health
from outbox.heartbeat import beat
from outbox.models import Heartbeat
from outbox.states import State
from tests.outbox.stage import HOUR, MINUTE, NOW, Memory, a_delivery, deliver

pytestmark = pytest.mark.django_db


def test_a_clock_that_never_ticked_has_no_age() -> None:
    assert mail_health(NOW).tick_age_seconds is None


def test_the_age_of_the_last_tick_is_in_seconds() -> None:
    beat("tick", NOW - MINUTE)
    beat("worker", NOW)
    assert mail_health(NOW).tick_age_seconds == 60


def test_a_tick_in_the_future_is_as_bad_as_one_long_ago() -> None:
    beat("tick", NOW + HOUR)
    assert mail_health(NOW).tick_age_seconds == 3600


def test_a_process_beats_in_one_row() -> None:
    beat("tick", NOW - MINUTE)
    beat("tick", NOW)
    assert Heartbeat.objects.get(process="tick").at == NOW


def test_nothing_waiting_has_no_age(owner: User) -> None:
    a_delivery(owner)
    deliver(Memory())
    a_delivery(owner, due_at=NOW + HOUR)
    assert mail_health(NOW + MINUTE).oldest_pending_seconds is None


def test_the_oldest_waiting_mail_is_told(owner: User) -> None:
    a_delivery(owner, due_at=NOW - HOUR)
    a_delivery(owner, due_at=NOW - MINUTE)
    assert mail_health(NOW).oldest_pending_seconds == 3600


def test_a_mail_made_late_waits_since_it_was_made(owner: User) -> None:
    a_delivery(owner, due_at=NOW - HOUR, created_at=NOW - MINUTE)
    assert mail_health(NOW).oldest_pending_seconds == 60


def test_a_mail_held_for_a_person_does_not_wait(owner: User) -> None:
    a_delivery(owner, due_at=NOW - HOUR, state=State.HELD)
    assert mail_health(NOW).oldest_pending_seconds is None


def test_the_breaker_is_told_until_a_connection_works() -> None:
    breaker.trip("refused", NOW - HOUR)
    assert mail_health(NOW).breaker_open
    deliver(Memory())
    assert not mail_health(NOW).breaker_open
