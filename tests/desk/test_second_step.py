"""Codes from an app and recovery codes: turned on, asked for, used once; their pages write nothing."""

import json
import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from accounts.models import User
from tests.cast import PASSWORD
from tests.desk.reading import filled_in, form_to, read
from tests.desk.visiting import signed_in
from tests.security.tables import everything_stored

ACTIVATE = "/accounts/2fa/totp/activate/"
STEP = "/accounts/2fa/authenticate/"
CODES = "/accounts/2fa/recovery-codes/"
AGAIN = "/accounts/reauthenticate/"
PAGE = "/settings/security/"

pytestmark = pytest.mark.django_db


def code_of(secret: str, ago: int = 0) -> str:
    """What an app shows, so many half minutes ago."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 - ago))


def sure(user: User) -> Client:
    """A browser whose owner has just proved once more who they are."""
    client = signed_in(user)
    assert client.post(AGAIN, {"password": PASSWORD}).status_code == 302
    return client


def turn_on(client: Client) -> str:
    """Codes from an app, turned on; their secret."""
    page = client.get(ACTIVATE)
    secret = re.search(r'class="totp-key">([A-Z2-7]+)<', page.content.decode())
    assert secret
    typed = filled_in(form_to(read(page), ACTIVATE)) | {"code": code_of(secret[1])}
    answer = client.post(ACTIVATE, typed)
    assert (answer.status_code, answer["Location"]) == (302, CODES)
    return secret[1]


def with_password(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def recovery_codes(client: Client) -> list[str]:
    return re.findall(r"<li><code>(\d{8})</code>", client.get(CODES).content.decode())


def gets_in(client: Client, code: str) -> bool:
    client.post(STEP, {"code": code})
    return client.get("/settings/").status_code == 200


def test_a_code_is_asked_for_after_the_password(owner: User) -> None:
    secret = turn_on(sure(owner))
    client = with_password(owner)
    assert client.get("/settings/").status_code == 302
    assert not gets_in(client, "000000")
    assert gets_in(client, code_of(secret, ago=1))


def test_a_code_counts_once(owner: User) -> None:
    secret = turn_on(sure(owner))
    code = code_of(secret)
    assert gets_in(with_password(owner), code)
    assert not gets_in(with_password(owner), code)
    assert not gets_in(with_password(owner), f" {code[:3]} {code[3:]} ")


def test_a_recovery_code_counts_once_and_one_fewer_is_left(owner: User) -> None:
    client = sure(owner)
    turn_on(client)
    codes = recovery_codes(client)
    assert len(set(codes)) == 10
    assert gets_in(with_password(owner), codes[3])
    assert not gets_in(with_password(owner), codes[3])
    assert recovery_codes(client) == codes[:3] + codes[4:]
    assert "9 recovery codes are left." in read(client.get(PAGE)).text


def test_codes_are_asked_for_five_times_in_five_minutes(owner: User) -> None:
    secret = turn_on(sure(owner))
    client = with_password(owner)
    for _turn in range(5):
        assert not gets_in(client, "000000")
    assert not gets_in(client, code_of(secret))
    assert "Too many" in read(client.post(STEP, {"code": code_of(secret)})).text


def test_whoever_did_not_prove_it_once_more_changes_nothing(owner: User) -> None:
    client = signed_in(owner)
    before = everything_stored()
    for address in (ACTIVATE, CODES, f"{CODES}generate/", f"{CODES}download/", "/accounts/2fa/webauthn/add/"):
        assert client.get(address)["Location"].startswith(AGAIN)
    assert everything_stored() == before
    answer = client.post("/accounts/2fa/webauthn/challenge/", {"for": "add"})
    assert answer.status_code == 403
    assert not Authenticator.objects.exists()


def test_looking_at_their_pages_writes_nothing(owner: User) -> None:
    client = sure(owner)
    turn_on(client)
    waiting = with_password(owner)
    before = everything_stored()
    pages = (CODES, f"{CODES}generate/", f"{CODES}download/", "/accounts/2fa/webauthn/add/", PAGE)
    for address in (*pages, "/accounts/2fa/totp/deactivate/", "/accounts/2fa/reauthenticate/", ACTIVATE):
        for method in (client.get, client.head, client.options):
            method(address)
    waiting.get(STEP)
    waiting.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})
    assert everything_stored() == before


def test_looking_at_the_page_that_turns_codes_on_writes_nothing(owner: User) -> None:
    client = sure(owner)
    before = everything_stored()
    assert client.get(ACTIVATE).status_code == 200
    assert everything_stored() == before


def test_a_secret_begun_by_somebody_else_is_none(owner: User, colleague: User) -> None:
    theirs = filled_in(form_to(read(sure(colleague).get(ACTIVATE)), ACTIVATE))
    client = sure(owner)
    for begun in (theirs["begun"], "nonsense", ""):
        answer = client.post(ACTIVATE, {"begun": begun, "code": "123456"})
        assert "This page was open for too long" in read(answer).text
    assert not Authenticator.objects.exists()


def test_neither_secret_nor_codes_lie_open_in_the_database(owner: User) -> None:
    client = sure(owner)
    secret = turn_on(client)
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert len(kept) > 300
    for code in recovery_codes(client):
        assert code not in kept


def test_with_another_key_no_code_fits_and_with_the_old_one_beside_it_all_do(
    owner: User, settings: Any
) -> None:
    client = sure(owner)
    secret, codes = turn_on(client), recovery_codes(client)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key of fifty characters and more, and more still"
    client = with_password(owner)
    assert not gets_in(client, code_of(secret))
    assert not gets_in(client, codes[0])
    # What an empty secret would give is no way in either.
    assert not gets_in(client, format_hotp_value(hotp_value("", int(time.time()) // 30)))
    settings.SECRET_KEY_FALLBACKS = [old]
    assert gets_in(with_password(owner), codes[0])


def test_turned_off_the_password_is_enough(owner: User) -> None:
    client = sure(owner)
    turn_on(client)
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()
    assert with_password(owner).get("/settings/").status_code == 200


def test_new_recovery_codes_end_the_old_ones(owner: User) -> None:
    client = sure(owner)
    turn_on(client)
    old = recovery_codes(client)
    assert client.post(f"{CODES}generate/").status_code == 302
    assert not set(old) & set(recovery_codes(client))
    assert not gets_in(with_password(owner), old[0])


def test_what_was_typed_is_shown_again_after_the_second_step(owner: User) -> None:
    client = sure(owner)
    secret = turn_on(client)
    typed = filled_in(form_to(read(client.get("/prospects/new/")), "/prospects/new/")) | {"name": "Kari N."}
    client.cookies.pop("sessionid")
    page = read(client.post("/prospects/new/", typed))
    sign_in = filled_in(form_to(page, "/accounts/login/")) | {"login": owner.email, "password": PASSWORD}
    assert client.post("/accounts/login/", sign_in)["Location"] == STEP
    answer = client.post(STEP, {"code": code_of(secret, ago=1)})
    assert answer["Location"] == "/prospects/new/?again=1"
    again = form_to(read(client.get(answer["Location"])), "/prospects/new/")
    assert filled_in(again)["name"] == "Kari N."


@pytest.mark.parametrize(
    "said", ["", "[]", "7", '"x"', "{}", '{"id": 5}', '{"response": []}', "{", '{"a": "\\u0000"}']
)
def test_what_is_no_passkey_is_refused_whatever_it_is(owner: User, said: str) -> None:
    visitor = Client(SERVER_NAME="localhost")
    visitor.post("/accounts/2fa/webauthn/challenge/", {"for": "sign-in"})
    answer = visitor.post("/accounts/2fa/webauthn/login/", {"credential": said})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    client = sure(owner)
    client.post("/accounts/2fa/webauthn/challenge/", {"for": "add"})
    assert client.post("/accounts/2fa/webauthn/add/", {"credential": said}).status_code == 200
    assert not Authenticator.objects.exists()
    assert visitor.get("/settings/").status_code == 302


def test_the_square_is_drawn_without_any_style(owner: User) -> None:
    page = sure(owner).get(ACTIVATE).content.decode()
    drawn = page[page.index('<svg class="qr"') : page.index("</svg>", page.index('class="qr"'))]
    assert "style" not in drawn
    assert 'fill="#fff"' in drawn
