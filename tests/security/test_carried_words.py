"""The field that carries what was typed through the sign-in: signed, bound, short-lived, unable to save."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.test import Client

from accounts.models import User
from desk.carried import CARRIED_FIELD, OWNER_FIELD, Carried, owner_mark, seal, unseal
from tests.cast import NINE, PASSWORD
from tests.desk.reading import filled_in, form_to, read, said
from tests.desk.visiting import signed_in
from tests.security.canaries import CANARY
from tests.security.tables import everything_stored
from tests.security.test_hostile_words import HOSTILE, code_in

SIGN_IN = "/accounts/login/"
WORDS = f"Words of mine, {CANARY}"
NO = {"conversation": "unknown", "prospect_name": WORDS, "notes": WORDS}


def of(owner: User | None = None, address: str = "/no/", page: str = "") -> Carried:
    """A no somebody typed."""
    fields = {name: [value] for name, value in NO.items()}
    return Carried(address, fields, page=page, owner=str(owner.pk) if owner else "")


def enter(user: User, carried: str, **fields: Any) -> tuple[Client, Any]:
    """Sign in on a page that carries this."""
    client = Client(SERVER_NAME="localhost")
    typed = {"login": user.email, "password": PASSWORD, CARRIED_FIELD: carried, **fields}
    return client, client.post(SIGN_IN, typed)


def sees_words(client: Client) -> bool:
    """Whether any page they could be led to shows the words."""
    pages = [client.get(address) for address in ("/", "/no/", "/no/?again=1", "/settings/?again=1")]
    return any(CANARY in page.content.decode() for page in pages)


def test_the_words_are_shown_to_whose_they_are(owner: User) -> None:
    client, answer = enter(owner, seal(of(owner)))
    assert answer["Location"] == "/no/?again=1"
    assert sees_words(client)


def test_what_one_carries_never_saves_by_itself(owner: User) -> None:
    carried = seal(of(owner))
    client, _answer = enter(owner, carried)
    before = everything_stored()
    client.get("/no/?again=1")
    client.post("/no/", {CARRIED_FIELD: carried})
    client.post("/no/?again=1", {CARRIED_FIELD: carried, "again": "1"})
    client.get("/no/?again=1", {CARRIED_FIELD: carried})
    assert everything_stored() == before


@pytest.mark.parametrize("change", ["a letter", "the end", "another salt", "nothing", "rubbish", "a bomb"])
def test_a_field_that_is_not_ours_shows_nothing(owner: User, change: str) -> None:
    carried = seal(of(owner))
    forged = {
        "a letter": carried[:30] + ("A" if carried[30] != "A" else "B") + carried[31:],
        "the end": carried[:-1],
        "another salt": signing.dumps({"address": "/no/", "fields": {"notes": [CANARY]}}, compress=True),
        "nothing": "",
        "rubbish": "<script>alert(1)</script>:a:b",
        "a bomb": "." + "A" * 3_000_000,
    }[change]
    assert unseal(forged) is None
    client, answer = enter(owner, forged)
    if change == "a bomb":  # no form is that large
        assert answer.status_code == 413
        return
    assert answer["Location"] == "/"
    assert "can't be shown any more. Nothing was saved." in said(read(client.get("/")))
    assert not sees_words(client)


@pytest.mark.parametrize(("hours", "shown"), [(11, True), (13, False)])
def test_half_a_day_later_it_is_over(
    owner: User, clock: time_machine.Traveller, hours: int, *, shown: bool
) -> None:
    carried = seal(of(owner))
    clock.move_to(NINE + timedelta(hours=hours))
    client, _answer = enter(owner, carried)
    assert sees_words(client) is shown


def test_what_waits_in_the_session_is_over_then_too(owner: User, clock: time_machine.Traveller) -> None:
    client, _answer = enter(owner, seal(of(owner)))
    clock.move_to(NINE + timedelta(hours=13))
    assert not sees_words(client)


@pytest.mark.parametrize("who", ["colleague", "manager", "stranger"])
def test_the_words_of_somebody_else_are_not_shown(
    who: str, owner: User, request: pytest.FixtureRequest
) -> None:
    other = request.getfixturevalue(who)
    client, answer = enter(other, seal(of(owner)))
    assert answer["Location"] == "/"
    assert not sees_words(client)
    assert client.post("/typed/", {CARRIED_FIELD: seal(of(owner))})["Location"] == "/"
    assert not sees_words(client)


def test_signing_out_forgets_them(owner: User) -> None:
    client, _answer = enter(owner, seal(of(owner)))
    client.post("/accounts/logout/")
    client.force_login(owner)
    assert not sees_words(client)


def test_a_forged_owner_binds_to_nobody_and_frees_nobody_elses(owner: User, colleague: User) -> None:
    answer = Client().post("/no/", NO | {OWNER_FIELD: f"{colleague.pk}:forged"})
    bound = Client().post("/no/", NO | {OWNER_FIELD: owner_mark(owner)})
    owners = []
    for page in (answer, bound):
        carried = unseal(str(filled_in(form_to(read(page), SIGN_IN))[CARRIED_FIELD]))
        assert carried is not None
        owners.append(carried.owner)
    assert owners == ["", str(owner.pk)]


ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example/", "http://localhost//evil.example/",
             "javascript:alert(1)", "/accounts/logout/", "/nowhere/", ""]  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_it_leads_nowhere_but_to_our_pages(owner: User, address: str) -> None:
    for typed in (of(owner, address=address), of(owner, address="/x/", page=address)):
        _client, answer = enter(owner, seal(typed))
        assert answer["Location"] == "/?again=1"


@pytest.mark.parametrize("address", ELSEWHERE[:5])
def test_the_page_a_browser_says_it_comes_from_cannot_lead_elsewhere(owner: User, address: str) -> None:
    mark = {OWNER_FIELD: owner_mark(owner), "label": WORDS, "conversation": "cannot"}
    page = Client(SERVER_NAME="localhost").post("/settings/reasons/new/", mark, headers={"Referer": address})
    carried = str(filled_in(form_to(read(page), SIGN_IN))[CARRIED_FIELD])
    _client, answer = enter(owner, carried)
    assert answer["Location"] == "/?again=1"


def test_next_cannot_lead_elsewhere_beside_it(owner: User) -> None:
    _client, answer = enter(owner, seal(of(owner)), next="https://evil.example/")
    assert answer["Location"] == "/no/?again=1"


def test_secrets_are_never_carried(owner: User) -> None:
    secrets = {"password": "hunter2", "Password1": "hunter2", "csrfmiddlewaretoken": "hunter2",
               "api_token": "hunter2", "client_secret": "hunter2"}  # fmt: skip
    page = Client().post("/no/", NO | secrets)
    carried = unseal(str(filled_in(form_to(read(page), SIGN_IN))[CARRIED_FIELD]))
    assert carried is not None
    assert set(carried.fields) == set(NO)
    assert "hunter2" not in page.content.decode()


def test_only_forms_of_the_desk_are_carried(owner: User) -> None:
    fields = {"oldpassword": "hunter2", "password1": "x", "name": WORDS, OWNER_FIELD: owner_mark(owner)}
    answer = Client().post("/accounts/password/change/", fields)
    assert answer.status_code == 302
    assert answer["Location"].startswith(SIGN_IN)


FOREIGN = [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
           {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}]  # fmt: skip


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("signed", [True, False])
def test_words_another_site_sends_are_nobodys(owner: User, headers: dict[str, str], *, signed: bool) -> None:
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    if signed:
        client = signed_in(owner, enforce_csrf_checks=True)
    before = everything_stored()
    answer = client.post("/no/", NO, headers=headers)
    assert answer.status_code == 403
    assert CANARY not in answer.content.decode()
    assert read(answer).all(name=CARRIED_FIELD) == []
    assert everything_stored() == before


def test_a_form_that_was_too_old_changes_nothing_until_the_button_is_pressed(owner: User) -> None:
    client = signed_in(owner, enforce_csrf_checks=True)
    client.get("/")
    before = everything_stored()
    answer = client.post(
        "/no/", NO | {OWNER_FIELD: owner_mark(owner)}, headers={"Origin": "http://localhost"}
    )
    assert answer.status_code == 403
    assert everything_stored() == before
    assert client.post("/typed/", {CARRIED_FIELD: seal(of(owner))}).status_code == 403
    fields = filled_in(form_to(read(answer), "/typed/"))
    assert client.post("/typed/", fields)["Location"] == "/no/?again=1"


def test_such_pages_are_kept_by_no_cache(owner: User) -> None:
    refused = signed_in(owner, enforce_csrf_checks=True).post("/no/", NO)
    for answer in (Client().post("/no/", NO), refused):
        assert {"no-store", "private"} <= {part.strip() for part in answer["Cache-Control"].split(",")}


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_come_back_as_words(owner: User, words: str) -> None:
    fields = dict.fromkeys(NO, words) | {"conversation": "unknown"}
    page = Client().post("/no/", fields)
    client, answer = enter(owner, str(filled_in(form_to(read(page), SIGN_IN))[CARRIED_FIELD]))
    label = {"label": words, OWNER_FIELD: owner_mark(owner)}
    other = Client().post("/settings/reasons/new/", label)
    elsewhere, led = enter(owner, str(filled_in(form_to(read(other), SIGN_IN))[CARRIED_FIELD]))
    again = Client().post(SIGN_IN, {"login": words, "password": words, CARRIED_FIELD: words})
    pages = [page, client.get(answer["Location"]), elsewhere.get(led["Location"]), again]
    assert [code_in(shown) for shown in pages] == [[]] * 4
    assert words in said(read(pages[2]))
