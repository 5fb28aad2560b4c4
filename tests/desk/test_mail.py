"""Mail: one's own, and its HTML at an address of its own."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from outbox import breaker
from outbox.models import Delivery, Heartbeat
from outbox.states import State
from tests.cast import NINE
from tests.desk.reading import read
from tests.desk.visiting import signed_in

EVIL = "<script>alert(1)</script>"
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


def mail_to(user: User, **fields: Any) -> Delivery:
    facts: dict[str, Any] = {
        "kind": "digest-daily", "recipient": user, "address": user.email, "period_key": "2026-03-02",
        "state": State.SENT, "sent_at": NINE, "due_at": NINE, "next_attempt_at": NINE, "created_at": NINE,
        "subject": "Two people to hear from", "body_text": f"Ingrid Solheim {EVIL}",
        "body_html": f"<style>p {{color: red}}</style><p>Ingrid</p>{EVIL}",
    }  # fmt: skip
    return Delivery.objects.create(**{**facts, **fields})


def test_own_mail_is_listed_with_its_state(desk: Client, owner: User) -> None:
    mail_to(owner)
    mail_to(owner, period_key="2026-03-03", state=State.FAILED, sent_at=None, error="550 no such user")
    page = read(desk.get("/mail/"))
    assert page.one("table").text.count("Two people to hear from") == 2
    rows = [[cell.text for cell in row.all("td")] for row in page.one("table").all("tr")[1:]]
    assert sorted(row[1:] for row in rows) == [
        ["Maren Vogt", "09:00", "Not deliveredThe mail server did not take it: 550 no such user"],
        ["Maren Vogt", "09:00", "Sent"],
    ]


def test_no_mail_yet_says_when_the_first_comes(desk: Client) -> None:
    assert "No mail yet." in read(desk.get("/mail/")).text


def test_that_mail_stays_as_files_is_said_everywhere_but_while_logging_a_no(desk: Client) -> None:
    for address in ("/", "/prospects/", "/mail/", "/settings/"):
        assert "Mail stays here as files" in read(desk.get(address)).one(data_banner="info").text
    assert not read(desk.get("/no/")).all(data_banner="info")


def test_a_mail_is_read_as_text(desk: Client, owner: User) -> None:
    delivery = mail_to(owner)
    page = read(desk.get(f"/mail/{delivery.pk}/"))
    assert f"Ingrid Solheim {EVIL}" in page.text
    assert page.one("a", href=f"/mail/{delivery.pk}/html/").attrs["target"] == "_blank"


def test_its_html_stands_under_its_own_sandbox(desk: Client, owner: User) -> None:
    answer = desk.get(f"/mail/{mail_to(owner).pk}/html/")
    assert answer.content.decode() == f"<style>p {{color: red}}</style><p>Ingrid</p>{EVIL}"
    assert answer["Content-Security-Policy"] == SANDBOX
    assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert answer["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("who", ["colleague", "manager", "stranger"])
def test_nobody_else_reads_it(who: str, owner: User, request: pytest.FixtureRequest) -> None:
    delivery, client = mail_to(owner), signed_in(request.getfixturevalue(who))
    assert "Two people" not in client.get("/mail/").content.decode()
    for address in (f"/mail/{delivery.pk}/", f"/mail/{delivery.pk}/html/"):
        assert client.get(address).status_code == 404


def test_mail_without_a_recipient_is_nobodys(desk: Client, owner: User) -> None:
    delivery = mail_to(owner, recipient=None, subject="Reset your password")
    assert "Reset your password" not in desk.get("/mail/").content.decode()
    assert desk.get(f"/mail/{delivery.pk}/").status_code == 404


def test_a_clock_that_stands_still_is_said(desk: Client) -> None:
    Heartbeat.objects.create(process="tick", at="2026-03-02T07:00Z")
    assert "The clock stands still" in read(desk.get("/")).one(data_banner="warn").text


def test_a_mail_server_that_refuses_is_said(desk: Client) -> None:
    breaker.trip("refused", NINE)
    assert "does not take our mail" in read(desk.get("/")).one(data_banner="warn").text


def test_mail_that_waits_is_said(desk: Client, owner: User) -> None:
    old = "2026-03-02T06:30Z"
    mail_to(owner, state=State.PENDING, sent_at=None, due_at=old, created_at=old)
    assert "Mail has been waiting for a while." in read(desk.get("/")).one(data_banner="warn").text


@pytest.mark.parametrize("state", [State.UNKNOWN, State.FAILED, State.SUPPRESSED])
def test_a_mail_that_may_not_have_arrived_is_said_to_its_reader(
    desk: Client, owner: User, colleague: User, state: State
) -> None:
    mail_to(owner, state=state, sent_at=None)
    said = "A mail to you may not have arrived."
    assert said in read(desk.get("/")).one(data_banner="warn").text
    assert said not in signed_in(colleague).get("/").content.decode()
