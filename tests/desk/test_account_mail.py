"""Mail about accounts: at once, but not from a copy and not to an address that sends mail back."""

from typing import Any

import pytest
from django.core import mail as django_mail
from django.test import Client

from accounts.models import User
from outbox import arming, suppression
from outbox.states import Reason
from tests.cast import NINE


def ask_for_a_reset(address: str) -> int:
    """What the page answers; it never tells who has an account."""
    return int(
        Client(SERVER_NAME="localhost").post("/accounts/password/reset/", {"email": address}).status_code
    )


def test_a_reset_leaves_at_once(owner: User, mailoutbox: list[Any]) -> None:
    assert ask_for_a_reset(owner.email) == 302
    assert [mail.to for mail in mailoutbox] == [[owner.email]]


def test_a_copy_sends_none(owner: User, mailoutbox: list[Any]) -> None:
    arming.disarm(NINE)
    assert ask_for_a_reset(owner.email) == 302
    assert mailoutbox == []


@pytest.mark.parametrize(("reason", "sent"), [(Reason.BOUNCE, 0), (Reason.UNSUBSCRIBE, 1)])
def test_an_address_that_sent_mail_back_gets_none(
    owner: User, mailoutbox: list[Any], reason: Reason, sent: int
) -> None:
    suppression.suppress(owner.email, reason, NINE)
    assert ask_for_a_reset(owner.email) == 302
    assert len(mailoutbox) == sent


def test_a_mail_server_that_is_away_breaks_no_page(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **options: Any) -> None:
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(django_mail.EmailMessage, "send", refuse)
    assert ask_for_a_reset(owner.email) == 302
