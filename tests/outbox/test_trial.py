"""A test mail: at once, with the mail server's own words, whatever they are."""

from pathlib import Path
from typing import Any

import pytest

from outbox import breaker
from outbox.message import Message
from outbox.models import Arming, Delivery
from outbox.transport import FileTransport
from outbox.trial import send_test_mail
from tests.outbox.stage import NOW, Post, free_port, post_office, rude_server

pytestmark = pytest.mark.django_db
MAIL = Message(subject="Test", text="It works\n", html="<p>It works</p>\n")
MAREN = "maren@example.com"


def test_a_mail_that_is_taken_comes_with_the_servers_words() -> None:
    with post_office() as post:
        trial = send_test_mail(MAREN, MAIL, NOW, post.transport())
    assert (trial.taken, trial.said) == (True, "250 Kept")
    assert post.recipients == [MAREN]
    assert post.mails[0]["X-Lostdeals-Kind"] == "test"
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("moods", "said"),
    [
        ({"on_rcpt": lambda address: "550 5.1.1 no such user"}, "550 5.1.1 no such user"),
        ({"on_rcpt": lambda address: "451 4.7.1 greylisted"}, "451 4.7.1 greylisted"),
        ({"on_mail": lambda: "553 not your sender"}, "553 not your sender"),
        ({"on_data": lambda: "554 5.6.0 looks like spam"}, "554 5.6.0 looks like spam"),
    ],
)
def test_a_refusal_comes_with_the_servers_words(moods: dict[str, Any], said: str) -> None:
    with post_office(**moods) as post:
        trial = send_test_mail(MAREN, MAIL, NOW, post.transport())
    assert (trial.taken, trial.said, trial.maybe) == (False, said, False)


def test_an_answer_that_never_comes_may_mean_that_it_was_sent() -> None:
    with post_office(on_data=lambda: "hang up") as post:
        trial = send_test_mail(MAREN, MAIL, NOW, post.transport())
    assert (trial.taken, trial.maybe) == (False, True)


def test_a_server_that_says_nothing_costs_a_moment_only() -> None:
    with rude_server({"greeting": "..."}) as port:
        trial = send_test_mail(MAREN, MAIL, NOW, Post(port=port).transport(timeout_seconds=0.2))
    assert not trial.taken
    assert "timed out" in trial.said


def test_a_server_that_is_not_there_is_told_in_words() -> None:
    trial = send_test_mail(MAREN, MAIL, NOW, Post(port=free_port()).transport())
    assert not trial.taken
    assert "refused" in trial.said


def test_an_address_that_is_none_is_told(db: None) -> None:
    with post_office() as post:
        assert not send_test_mail("nobody", MAIL, NOW, post.transport()).taken
        assert post.mails == []


def test_a_server_that_lets_us_in_closes_the_breaker() -> None:
    breaker.trip("535 wrong password", NOW)
    with post_office() as post:
        send_test_mail(MAREN, MAIL, NOW, post.transport())
    assert not breaker.is_tripped()


def test_a_copy_sends_no_test_mail_either() -> None:
    Arming.objects.create(channel="mail", mark="", at=NOW)
    with post_office() as post:
        trial = send_test_mail(MAREN, MAIL, NOW, post.transport())
        assert post.mails == []
    assert (trial.taken, trial.disarmed) == (False, True)


def test_without_a_mail_server_it_is_a_file(tmp_path: Path) -> None:
    trial = send_test_mail(MAREN, MAIL, NOW, FileTransport(tmp_path))
    assert trial.taken
    assert "It works" in (tmp_path / trial.said).read_text()
