"""The door of the JSON API: who is let in, who is not, and that nothing there is ever a page."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.api_tokens import NewApiToken, make_api_token, revoke_tokens
from accounts.models import ApiToken, User
from accounts.token_scopes import Scope
from api import limits
from tests.cast import NINE, PASSWORD
from tests.desk.visiting import HTMX, signed_in
from tests.security.tables import everything_stored

ADDRESSES = ["/api/v1", "/api/v1/", "/api/v1/agenda", "/api/v1/agenda/", "/api/v1/openapi.json",
             "/api/v1/noes/x/y/?page=2", "/api/v1/%0A", "/api/v1//", "/api/v1/%00", "/api/v1/../../settings",
             "/api/v1/ü"]  # fmt: skip
METHODS = ("get", "head", "options", "post", "put", "patch", "delete", "trace")
UNSAFE = ("post", "put", "patch", "delete", "trace")


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


def bearer(by: User, scope: Scope = Scope.WRITE, **more: Any) -> dict[str, str]:
    _token, secret = make_api_token(NewApiToken("A program", scope, **more), by=by, now=NINE)
    return {"Authorization": f"Bearer {secret}"}


def ask(method: str, address: str, client: Client | None = None, **options: Any) -> Any:
    return getattr(client or Client(SERVER_NAME="localhost"), method)(address, **options)


def holds(answer: Any, status: int) -> None:
    """It has that status, is JSON with one sentence, is kept by nobody and sets no cookie."""
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    if answer.request["REQUEST_METHOD"] != "HEAD":
        assert list(answer.json()) == ["detail"]
        assert answer.json()["detail"]
    assert {"no-store", "private"} <= {part.strip() for part in answer["Cache-Control"].split(",")}
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "Location" not in answer


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_to_a_visitor_there_is_nothing(
    address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for method in METHODS:
        for headers in ({}, HTMX, {"Accept": "text/html"}, {"Authorization": ""}):
            with django_assert_num_queries(0):
                answer = ask(method, address, headers=headers)
            holds(answer, 404)
            assert "WWW-Authenticate" not in answer


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_good_token_finds_nothing_either(owner: User, address: str) -> None:
    headers = bearer(owner)
    for method in METHODS:
        holds(ask(method, address, headers=headers), 404)


def test_its_use_is_noted(owner: User, clock: time_machine.Traveller) -> None:
    headers = bearer(owner)
    clock.move_to(NINE + timedelta(hours=3))
    ask("get", "/api/v1/agenda", headers=headers)
    assert ApiToken.objects.get().last_used_at == NINE + timedelta(hours=3)


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer x", "Bearer ld_x", "Basic bWFyZW46eA==", "Token x", "Bearer \xff", "x"]
)
def test_a_wrong_one_is_refused(owner: User, header: str) -> None:
    bearer(owner)
    before = everything_stored()
    for method in METHODS:
        answer = ask(method, "/api/v1/agenda", headers={"Authorization": header})
        holds(answer, 401)
        assert answer["WWW-Authenticate"] == 'Bearer realm="Lost Deals", error="invalid_token"'
    assert everything_stored() == before


def test_dead_ones_are_refused_alike(owner: User, colleague: User, clock: time_machine.Traveller) -> None:
    unknown = ask("get", "/api/v1/", headers={"Authorization": "Bearer ld_nobodys"})
    expired = bearer(owner, expires_at=NINE + timedelta(hours=1))
    left = bearer(colleague)
    clock.move_to(NINE + timedelta(hours=2))
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    revoked = bearer(owner)
    revoke_tokens(owner, by=owner, now=NINE)
    for headers in (expired, left, revoked):
        answer = ask("get", "/api/v1/", headers=headers)
        holds(answer, 401)
        assert (answer.content, answer["WWW-Authenticate"]) == (unknown.content, unknown["WWW-Authenticate"])


def test_a_token_that_only_reads_writes_nothing(owner: User) -> None:
    headers = bearer(owner, Scope.READ)
    for method in ("get", "head", "options"):
        holds(ask(method, "/api/v1/noes", headers=headers), 404)
    for method in UNSAFE:
        answer = ask(method, "/api/v1/noes", headers=headers)
        holds(answer, 403)
        assert 'error="insufficient_scope"' in answer["WWW-Authenticate"]


def test_a_session_opens_nothing_and_is_not_read(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(owner, enforce_csrf_checks=True)
    before = everything_stored()
    with django_assert_num_queries(0):
        for method in METHODS:
            holds(ask(method, "/api/v1/agenda", client), 404)
    empty = Client(SERVER_NAME="localhost")
    empty.cookies[settings.SESSION_COOKIE_NAME] = ""
    holds(ask("get", "/api/v1/agenda", empty), 404)
    holds(ask("post", "/api/v1/agenda", client, headers={"Authorization": "Bearer ld_wrong"}), 401)
    assert everything_stored() == before


def test_a_token_beside_somebody_elses_session_is_its_own(owner: User, stranger: User) -> None:
    answer = ask("post", "/api/v1/agenda", signed_in(stranger), headers=bearer(owner, Scope.READ))
    holds(answer, 403)


def test_no_form_of_another_site_is_needed_or_asked_for(owner: User) -> None:
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    holds(client.post("/api/v1/noes", headers=bearer(owner) | {"Origin": "https://evil.example"}), 404)


def test_a_token_in_the_address_or_the_body_is_nothing(owner: User) -> None:
    secret = bearer(owner)["Authorization"].removeprefix("Bearer ")
    for name in ("access_token", "token", "authorization"):
        holds(ask("get", f"/api/v1/agenda?{name}={secret}"), 404)
        holds(ask("post", "/api/v1/agenda", data={name: secret}), 404)
    assert ApiToken.objects.get().last_used_at is None


def test_what_is_too_large_is_refused_unread(owner: User) -> None:
    headers = bearer(owner)
    for options in ({}, {"headers": headers}):
        large = ask(
            "post", "/api/v1/noes", data=b"x" * (1024 * 1024 + 1), content_type="application/json", **options
        )
        holds(large, 413)
    enough = ask(
        "post", "/api/v1/noes", data=b"x" * 1024 * 1024, content_type="application/json", headers=headers
    )
    holds(enough, 404)
    holds(ask("post", "/api/v1/noes", headers=headers, CONTENT_LENGTH="-1"), 400)
    holds(ask("post", "/api/v1/noes", headers=headers, CONTENT_LENGTH="x"), 400)


def test_a_program_gone_astray_is_slowed_down_alone(
    owner: User, colleague: User, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 3)
    astray, calm = bearer(owner), bearer(colleague)
    wrong = {"Authorization": "Bearer ld_wrong"}
    for headers, status in ((astray, 404), (wrong, 401)):
        for _ in range(3):
            holds(ask("get", "/api/v1/", headers=headers), status)
        late = ask("get", "/api/v1/", headers=headers)
        holds(late, 429)
        assert late["Retry-After"] == "60"
    holds(ask("get", "/api/v1/", headers=calm), 404)
    clock.shift(61)
    holds(ask("get", "/api/v1/", headers=astray), 404)


def test_the_limit_is_for_the_astray() -> None:
    assert limits.A_MINUTE == 600


@pytest.mark.django_db
def test_an_unknown_host_hears_it_in_json() -> None:
    answer = Client().get("/api/v1/agenda", headers={"host": "evil.example"})
    holds(answer, 400)


@pytest.mark.django_db
def test_a_mistake_of_ours_is_said_in_json(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr("api.views.authenticate", broken)
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    answer = client.get("/api/v1/agenda", headers={"Authorization": "Bearer x"})
    holds(answer, 500)
    assert "secret" not in answer.content.decode()


@pytest.mark.django_db
def test_by_its_number_the_machine_is_not_sent_elsewhere() -> None:
    holds(Client(SERVER_NAME="127.0.0.1").get("/api/v1/agenda"), 404)


def test_in_the_clear_a_token_is_not_even_looked_at(owner: User, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    headers = bearer(owner)
    holds(ask("get", "/api/v1/agenda", headers=headers), 403)
    assert ApiToken.objects.get().last_used_at is None
    holds(ask("get", "/api/v1/agenda", headers=headers, secure=True), 404)


@pytest.mark.django_db
def test_over_https_browsers_and_programs_stay_there(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    answer = ask("get", "/api/v1/agenda", secure=True)
    holds(answer, 404)
    assert answer["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/v1x", "/api/", "/api/v2/agenda"])
def test_beside_it_there_are_pages(address: str) -> None:
    assert ask("get", address)["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "address", ["/", "/settings/", "/settings/tokens/", "/prospects/", "/no/", "/today/state/"]
)
def test_a_token_opens_no_page(owner: User, address: str) -> None:
    headers = bearer(owner)
    before = everything_stored()
    for method in ("get", "post"):
        answer = ask(method, address, headers=headers)
        assert answer.status_code in {302, 200}
        assert "/accounts/login/" in answer.get("Location", answer.content.decode())
        assert owner.name not in answer.content.decode()
    assert everything_stored() == before


def test_the_password_is_no_token(owner: User) -> None:
    holds(ask("get", "/api/v1/", headers={"Authorization": f"Bearer {PASSWORD}"}), 401)
