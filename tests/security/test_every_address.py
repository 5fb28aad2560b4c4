"""Every address of the installation: listed, asked without a token, searched, asked with questions in it."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.desk.visiting import HTMX, signed_in
from tests.security.canaries import CANARY, Planted
from tests.security.routes import POLICIES, Policy, Who, address_of, all_routes
from tests.security.tables import everything_stored
from tests.security.walking import watched_writes

SAFE = ("get", "head", "options")
CHALLENGE = "/accounts/2fa/webauthn/challenge/"


def addresses(planted: Planted, *kinds: Who) -> list[tuple[str, Policy]]:
    """Every address (of these kinds) with its policy."""
    return [
        (address_of(policy, planted), policy)
        for policy in POLICIES.values()
        if not kinds or policy.who in kinds
    ]


def send(client: Client, method: str, address: str, policy: Policy, **options: Any) -> Any:
    if method == "post":
        return client.post(address, policy.post, **options)
    return getattr(client, method)(address, **options)


def test_every_route_is_listed_with_who_may_use_it() -> None:
    assert sorted(all_routes() - set(POLICIES)) == [], "new routes: decide who may use them"
    assert sorted(set(POLICIES) - all_routes()) == [], "routes that are gone"


@pytest.mark.parametrize("who", ["stranger", "colleague", "marketer"])
def test_no_search_finds_what_is_somebody_elses(
    who: str, planted: Planted, request: pytest.FixtureRequest
) -> None:
    client, leaks = signed_in(request.getfixturevalue(who)), []
    for query in (f"q={CANARY}", "state=active", f"after={planted.prospect.pk}|A"):
        for headers in ({}, HTMX):
            text = client.get(f"/prospects/?{query}", headers=headers).content.decode()
            # The search field repeats what was typed into it.
            leaks += [query] if CANARY in text.replace(f'value="{CANARY}"', "") else []
    assert leaks == []


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


def test_nor_is_a_passkey_asked_for_without_the_token(db: None) -> None:
    """What that address is sent in the test before is refused for what it is, token or not."""
    asked = [Client(enforce_csrf_checks=strict).post(CHALLENGE, {"for": "sign-in"}) for strict in (0, 1)]
    assert [answer.status_code for answer in asked] == [200, 403]


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


@pytest.mark.parametrize("who", ["visitor", "owner", "stranger"])
def test_no_question_asked_of_any_address_changes_a_row(
    who: str, planted: Planted, request: pytest.FixtureRequest
) -> None:
    client = Client() if who == "visitor" else signed_in(request.getfixturevalue(who))
    before, changed = everything_stored(), []
    query = "?outcome=spoke&until=tomorrow&conversation=cannot&prospect_name=A&next=/&action_send=1&confirm=1"
    for address, _policy in addresses(planted):
        with watched_writes() as writes:
            for method in SAFE:
                getattr(client, method)(address + query)
            client.get(address + query, headers=HTMX)
        changed += [(address, write) for write in writes]
    assert changed == []
    assert everything_stored() == before


def test_nobody_signs_in_by_looking(planted: Planted) -> None:
    client = Client()
    for address, _policy in addresses(planted):
        client.get(address)
    assert settings.SESSION_COOKIE_NAME not in client.cookies or client.get("/").status_code == 302
