"""Every address of the installation: who gets in, what stays hidden, what changes nothing."""

from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.desk.visiting import HTMX, signed_in
from tests.security.canaries import CANARY, Planted
from tests.security.routes import POLICIES, Policy, Who, address_of, all_routes
from tests.security.tables import everything_stored

OBJECTS = {Who.OWNER, Who.RECIPIENT, Who.TEAMS_MANAGER}
SAFE = ("get", "head", "options")
ALL = (*SAFE, "post", "put", "patch", "delete")
# Who is refused, and how, where the object is not theirs.
REFUSED: dict[str, dict[Who, tuple[int, ...]]] = {
    "stranger": {Who.OWNER: (404,), Who.RECIPIENT: (404,), Who.TEAMS_MANAGER: (404,)},
    "colleague": {Who.OWNER: (404,), Who.RECIPIENT: (404,), Who.TEAMS_MANAGER: (403,), Who.MANAGER: (403,)},
    "marketer": {Who.OWNER: (404,), Who.RECIPIENT: (404,), Who.TEAMS_MANAGER: (403,), Who.MANAGER: (403,)},
    "owner": {Who.TEAMS_MANAGER: (403,), Who.MANAGER: (403,)},
    "manager": {Who.RECIPIENT: (404,)},
}


def addresses(planted: Planted, *kinds: Who) -> list[tuple[str, Policy]]:
    """Every address (of these kinds) with its policy."""
    return [
        (address_of(policy, planted), policy)
        for policy in POLICIES.values()
        if not kinds or policy.who in kinds
    ]


SIGN_IN = "/accounts/login/"


def send(client: Client, method: str, address: str, policy: Policy, **options: Any) -> Any:
    if method == "post":
        return client.post(address, policy.post, **options)
    return getattr(client, method)(address, **options)


def sent_to(answer: Any) -> str:
    """Where the answer leads: a page by its Location, a part of a page by htmx's own header.

    A form somebody typed into gets the sign-in page itself, as it carries their words; a script with such a
    form hears that they are signed out, and nothing else.
    """
    if answer.status_code == 204 and answer["X-Signed-Out"] == "1":
        return str(answer.get("HX-Redirect", SIGN_IN)).partition("?")[0]
    if answer.status_code == 403 and f'<form method="post" action="{SIGN_IN}">' in answer.content.decode():
        return SIGN_IN
    return str(answer["Location"]) if answer.status_code == 302 else ""


def test_every_route_is_listed_with_who_may_use_it() -> None:
    assert sorted(all_routes() - set(POLICIES)) == [], "new routes: decide who may use them"
    assert sorted(set(POLICIES) - all_routes()) == [], "routes that are gone"


def test_a_visitor_gets_the_sign_in_page_and_nothing_else(planted: Planted) -> None:
    before, wrong = everything_stored(), []
    for address, policy in addresses(planted):
        if policy.who == Who.PUBLIC:
            continue
        for method in ALL:
            for headers in ({}, HTMX):
                answer = send(Client(), method, address, policy, headers=headers)
                ways = {SIGN_IN} if headers or method == "post" else set()
                if sent_to(answer) not in ways | {f"{SIGN_IN}?next={quote(address)}"}:
                    wrong.append((method, address, answer.status_code, sent_to(answer)))
    assert wrong == []
    assert everything_stored() == before


def test_the_public_addresses_answer_a_visitor_without_a_secret(planted: Planted) -> None:
    wrong = []
    for address, policy in addresses(planted, Who.PUBLIC):
        answer = Client().get(address)
        if answer.status_code != policy.anonymous_get or CANARY in answer.content.decode():
            wrong.append((address, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("who", REFUSED)
def test_what_is_not_theirs_is_refused(who: str, planted: Planted, request: pytest.FixtureRequest) -> None:
    client = signed_in(request.getfixturevalue(who))
    before, wrong = everything_stored(), []
    for kind, refusals in REFUSED[who].items():
        for address, policy in addresses(planted, kind):
            for method in ALL:
                for headers in ({}, HTMX):
                    answer = send(client, method, address, policy, headers=headers)
                    expected = (*refusals, 405) if method != "post" or is_read_only(policy) else refusals
                    hidden = method == "get" and policy.get == 200 and answer.status_code == 405
                    if answer.status_code not in expected or hidden or CANARY in answer.content.decode():
                        wrong.append((method, address, answer.status_code))
    assert wrong == []
    assert everything_stored() == before


def is_read_only(policy: Policy) -> bool:
    """Pages about an object that take no POST answer 405 to everybody, whether the object exists or not."""
    return policy.get == 200 and not policy.post


@pytest.mark.parametrize("who", ["owner", "stranger"])
def test_a_foreign_object_looks_like_one_that_never_was(
    who: str, planted: Planted, stranger: User, request: pytest.FixtureRequest
) -> None:
    client, different = signed_in(stranger), []
    for address, policy in addresses(planted, *OBJECTS):
        nowhere = address.replace(address.split("/")[-3 if address.count("/") > 3 else -2], str(uuid4()))
        for foreign in {address, nowhere}:
            answer = send(client, "post" if policy.get == 405 else "get", foreign, policy)
            different.append((answer.status_code, len(answer.content)))
    assert {status for status, _length in different} == {404}
    assert len({length for _status, length in different}) == 1, "the pages differ"


@pytest.mark.parametrize("who", ["owner", "manager"])
def test_who_may_gets_in(who: str, planted: Planted, request: pytest.FixtureRequest) -> None:
    client, wrong = signed_in(request.getfixturevalue(who)), []
    for address, policy in addresses(planted):
        answer = client.get(address)
        refused = REFUSED[who].get(policy.who, ())
        if answer.status_code != policy.get and answer.status_code not in refused:
            wrong.append((address, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("who", ["stranger", "colleague", "marketer"])
def test_no_page_shows_what_is_somebody_elses(
    who: str, planted: Planted, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    client, leaks = signed_in(user), []
    pages = [policy.example for policy in POLICIES.values() if policy.who == Who.MEMBER and policy.get == 200]
    pages += [
        f"/prospects/?q={CANARY}",
        "/prospects/?state=active",
        f"/prospects/?after={planted.prospect.pk}|A",
    ]
    # The reasons are the whole team's, and so are the words for what matters to people.
    shared = {"/settings/reasons/", "/no/", "/no/preview/", "/topics/"}
    teams_own = shared if user.team_id == planted.owner.team_id else set()
    for address in set(pages) - teams_own:
        for headers in ({}, HTMX):
            text = client.get(address, headers=headers).content.decode()
            # The search field repeats what was typed into it.
            leaks += [address] if CANARY in text.replace(f'value="{CANARY}"', "") else []
    assert leaks == []


@pytest.mark.parametrize("who", ["stranger", "colleague"])
def test_foreign_ids_in_a_form_are_nobodys(
    who: str, planted: Planted, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    before = everything_stored()
    for address in ("/no/", "/no/preview/"):
        for field, row in (("prospect", planted.prospect), ("deal", planted.deal)):
            fields = {"conversation": "cannot", "prospect_name": f"P {CANARY}", field: str(row.pk)}
            answer = client.post(address, fields, headers=HTMX if "preview" in address else {})
            text = answer.content.decode().replace(f"P {CANARY}", "")
            assert answer.status_code == 200
            assert f"O {CANARY}" not in text
            assert f"E {CANARY}" not in text
    assert everything_stored() == before


def test_every_post_without_the_token_is_refused(planted: Planted, manager: User) -> None:
    visitors = {
        "visitor": Client(enforce_csrf_checks=True),
        "owner": signed_in(planted.owner, enforce_csrf_checks=True),
        "manager": signed_in(manager, enforce_csrf_checks=True),
    }
    before, wrong = everything_stored(), []
    for name, client in visitors.items():
        for address, policy in addresses(planted):
            for method in ("post", "put", "delete") if name == "visitor" else ("post",):
                status = send(client, method, address, policy).status_code
                refusal = (policy.one_click if method == "post" else 405) if policy.one_click else 403
                refusal = policy.get if policy.bearer else refusal
                wrong += [(name, method, address, status)] if status != refusal else []
    assert wrong == []
    assert everything_stored() == before


def test_a_post_with_a_token_from_another_site_is_refused(planted: Planted) -> None:
    client = signed_in(planted.owner, enforce_csrf_checks=True)
    client.get("/no/")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    before = everything_stored()
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}):
        answer = client.post(
            "/no/", {"conversation": "unknown", "csrfmiddlewaretoken": token}, headers=headers
        )
        assert answer.status_code == 403
    assert everything_stored() == before


def test_a_post_with_the_pages_token_goes_through(planted: Planted) -> None:
    client = signed_in(planted.owner, enforce_csrf_checks=True)
    client.get("/no/")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    fields = {"conversation": "unknown", "prospect_name": "Somebody"}
    ours = {"Origin": "http://localhost"}
    assert client.post("/no/", {**fields, "csrfmiddlewaretoken": token}, headers=ours).status_code == 303
    by_header = {**ours, "X-CSRFToken": token}
    assert client.post("/no/", fields, headers=by_header).status_code == 303


@pytest.mark.parametrize("who", ["visitor", "owner", "manager", "stranger"])
def test_looking_at_any_address_changes_no_row(
    who: str, planted: Planted, request: pytest.FixtureRequest
) -> None:
    client = Client() if who == "visitor" else signed_in(request.getfixturevalue(who))
    before, changed = everything_stored(), []
    query = "?outcome=spoke&until=tomorrow&conversation=cannot&prospect_name=A&next=/&action_send=1&confirm=1"
    for address, _policy in addresses(planted):
        for method in SAFE:
            getattr(client, method)(address + query)
        client.get(address + query, headers=HTMX)
        after = everything_stored()
        changed += [(address, table) for table in after if after[table] != before[table]]
        before = after
    assert changed == []


def test_nobody_signs_in_by_looking(planted: Planted) -> None:
    client = Client()
    for address, _policy in addresses(planted):
        client.get(address)
    assert settings.SESSION_COOKIE_NAME not in client.cookies or client.get("/").status_code == 302


def test_an_account_that_was_switched_off_is_signed_out(planted: Planted) -> None:
    client = signed_in(planted.owner)
    User.objects.filter(pk=planted.owner.pk).update(is_active=False)
    before = everything_stored()
    assert client.get("/").status_code == 302
    assert sent_to(client.post("/no/", {"conversation": "unknown", "prospect_name": "A"})) == SIGN_IN
    assert everything_stored() == before
