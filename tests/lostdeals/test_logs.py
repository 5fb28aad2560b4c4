"""Log lines: one each, and no secret address in any of them."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.test import Client

from accounts.models import User
from lostdeals.logs import OneLineFormatter
from tests.exchange.subscribing import Subscription, subscribe


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What the installation would write to stderr meanwhile."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(OneLineFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def line_of(message: str, *args: object) -> str:
    return OneLineFormatter().format(logging.makeLogRecord({"msg": message, "args": args, "name": "x"}))


@pytest.mark.parametrize(
    "address",
    [
        "/act/{}/",
        "/calendar/{}.ics",
        "/calendar/{}.ics?x=1",
        "/setup/{}/",
        "/unsubscribe/{}/",
        "/accounts/password/reset/key/{}/",
        "/accounts/confirm-email/{}/",
    ],
)
def test_the_secret_of_an_address_is_left_out(address: str) -> None:
    written = line_of("Not Found: %s", address.format("s3cr-et_"))
    assert "s3cr" not in written
    assert written.partition("Not Found: ")[2].startswith(address.partition("{")[0])


def test_other_addresses_stand_there_in_full() -> None:
    for address in ("/followups/1/", "/no/", "/settings/calendar/", "/prospects/?q=calendar"):
        assert line_of("Not Found: %s", address).endswith(address)


def test_a_message_of_several_lines_is_one() -> None:
    assert "\n" not in line_of("one\r\ntwo\nthree")


def test_neither_a_good_nor_a_dead_calendar_address_is_logged(owner: User, lines: StringIO) -> None:
    dead, good = subscribe(owner), subscribe(owner)
    assert (dead.ask().status_code, good.ask().status_code) == (404, 200)
    assert good.client.post(good.address).status_code == 405
    assert "/calendar/" in lines.getvalue()
    for secret in (dead.token, good.token):
        assert secret not in lines.getvalue()


def test_a_mistake_of_ours_does_not_log_it_either(
    owner: User, lines: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("broken")

    good = Subscription(
        subscribe(owner).token, Client(SERVER_NAME="localhost", raise_request_exception=False)
    )
    monkeypatch.setattr("exchange.views.calendar.agenda_for", broken)
    assert good.ask().status_code == 500
    assert "RuntimeError" in lines.getvalue()
    assert good.token not in lines.getvalue()
