"""Of a run's many commits one for each mail waits for the disk: the mark before a copy leaves."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection

from accounts.models import User
from outbox import claims
from outbox.kinds import SEND, Verdict
from outbox.message import Message
from outbox.models import Delivery
from tests.outbox.stage import LETTER, Memory, a_delivery, deliver

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL always waits"),
]
NORMAL, FULL = "1", "2"


def synchronous() -> str:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        return str(cursor.fetchone()[0])


@pytest.fixture(autouse=True)
def as_it_runs(transactional_db: None) -> Iterator[None]:
    """The tests' own database does not wait at all."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous = {FULL}")
    yield
    connection.close()


def test_the_mark_before_a_copy_leaves_waits_and_the_claim_does_not(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, str] = {}
    mark = claims.mark_transmission

    def may_send(delivery: Delivery, now: datetime) -> Verdict:
        seen["claim"] = synchronous()
        return SEND

    def marking(taken: claims.Claim, message: Message, now: datetime) -> None:
        seen["mark"] = synchronous()
        mark(taken, message, now)

    monkeypatch.setattr(claims, "mark_transmission", marking)
    a_delivery(owner)
    assert deliver(Memory(), kinds=(replace(LETTER, may_send=may_send),)).sent == 1
    assert seen == {"claim": NORMAL, "mark": FULL}
    assert synchronous() == FULL
