"""Settings, API tokens: made in one form, shown once, listed, revoked in one press."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts import api_tokens
from accounts.api_tokens import NewApiToken, authenticate, make_api_token
from accounts.models import ApiToken, User
from accounts.token_scopes import Scope
from tests.cast import NINE
from tests.desk.reading import Element, filled_in, form_to, read, said
from tests.desk.visiting import signed_in

PAGE = "/settings/tokens/"


def page_of(client: Client) -> Element:
    return read(client.get(PAGE))


def make(client: Client, name: str = "My phone", **fields: str) -> Element:
    answer = client.post(PAGE, filled_in(form_to(page_of(client), PAGE)) | {"name": name, **fields})
    assert answer.status_code == 200
    return read(answer)


def secret_on(page: Element) -> str:
    return page.one("input", id="api-token").attrs["value"]


def test_a_token_is_made_and_opens(desk: Client, owner: User) -> None:
    page = make(desk)
    token = authenticate(f"Bearer {secret_on(page)}", NINE)
    assert token is not None
    assert (token.user, token.name, token.scope) == (owner, "My phone", "read")
    assert token.expires_at == NINE + timedelta(days=90)
    assert page.one("button", data_copy="#api-token").text == "Copy"


def test_it_may_write_and_last_when_asked_to(desk: Client) -> None:
    make(desk, scope="write", days="")
    token = ApiToken.objects.get()
    assert (token.may_write(), token.expires_at) == (True, None)


def test_it_is_shown_only_once(desk: Client) -> None:
    secret = secret_on(make(desk))
    for address in (PAGE, "/settings/", "/", "/mail/"):
        assert secret not in desk.get(address).content.decode()
    assert secret not in str(dict(desk.session))


def test_the_page_that_shows_it_makes_no_other_when_it_is_loaded_again(desk: Client) -> None:
    key = read(desk.get(PAGE)).one("input", name="submission").attrs["value"]
    make(desk, submission=key)
    again = desk.post(
        PAGE, {"name": "My phone", "scope": "read", "days": "90", "submission": key}, follow=True
    )
    assert "made already" in said(read(again))
    assert ApiToken.objects.count() == 1
    # Another visit, another token.
    make(desk, submission=read(desk.get(PAGE)).one("input", name="submission").attrs["value"])
    assert ApiToken.objects.count() == 2


def test_the_answer_is_kept_by_nobody(desk: Client) -> None:
    for answer in (desk.get(PAGE), desk.post(PAGE, {"name": "x", "scope": "read"})):
        assert {"no-store", "private"} <= {part.strip() for part in answer["Cache-Control"].split(",")}


def test_looking_makes_none(desk: Client) -> None:
    desk.get(PAGE, {"name": "x", "scope": "read"})
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"name": "x" * 61}, {"scope": "admin"}, {"scope": ""}, {"days": "9999"}]
)
def test_what_is_wrong_is_said(desk: Client, fields: dict[str, str]) -> None:
    page = read(desk.post(PAGE, {"name": "My phone", "scope": "read", "days": "30"} | fields))
    assert page.all("input", id="api-token") == []
    assert not ApiToken.objects.exists()


def test_the_list_says_what_each_may_and_when_it_was_used(
    desk: Client, owner: User, clock: time_machine.Traveller
) -> None:
    secret = secret_on(make(desk))
    make(desk, "Import", scope="write", days="")
    make_api_token(NewApiToken("Old", Scope.READ, NINE + timedelta(days=1)), by=owner, now=NINE)
    authenticate(f"Bearer {secret}", NINE)
    clock.move_to(NINE + timedelta(days=2))
    text = page_of(desk).one("section", aria_labelledby="tokens-h").text
    assert f"My phone {secret[:7]}…" in text
    assert secret not in text
    for words in ("Only reads", "Last used on 2 Mar 2026", "works until 31 May 2026", "Reads and writes",
                  "Never used", "works until you revoke it", "no longer works since 3 Mar 2026"):  # fmt: skip
        assert words in text


def test_one_press_revokes_it(desk: Client) -> None:
    secret = secret_on(make(desk))
    address = f"{PAGE}{ApiToken.objects.get().pk}/revoke/"
    answer = desk.post(address, filled_in(form_to(page_of(desk), address)), follow=True)
    assert "The token no longer works." in read(answer).text
    assert "My phone" not in read(answer).one("main").text
    assert authenticate(f"Bearer {secret}", NINE) is None
    assert desk.post(address)["Location"] == PAGE


def test_nobody_sees_or_revokes_anothers(desk: Client, owner: User, manager: User) -> None:
    make(desk)
    token = ApiToken.objects.get()
    theirs = signed_in(manager)
    assert "My phone" not in theirs.get(PAGE).content.decode()
    assert theirs.post(f"{PAGE}{token.pk}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_too_many_are_refused_with_a_way_out(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_tokens, "AT_MOST", 1)
    make(desk)
    page = make(desk, "Another")
    assert "You have 1 tokens already. Revoke one that nothing needs." in page.text
    assert page.one("input", id="id_name").attrs["value"] == "Another"


def test_the_settings_lead_there(desk: Client) -> None:
    assert PAGE in {link.attrs["href"] for link in read(desk.get("/settings/")).all("a", href=True)}
