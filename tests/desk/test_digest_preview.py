"""Today's digest on a page, and mailed to oneself at the press of a button."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from outbox.models import Delivery
from tests.cast import NINE
from tests.desk.reading import read, said
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log
from tests.security.tables import everything_stored

PREVIEW, HTML, SEND = (f"/settings/digest/{rest}" for rest in ("preview/", "preview/html/", "send/"))


@pytest.fixture
def somebody_due(owner: User) -> None:
    log(owner, "Ingrid Solheim", on=day(-45), in_their_words="Come back <b>in spring</b>.")


@pytest.mark.usefixtures("somebody_due")
def test_it_is_shown_as_it_would_leave_now_and_looking_changes_nothing(desk: Client) -> None:
    before = everything_stored()
    page = read(desk.get(PREVIEW))
    assert page.one("h1").text == "Today: Ingrid Solheim"
    assert "“Come back <b>in spring</b>.”" in page.one("div", class_="mail-body").text
    assert page.one("a", href=HTML).attrs["target"] == "_blank"
    assert "Come back &lt;b&gt;in spring" in desk.get(PREVIEW).content.decode()
    answer = desk.get(HTML)
    assert "“Come back &lt;b&gt;in spring&lt;/b&gt;.”" in answer.content.decode()
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    assert everything_stored() == before


@pytest.mark.usefixtures("somebody_due")
def test_it_says_what_the_wishes_say(desk: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(digest_without_names=True)
    for address in (PREVIEW, HTML):
        answer = desk.get(address).content.decode()
        assert "Today: one person" in answer
        assert "Ingrid" not in answer


def test_on_a_quiet_day_it_says_so(desk: Client) -> None:
    assert read(desk.get(PREVIEW)).one("h1").text == "Nobody today"


@pytest.mark.usefixtures("somebody_due")
def test_everybody_sees_their_own(colleague: User) -> None:
    assert "Ingrid" not in signed_in(colleague).get(PREVIEW).content.decode()


def test_the_settings_lead_there(desk: Client) -> None:
    assert read(desk.get("/settings/")).one("a", href=PREVIEW)


def test_pressed_twice_it_is_one_mail_and_later_another(
    desk: Client, owner: User, clock: time_machine.Traveller
) -> None:
    first = desk.post(SEND)
    assert (first.status_code, first["Location"]) == (303, PREVIEW)
    assert "It leaves within a minute." in said(read(desk.get(PREVIEW)))
    clock.move_to(NINE + timedelta(minutes=9))
    desk.post(SEND)
    assert "One was on its way a moment ago." in said(read(desk.get(PREVIEW)))
    [row] = Delivery.objects.all()
    assert (row.kind, row.recipient, row.owner, row.address) == ("digest-now", owner, owner, owner.email)
    clock.move_to(NINE + timedelta(minutes=10))
    desk.post(SEND)
    assert Delivery.objects.count() == 2


def test_another_ones_mail_stands_in_nobodys_way(desk: Client, colleague: User) -> None:
    desk.post(SEND)
    signed_in(colleague).post(SEND)
    assert Delivery.objects.count() == 2
