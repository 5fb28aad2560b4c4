"""Mail over a real connection: servers that accept, refuse, hesitate, hang up and say nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from accounts.models import User
from outbox import breaker
from outbox.message import Message
from outbox.models import Delivery
from outbox.smtp import Server, SmtpTransport
from outbox.states import State
from tests.outbox.stage import (
    DAY,
    HOUR,
    LETTER,
    MINUTE,
    NOW,
    OFFER,
    Post,
    a_delivery,
    deliver,
    free_port,
    post_office,
    rude_server,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[False, True], ids=["one at a time", "pipelining"])
def post(request: pytest.FixtureRequest) -> Iterator[Post]:
    with post_office() as office:
        office.pipelining = request.param
        yield office


def at(port: int, **changes: Any) -> SmtpTransport:
    settings: dict[str, Any] = {"host": "127.0.0.1", "port": port, "timeout_seconds": 0.5}
    return SmtpTransport(Server(**{**settings, **changes}))


def state_of(row: Delivery) -> tuple[str, int]:
    row.refresh_from_db()
    return row.state, row.transmissions


def test_a_mail_arrives_with_both_parts_and_its_message_id(owner: User, post: Post) -> None:
    row = a_delivery(owner)
    deliver(post.transport())
    [mail] = post.mails
    assert mail["Message-ID"] == f"<{row.pk}@localhost>"
    assert mail["X-Lostdeals-Kind"] == "letter"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert post.recipients == [owner.email]
    assert state_of(row) == (State.SENT, 1)


def test_many_mails_share_one_connection(owner: User, post: Post) -> None:
    for _ in range(10):
        a_delivery(owner)
    assert deliver(post.transport()).sent == 10
    assert (len(post.mails), post.connections) == (10, 1)


def test_lines_that_are_a_single_dot_arrive_as_they_are(owner: User, post: Post) -> None:
    text = "one\n.\n..two\n.\n"
    kind = replace(LETTER, render=lambda delivery, now: Message("s", text, "<p>.</p>\n"))
    a_delivery(owner)
    deliver(post.transport(), kinds=(kind,))
    body = post.mails[0].get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == text


def test_a_greylisting_server_gets_the_mail_a_little_later(owner: User, post: Post) -> None:
    row = a_delivery(owner)
    post.on_rcpt = lambda address: "451 4.7.1 greylisted, try again"
    deliver(post.transport())
    assert state_of(row) == (State.PENDING, 0)
    post.on_rcpt = lambda address: None
    deliver(post.transport(), now=NOW + MINUTE)
    assert state_of(row) == (State.SENT, 1)
    assert len(post.mails) == 1


def test_one_refused_address_among_many_stops_nobody(owner: User, colleague: User, post: Post) -> None:
    rows = [a_delivery(owner) for _ in range(9)]
    bad = a_delivery(colleague)
    post.on_rcpt = lambda address: "550 5.1.1 no such user" if address == colleague.email else None
    assert deliver(post.transport()).left_in == {State.SENT: 9, State.SUPPRESSED: 1}
    assert state_of(bad) == (State.SUPPRESSED, 0)
    assert all(state_of(row) == (State.SENT, 1) for row in rows)
    assert post.connections == 1


def test_a_full_mailbox_is_tried_again(owner: User, post: Post) -> None:
    row = a_delivery(owner)
    post.on_rcpt = lambda address: "552 mailbox full"
    deliver(post.transport())
    assert state_of(row) == (State.PENDING, 0)


def test_a_mail_the_server_does_not_want_is_shown_and_not_sent_again(owner: User, post: Post) -> None:
    row = a_delivery(owner)
    post.on_data = lambda: "554 5.6.0 not this"
    deliver(post.transport())
    assert state_of(row) == (State.FAILED, 0)


def test_a_server_without_room_gets_it_later(owner: User, post: Post) -> None:
    row = a_delivery(owner)
    post.on_data = lambda: "452 4.3.1 out of room"
    deliver(post.transport())
    assert state_of(row) == (State.PENDING, 0)


def test_a_server_that_closes_the_connection_now_and_then_costs_nothing(owner: User, post: Post) -> None:
    for _ in range(6):
        a_delivery(owner)
    asked = iter(range(100))
    post.on_mail = lambda: "421 4.7.0 enough for one connection" if next(asked) in (2, 6) else None
    assert deliver(post.transport()).sent == 6
    assert len(post.mails) == 6
    assert Delivery.objects.filter(state=State.SENT, transmissions=1, attempt=1).count() == 6


def test_an_answer_that_never_comes_leaves_the_fate_unknown_and_one_more_copy_leaves(
    owner: User, post: Post
) -> None:
    row = a_delivery(owner)
    post.on_data = lambda: "hang up"
    deliver(post.transport())
    assert state_of(row) == (State.PENDING, 1)
    post.on_data = lambda: None
    deliver(post.transport(), now=NOW + HOUR)
    assert state_of(row) == (State.SENT, 2)
    assert len({mail["Message-ID"] for mail in post.mails}) == 1
    assert len(post.mails) == 2


def test_never_more_than_two_copies_whatever_the_server_does(owner: User, post: Post) -> None:
    row = a_delivery(owner)
    post.on_data = lambda: "hang up"
    for run in range(6):
        deliver(post.transport(), now=NOW + run * HOUR)
    assert state_of(row) == (State.UNKNOWN, 2)
    assert len(post.mails) == 2


def test_a_prospects_mail_leaves_once_and_is_held(owner: User, post: Post) -> None:
    row = a_delivery(owner, OFFER)
    post.on_data = lambda: "hang up"
    for run in range(3):
        deliver(post.transport(), now=NOW + run * HOUR)
    assert state_of(row) == (State.HELD, 1)
    assert len(post.mails) == 1
    assert "X-Lostdeals-Kind" not in post.mails[0]


def test_a_server_that_hangs_up_while_answering_the_mail_does_not_stop_the_next(
    owner: User, post: Post
) -> None:
    first, second = sorted([a_delivery(owner), a_delivery(owner)], key=lambda row: row.pk)
    answers = iter(["hang up", None])
    post.on_data = lambda: next(answers)
    deliver(post.transport())
    assert state_of(first) == (State.PENDING, 1)
    assert state_of(second) == (State.SENT, 1)


@pytest.mark.parametrize("mood", ["", "..."])
def test_silence_before_the_mail_goes_over_is_no_copy(owner: User, mood: str) -> None:
    for verb in ("MAIL", "RCPT", "DATA"):
        row = a_delivery(owner)
        with rude_server({verb: mood}) as port:
            deliver(at(port))
        assert state_of(row) == (State.PENDING, 0), verb
        row.delete()


def test_silence_after_the_mail_went_over_is_one_copy(owner: User) -> None:
    row = a_delivery(owner)
    with rude_server({"content": "..."}) as port:
        deliver(at(port))
    assert state_of(row) == (State.PENDING, 1)


@pytest.mark.parametrize("greeting", ["554 go away", "421 busy", "", "what"])
def test_a_server_that_does_not_let_us_in_opens_the_breaker(owner: User, greeting: str) -> None:
    row = a_delivery(owner)
    with rude_server({"greeting": greeting}) as port:
        assert deliver(at(port)).stopped
    assert state_of(row) == (State.PENDING, 0)
    assert row.attempt == 0
    assert breaker.is_tripped()


def test_a_silent_server_opens_the_breaker_when_our_patience_ends(owner: User) -> None:
    a_delivery(owner)
    with rude_server({"greeting": "..."}) as port:
        deliver(at(port))
    assert breaker.is_tripped()


def test_a_server_that_is_down_for_six_hours_gets_every_mail_once_afterwards(owner: User) -> None:
    rows = [a_delivery(owner) for _ in range(3)]
    closed = free_port()
    now = NOW
    while now < NOW + 6 * HOUR:
        deliver(at(closed), now=now)
        now += MINUTE
    assert all(row.attempt == 0 for row in Delivery.objects.all())
    with post_office() as office:
        for _ in range(6):
            deliver(office.transport(), now=now)
            now += MINUTE
    assert len(office.mails) == len({mail["Message-ID"] for mail in office.mails}) == len(rows)
    assert now < NOW + 6 * HOUR + 10 * MINUTE


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_refused_login_opens_the_breaker_and_costs_no_attempt(owner: User) -> None:
    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=data.password == b"right")

    row = a_delivery(owner)
    with post_office(authenticator=check) as office:
        deliver(office.transport(user="maren", password="wrong"))
        assert state_of(row) == (State.PENDING, 0)
        assert row.attempt == 0
        assert breaker.is_tripped()
        deliver(office.transport(user="maren", password="right"), now=NOW + MINUTE)
    assert state_of(row) == (State.SENT, 1)
    assert not breaker.is_tripped()


def test_a_server_that_wants_a_login_we_do_not_have_opens_the_breaker(owner: User) -> None:
    row = a_delivery(owner)
    with rude_server({"MAIL": "530 5.7.0 authentication required"}) as port:
        deliver(at(port))
    assert state_of(row) == (State.PENDING, 0)
    assert (row.attempt, breaker.is_tripped()) == (0, True)


def test_a_server_without_encryption_gets_nothing_when_we_ask_for_it(owner: User, post: Post) -> None:
    row = a_delivery(owner)
    deliver(post.transport(start_tls=True))
    assert state_of(row) == (State.PENDING, 0)
    assert (breaker.is_tripped(), post.mails) == (True, [])


def test_a_refused_sender_costs_nobody_else_a_mail(owner: User, post: Post) -> None:
    rows = [a_delivery(owner) for _ in range(4)]
    asked = iter(range(100))
    post.on_mail = lambda: "451 4.3.0 not now" if next(asked) == 1 else None
    assert deliver(post.transport()).sent == 3
    assert sorted(state_of(row) for row in rows) == [(State.PENDING, 0), *[(State.SENT, 1)] * 3]
    assert (len(post.mails), post.connections) == (3, 1)


def test_a_line_that_went_dead_between_two_mails_costs_no_try(owner: User) -> None:
    rows = [a_delivery(owner) for _ in range(3)]
    with rude_server({"after": ""}) as port:
        deliver(at(port))
    assert [state_of(row) for row in rows] == [(State.SENT, 1)] * 3
    assert set(Delivery.objects.values_list("attempt", flat=True)) == {1}


LISTENS = {"EHLO": "250-hello\r\n250 PIPELINING"}


def test_a_server_that_listens_hears_sender_and_recipient_at_once(owner: User) -> None:
    row = a_delivery(owner)
    # It answers the first when it has heard both.
    with rude_server(LISTENS | {"MAIL": "...", "RCPT": "250 OK\r\n250 OK"}) as port:
        deliver(at(port))
    assert state_of(row) == (State.SENT, 1)


@pytest.mark.parametrize("sender", ["451 not now", "421 bye", "553 not your sender"])
@pytest.mark.parametrize("recipient", ["503 sender first", "", "...", "250 OK"])
def test_a_refused_sender_is_no_copy_whatever_is_said_about_the_recipient(
    owner: User, sender: str, recipient: str
) -> None:
    row = a_delivery(owner)
    with rude_server(LISTENS | {"MAIL": sender, "RCPT": recipient}) as port:
        deliver(at(port))
    assert state_of(row) == (State.PENDING, 0)


def test_an_address_smtp_cannot_carry_is_refused_by_us(owner: User, post: Post) -> None:
    row = a_delivery(owner, address="jörg@example.com")
    other = a_delivery(owner)
    deliver(post.transport())
    assert state_of(row) == (State.SUPPRESSED, 0)
    assert state_of(other) == (State.SENT, 1)


def test_we_name_ourselves_by_name_or_by_bracketed_number() -> None:
    names = [Server("h", 25, own_name=name).ehlo_name() for name in ("deals.example.org", "127.0.0.1", "::1")]
    assert names == ["deals.example.org", "[127.0.0.1]", "[IPv6:::1]"]


def test_five_hundred_mails_with_one_bad_address_take_seconds(owner: User, post: Post) -> None:
    rows = [
        Delivery(
            kind="letter",
            recipient=owner,
            address="bad@example.com" if number == 250 else f"person{number}@example.com",
            period_key=f"{number}",
            due_at=NOW - DAY,
            next_attempt_at=NOW - timedelta(seconds=number),
        )
        for number in range(500)
    ]
    Delivery.objects.bulk_create(rows)
    post.on_rcpt = lambda address: "550 no" if address.startswith("bad") else None
    assert deliver(post.transport()).sent == 499
    assert len({mail["Message-ID"] for mail in post.mails}) == 499
