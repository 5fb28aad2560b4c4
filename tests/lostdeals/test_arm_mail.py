"""A copy says that it mails nobody, to whoever looks at a page or watches it; `arm_mail` ends that."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from lostdeals import clock
from outbox.heartbeat import beat
from outbox.models import Arming, Delivery
from outbox.states import State
from tests.cast import NINE
from tests.desk.reading import read
from tests.desk.visiting import signed_in
from tests.outbox.stage import OFFER, a_delivery

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_copy(tmp_path: Path, settings: Any, db: None) -> Iterator[None]:
    """A database that was copied from another installation, in a var/ of its own; it is nine."""
    settings.VAR_DIR = tmp_path
    Arming.objects.create(channel="mail", mark="a mark from elsewhere", at=NINE)
    beat("tick", NINE)
    with time_machine.travel(NINE, tick=False):
        yield


def said() -> str:
    out = StringIO()
    call_command("arm_mail", stdout=out)
    return out.getvalue()


def test_every_page_says_that_it_is_a_copy_until_it_is_armed(owner: User) -> None:
    client = signed_in(owner)
    for address in ("/", "/mail/", "/no/"):
        assert "it mails nobody" in read(client.get(address)).one(data_banner="warn").text
    assert said() == "Armed: from the next tick on mail leaves from here.\n"
    assert "it mails nobody" not in client.get("/").content.decode()


def test_a_monitor_hears_it_too() -> None:
    answer = Client().get("/healthz", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["problems"]) == (503, ["disarmed"])
    said()
    assert Client().get("/healthz").status_code == 200


def test_a_copy_that_ticks_mails_nobody_and_works_otherwise(owner: User) -> None:
    row = a_delivery(owner, due_at=NINE)
    assert clock.tick(NINE).ok
    row.refresh_from_db()
    assert row.state == State.PENDING


def test_arming_holds_what_waited_for_prospects(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = (*clock.MAIL_KINDS, OFFER)
    monkeypatch.setattr("lostdeals.management.commands.arm_mail.MAIL_KINDS", kinds)
    a_delivery(owner, OFFER)
    assert "1 mails to prospects wait" in said()
    assert Delivery.objects.get().state == State.HELD


def test_a_second_time_nothing_happens() -> None:
    said()
    before = Arming.objects.get()
    assert said() == "This installation may mail already.\n"
    assert Arming.objects.get().at == before.at


def test_its_help_tells_when_it_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("arm_mail", "--help")
    assert ended.value.code == 0
    assert "after a restore" in " ".join(capsys.readouterr().out.split())
