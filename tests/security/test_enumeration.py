"""No answer, and no work done for it, tells who has an account here."""

import re
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from outbox.models import Delivery

SIGN_IN, RESET = "/accounts/login/", "/accounts/password/reset/"
UNKNOWN = "nobody@example.org"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"')


@pytest.fixture
def addresses(owner: User, colleague: User, manager: User, marketer: User) -> list[str]:
    """Somebody like most; one whose address is confirmed; one without a password; one not active; nobody."""
    EmailAddress.objects.filter(user=colleague).update(verified=True)
    marketer.set_unusable_password()
    marketer.save()
    User.objects.filter(pk=manager.pk).update(is_active=False)
    # The first from an address begins its count; that is the same for everybody.
    for page in (SIGN_IN, RESET):
        answer_to("first@example.org", page, password="any")
    Delivery.objects.all().delete()
    return [owner.email, colleague.email, marketer.email, manager.email, UNKNOWN]


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each password hash that is worked out."""
    worked_out: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        worked_out.append(salt)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return worked_out


def answer_to(address: str, page: str, **typed: str) -> tuple[Any, ...]:
    """Status, place, cookies and body, without what differs each time, and the statements it took."""
    visitor = Client(SERVER_NAME="localhost")
    visitor.get(page)
    with CaptureQueriesContext(connection) as taken:
        answer = visitor.post(page, {**typed, "login": address, "email": address})
    body = TOKEN.sub("", answer.content.decode()).replace(address, "")
    statements = [kind_of(query["sql"]) for query in taken.captured_queries]
    return answer.status_code, answer.get("Location"), sorted(answer.cookies), body, statements


def alike(answers: list[tuple[Any, ...]]) -> bool:
    """Whether they are one and the same; which part is not, is told."""
    for part in zip(*answers, strict=True):
        assert list(part) == [part[-1]] * len(part)
    return True


def kind_of(sql: str) -> str:
    """A statement without its values."""
    return re.sub(r"'[^']*'|\b\d+\b|%s|\"s\d+_x\d+\"", "?", sql).partition("VALUES")[0]


def test_a_wrong_password_is_answered_alike(addresses: list[str], hashes: list[str]) -> None:
    answers = []
    for address in addresses:
        hashes.clear()
        answers.append((*answer_to(address, SIGN_IN, password="not the password"), len(hashes)))
    assert [answer[-1] for answer in answers] == [1] * len(addresses), "hashes of a password"
    assert alike(answers)
    assert answers[0][0] == 200


def test_too_many_wrong_passwords_are_answered_alike(addresses: list[str], hashes: list[str]) -> None:
    answers = []
    for address in addresses:
        for _turn in range(5):
            answer_to(address, SIGN_IN, password="not the password")
        hashes.clear()
        answers.append((*answer_to(address, SIGN_IN, password="not the password"), len(hashes)))
    assert alike(answers)
    assert "Too many failed" in answers[0][3]
    assert answers[0][-1] == 0


def test_asking_for_a_new_password_is_answered_alike(addresses: list[str], hashes: list[str]) -> None:
    answers = []
    for count, address in enumerate(addresses, start=1):
        answers.append(answer_to(address, RESET))
        assert Delivery.objects.count() == count, "one row for each, whoever it is"
    assert alike(answers)
    assert answers[0][:2] == (302, "/accounts/password/reset/done/")
    assert hashes == []


def test_asking_too_often_is_answered_alike(addresses: list[str]) -> None:
    answers = []
    for address in addresses:
        for _turn in range(5):
            answer_to(address, RESET)
        answers.append(answer_to(address, RESET))
    assert alike(answers)
    assert answers[0][0] == 429


def test_a_passkey_of_nobody_is_answered_like_one_that_does_not_fit(owner: User) -> None:
    answers = []
    for handle in (owner.pk.hex, "0" * 32, "nonsense"):
        visitor = Client(SERVER_NAME="localhost")
        visitor.post("/accounts/2fa/webauthn/challenge/", {"for": "sign-in"})
        user = urlsafe_b64encode(handle.encode()).decode().rstrip("=")
        said = f'{{"id": "AAAA", "type": "public-key", "response": {{"userHandle": "{user}"}}}}'
        answer = visitor.post("/accounts/2fa/webauthn/login/", {"credential": said})
        shown = TOKEN.sub("", visitor.get(SIGN_IN).content.decode())
        answers.append((answer.status_code, answer["Location"], shown))
    assert answers[0] == answers[1] == answers[2]
