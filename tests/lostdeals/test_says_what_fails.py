"""A tick that goes on although something in it fails says so, on /healthz and in the banner."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from desk.context import banners
from desk.troubles import WORDS
from digests import steps
from followups import reconciliation
from followups.models import FollowUp
from lostdeals import clock, tasks
from outbox.health import mail_health
from outbox.models import Heartbeat
from tests.cast import MONDAY
from tests.digests.stage import TUESDAY, at, hears_no

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SAID = "The reminder mail of one person cannot be put together. Today is right all the same."


@pytest.fixture
def morning(owner: User) -> Iterator[Any]:
    """Tuesday, the minute the owner's digest is due."""
    hears_no(owner)
    clock.tick(at(owner, MONDAY, 12, 0))
    with time_machine.travel(at(owner, TUESDAY), tick=False) as moment:
        yield moment


@pytest.fixture
def broken_wishes(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    def refuse(*args: object) -> object:
        raise RuntimeError("these wishes are broken")

    with monkeypatch.context() as patch:
        patch.setattr(steps, "wishes_of", refuse)
        yield patch


def health(client: Client) -> tuple[int, Any]:
    answer = client.get("/healthz", headers={"accept": "application/json"})
    return answer.status_code, answer.json()["problems"]


def said(moment: datetime) -> list[str]:
    return [banner["text"] for banner in banners(mail_health(moment)) if banner["level"] == "warn"]


def test_a_digest_that_fails_at_each_tick_is_said_within_five_minutes_and_until_it_goes_through(
    client: Client, owner: User, morning: Any, broken_wishes: pytest.MonkeyPatch
) -> None:
    tasks.tick()
    assert health(client) == (200, [])  # once may have been a locked database
    morning.shift(MINUTE)
    tasks.tick()
    assert health(client) == (503, ["plan_digests"])
    assert said(at(owner, TUESDAY) + MINUTE) == [SAID]
    assert Heartbeat.objects.get(process="tick").at == at(owner, TUESDAY) + MINUTE
    broken_wishes.undo()
    morning.shift(MINUTE)
    tasks.tick()
    assert health(client) == (200, [])
    assert said(at(owner, TUESDAY) + 2 * MINUTE) == []


def test_the_words_name_nobody(
    client: Client, owner: User, morning: Any, broken_wishes: pytest.MonkeyPatch
) -> None:
    for _minute in range(2):
        tasks.tick()
    assert client.get("/healthz").content.decode() == SAID + "\n"


def test_the_banner_stands_on_the_page(
    client: Client, owner: User, morning: Any, broken_wishes: pytest.MonkeyPatch
) -> None:
    for _minute in range(2):
        tasks.tick()
    client.force_login(owner, "allauth.account.auth_backends.AuthenticationBackend")
    assert SAID in client.get("/").content.decode()


@pytest.mark.parametrize("name", list(clock.STEPS))
def test_a_step_that_is_broken_as_a_whole_is_said(
    client: Client, owner: User, morning: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def refuse(now: object) -> None:
        raise RuntimeError("this step is broken")

    with monkeypatch.context() as patch:
        patch.setitem(clock.STEPS, name, refuse)
        for _minute in range(2):
            tasks.tick()
            morning.shift(MINUTE)
    assert health(client) == (503, [name.replace(" ", "_")])
    assert len(said(at(owner, TUESDAY) + 2 * MINUTE)) == 1
    tasks.tick()
    assert health(client) == (200, [])


def test_a_plan_that_cannot_be_healed_is_said_and_a_tick_takes_nothing_back(
    client: Client, owner: User, morning: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> object:
        raise RuntimeError("this plan is broken")

    with monkeypatch.context() as patch:
        patch.setattr(reconciliation, "_heal", refuse)
        FollowUp.objects.filter(kind="check_in").delete()
        for _hour in range(2):
            tasks.reconcile()
            tasks.tick()
            morning.shift(60 * MINUTE)
    tasks.tick()
    assert health(client) == (503, ["reconcile_plans"])
    tasks.reconcile()
    assert health(client) == (200, [])


def test_there_are_words_for_every_part_and_for_one_nobody_foresaw() -> None:
    assert set(WORDS) == {*clock.STEPS, *clock.HOURLY_STEPS, *clock.LONG_STEPS}
    sentences = {word(people) for word in WORDS.values() for people in (0, 1, 2)}
    assert all(sentence.endswith(".") and "%" not in sentence for sentence in sentences)
    assert len({word(0) for word in WORDS.values()}) == len(WORDS), "each in words of its own"
