from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client

from accounts.models import User
from lostdeals.health import problems
from outbox import breaker
from outbox.health import MailHealth
from outbox.heartbeat import beat
from outbox.models import Delivery

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
WELL = MailHealth(tick_age_seconds=30, oldest_pending_seconds=None, breaker_open=False)


@pytest.fixture(autouse=True)
def at_eight() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any) -> None:
        raise OperationalError("the server is gone, password hunter2")

    monkeypatch.setattr(connection, "cursor", refuse)


def waiting_mail(recipient: User, since: timedelta) -> Delivery:
    due = NOW - since
    return Delivery.objects.create(
        kind="digest-daily", recipient=recipient, address=recipient.email, period_key="2026-03-02",
        due_at=due, next_attempt_at=due, created_at=due,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/livez", "/healthz"])
def test_an_anonymous_monitor_is_answered_in_plain_words_or_json(client: Client, path: str) -> None:
    beat("tick", NOW)
    plain = client.get(path)
    as_json = client.get(path, headers={"accept": "application/json"})
    assert (plain.status_code, plain.content) == (200, b"Everything works.\n")
    assert as_json.json() == {"ok": True, "problems": []}
    assert "no-store" in plain["Cache-Control"]
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_health_is_bad_until_the_clock_ticks_and_when_it_stops(client: Client) -> None:
    assert client.get("/healthz").status_code == 503
    beat("tick", NOW - timedelta(minutes=5))
    assert client.get("/healthz").status_code == 200
    beat("tick", NOW - timedelta(minutes=5, seconds=1))
    stale = client.get("/healthz", headers={"accept": "application/json"})
    assert stale.status_code == 503
    assert stale.json() == {"ok": False, "problems": ["clock"]}
    assert client.get("/livez").status_code == 200


@pytest.mark.django_db
def test_a_mail_that_waits_too_long_makes_health_bad_and_names_nobody(client: Client, owner: User) -> None:
    beat("tick", NOW)
    delivery = waiting_mail(owner, since=timedelta(minutes=15))
    assert client.get("/healthz").status_code == 200
    longer = NOW - timedelta(minutes=16)
    Delivery.objects.filter(pk=delivery.pk).update(due_at=longer, created_at=longer)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.content == b"A mail has been waiting for more than 15 minutes.\n"


@pytest.mark.django_db
def test_a_mail_server_that_refuses_us_makes_health_bad_until_it_lets_us_in(client: Client) -> None:
    beat("tick", NOW)
    breaker.trip("535 bad password hunter2", NOW)
    answer = client.get("/healthz", headers={"accept": "application/json"})
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "problems": ["mail_server"]}
    breaker.close()
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("no_database")
@pytest.mark.parametrize("path", ["/livez", "/healthz"])
def test_without_a_database_the_answer_is_503_and_tells_no_secret(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 503
    assert answer.content == b"The database does not answer.\n"


def test_every_problem_is_named() -> None:
    worst = MailHealth(None, oldest_pending_seconds=901, breaker_open=True, failing={"plan digests": 2})
    assert list(problems(worst)) == ["clock", "mail", "mail_server", "plan_digests"]
    assert problems(WELL) == {}
