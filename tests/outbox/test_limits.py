"""How much leaves in one run, and what is too late to leave at all."""

from typing import Any

import pytest

from accounts.models import User
from outbox import breaker
from outbox.models import Breaker
from outbox.states import State
from tests.outbox.stage import DAY, HOUR, LETTER, MINUTE, NOW, OFFER, Memory, a_delivery, deliver

pytestmark = pytest.mark.django_db


def test_the_setting_bounds_a_run_and_the_next_goes_on(owner: User, settings: Any) -> None:
    settings.MAILS_PER_RUN = 2
    for _ in range(3):
        a_delivery(owner)
    assert [deliver(Memory()).sent for _ in range(3)] == [2, 1, 0]


def test_the_oldest_leave_first(owner: User, settings: Any) -> None:
    settings.MAILS_PER_RUN = 1
    a_delivery(owner)
    old = a_delivery(owner, due_at=NOW - HOUR)
    deliver(Memory())
    old.refresh_from_db()
    assert old.state == State.SENT


def test_mail_to_a_prospect_over_a_week_late_is_dropped_and_says_why(owner: User) -> None:
    late = a_delivery(owner, OFFER, due_at=NOW - 7 * DAY - MINUTE)
    in_time = a_delivery(owner, OFFER, due_at=NOW - 7 * DAY)
    way_out = Memory()
    assert deliver(way_out).left_in == {State.DROPPED: 1, State.SENT: 1}
    late.refresh_from_db()
    in_time.refresh_from_db()
    assert (late.state, late.error) == (State.DROPPED, "more than seven days late")
    assert in_time.state == State.SENT


def test_mail_to_our_own_people_is_not_dropped_for_being_late(owner: User) -> None:
    a_delivery(owner, LETTER, due_at=NOW - 30 * DAY)
    assert deliver(Memory()).sent == 1


def test_the_breaker_knows_since_when_the_server_refuses(owner: User) -> None:
    breaker.trip("refused", NOW)
    breaker.trip("refused again", NOW + MINUTE)
    row = Breaker.objects.get()
    assert (row.since, row.failures, row.reason) == (NOW, 2, "refused again")
    breaker.close()
    row.refresh_from_db()
    assert row.since is None
