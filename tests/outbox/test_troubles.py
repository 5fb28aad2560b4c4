"""What fails is kept while it fails, and said when it fails again."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NoReturn

import pytest

from accounts.models import User
from outbox import troubles
from outbox.health import mail_health
from outbox.models import Delivery, Trouble
from outbox.patience import LONGEST_WAIT
from outbox.states import State
from tests.outbox.stage import (
    HOUR,
    LETTER,
    MINUTE,
    NOW,
    OFFER,
    PAPER,
    Memory,
    a_delivery,
    deliver,
)

pytestmark = pytest.mark.django_db


def test_once_is_noted_and_not_said() -> None:
    troubles.note("plan digests", 1, NOW)
    assert Trouble.objects.get().turns == 1
    assert mail_health(NOW).failing == {}


def test_twice_in_a_row_is_said_with_the_number_of_people_of_the_last_time() -> None:
    troubles.note("plan digests", 1, NOW)
    troubles.note("plan digests", 3, NOW + MINUTE)
    row = Trouble.objects.get()
    assert (row.since, row.last_at, row.turns) == (NOW, NOW + MINUTE, 2)
    assert mail_health(NOW + MINUTE).failing == {"plan digests": 3}


def test_what_goes_through_again_is_forgotten_and_nothing_else() -> None:
    for part in ("plan digests", "deliver mail"):
        troubles.note(part, 0, NOW)
        troubles.note(part, 0, NOW + MINUTE)
    troubles.end(["plan digests", "fade debriefs"])
    assert mail_health(NOW + MINUTE).failing == {"deliver mail": 0}


def test_now_and_then_is_not_said() -> None:
    for minute in range(0, 10, 2):
        troubles.note("plan digests", 1, NOW + minute * MINUTE)
        assert mail_health(NOW + minute * MINUTE).failing == {}
        troubles.end(["plan digests"])


def test_what_has_its_turn_once_an_hour_is_said_until_then() -> None:
    troubles.note("reconcile plans", 1, NOW)
    troubles.note("reconcile plans", 1, NOW + HOUR)
    assert "reconcile plans" in mail_health(NOW + 2 * HOUR).failing


def test_a_part_that_is_not_there_any_more_is_not_said_for_ever() -> None:
    troubles.note("an old name", 1, NOW)
    troubles.note("an old name", 1, NOW + MINUTE)
    assert mail_health(NOW + timedelta(hours=3)).failing == {}


def test_mails_that_meet_a_fault_of_ours_are_counted(owner: User) -> None:
    def broken(delivery: Delivery, now: datetime) -> NoReturn:
        raise RuntimeError("broken")

    kinds = (
        replace(LETTER, render=broken),
        replace(OFFER, on_sent=broken),
        replace(PAPER, may_send=broken),
    )
    for kind in kinds:
        a_delivery(owner, kind)
    a_delivery(owner, replace(LETTER, name="fine"))
    report = deliver(Memory(), kinds=(*kinds, replace(LETTER, name="fine")))
    assert (report.failed, report.sent) == (3, 2)


def test_a_next_try_a_clock_set_that_was_ahead_holds_nobody_back(owner: User) -> None:
    row = a_delivery(owner, next_attempt_at=NOW + timedelta(days=200))
    deliver(Memory())
    row.refresh_from_db()
    assert row.state == State.SENT


def test_a_mail_of_later_and_one_that_waits_for_its_next_try_are_left_alone(owner: User) -> None:
    a_delivery(owner, due_at=NOW + timedelta(days=200))
    a_delivery(owner, next_attempt_at=NOW + LONGEST_WAIT)
    assert deliver(Memory()).sent == 0
