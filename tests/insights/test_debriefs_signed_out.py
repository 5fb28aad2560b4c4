"""A session that ran out under the five questions: what was typed is shown again, and not saved."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from insights.models import Debrief
from tests.desk.reading import said
from tests.desk.signing_out import fill_in, holds, run_out, shown_after
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log, nine_on

TOGETHER = "/insights/debriefs/together/"


@pytest.fixture(autouse=True)
def on_that_tuesday() -> Iterator[None]:
    with time_machine.travel(nine_on(day(1)), tick=False):
        yield


@pytest.mark.parametrize("at_once", [False, True])
def test_what_was_answered_is_shown_again_after_signing_in(owner: User, *, at_once: bool) -> None:
    desk, loss = signed_in(owner), log(owner)
    address = TOGETHER if at_once else f"/insights/debriefs/{loss.pk}/"
    part = f"no-{loss.pk}-" if at_once else ""
    answers = {f"{part}needs": "partly", f"{part}needs_line": "Half of it", f"{part}lesson": "Ask first"}
    typed = fill_in(desk, address, address, **answers)
    run_out(desk)
    page = shown_after(desk, desk.post(address, typed), owner)
    assert holds(page, address, typed)
    assert "You were signed out. Here is what you typed; nothing has been saved yet." in said(page)
    assert not Debrief.objects.exists()
    assert desk.post(address, typed).status_code == 303
    assert Debrief.objects.get().lesson == "Ask first"


def test_nobody_else_is_shown_it(owner: User, manager: User) -> None:
    desk, loss = signed_in(owner), log(owner)
    address = f"/insights/debriefs/{loss.pk}/"
    typed = fill_in(desk, address, address, needs="no", lesson="Quetzal")
    run_out(desk)
    answer = desk.post(address, typed)
    page = shown_after(Client(SERVER_NAME="localhost"), answer, manager)
    assert "Quetzal" not in page.text
