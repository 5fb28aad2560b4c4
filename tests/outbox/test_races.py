"""Several senders at the same moment, each with its own connection to the database."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from accounts.models import User
from outbox import breaker, claims
from outbox.claims import Claim
from outbox.heartbeat import beat
from outbox.models import Delivery, Heartbeat
from outbox.states import State
from tests.outbox.stage import LETTER, NOW, Memory, a_delivery, deliver

pytestmark = pytest.mark.django_db(transaction=True)

SENDERS = 4


def at_the_same_time(work: Callable[[], Any], times: int = SENDERS) -> list[Any]:
    """Run `work` in so many threads that start together; their results."""
    gate = threading.Barrier(times)

    def one() -> Any:
        try:
            gate.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(one) for _ in range(times)]]


def test_one_of_many_claims_wins(owner: User) -> None:
    for _ in range(5):
        row = a_delivery(owner)
        won = at_the_same_time(lambda pk=row.pk: claims.claim(pk, {LETTER.name: LETTER}, NOW))
        assert sum(isinstance(result, Claim) for result in won) == 1


def test_many_senders_send_each_mail_once(owner: User) -> None:
    for _ in range(20):
        a_delivery(owner)
    way_out = Memory()
    at_the_same_time(lambda: deliver(way_out))
    copies = Counter(str(mail["Message-ID"]) for mail in way_out.mails)
    assert len(copies) == 20
    assert set(copies.values()) == {1}
    assert Delivery.objects.filter(state=State.SENT, transmissions=1, attempt=1).count() == 20


def test_many_first_heartbeats_make_one_row(transactional_db: None) -> None:
    at_the_same_time(lambda: beat("tick", NOW))
    assert Heartbeat.objects.get().at == NOW


def test_a_breaker_tripped_by_many_counts_them_all(transactional_db: None) -> None:
    at_the_same_time(lambda: breaker.trip("refused", NOW))
    assert breaker.is_open(NOW)
    breaker.close()
    assert not breaker.is_tripped()
