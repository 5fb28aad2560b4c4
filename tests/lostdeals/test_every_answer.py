"""What stands on every answer, whoever asks."""

import pytest
from django.core.cache import cache
from django.test import Client

POLICY = {
    "default-src": "'none'", "style-src": "'self'", "script-src": "'self'", "font-src": "'self'",
    "img-src": "'self'", "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'",
    "frame-ancestors": "'none'",
}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/accounts/login/", "/livez", "/nowhere/"])
def test_the_headers_allow_nothing_a_page_does_not_need(client: Client, path: str) -> None:
    answer = client.get(path)
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy == POLICY
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("host", ["127.0.0.1:8123", "[::1]:8123"])
def test_a_page_asked_for_by_address_is_sent_to_localhost(client: Client, method: str, host: str) -> None:
    answer = getattr(client, method)("/accounts/login/?next=/no/", headers={"host": host})
    assert answer.status_code == 302
    assert answer["Location"] == "http://localhost:8123/accounts/login/?next=/no/"


def test_the_port_is_left_out_when_nobody_named_one(client: Client) -> None:
    assert client.get("/", headers={"host": "127.0.0.1"})["Location"] == "http://localhost/"


@pytest.mark.parametrize("path", ["/livez", "/healthz", "/static/nothing.css"])
def test_monitors_and_files_are_answered_by_address(client: Client, path: str) -> None:
    assert client.get(path, headers={"host": "127.0.0.1:8123"}).status_code != 302


def test_a_post_by_address_is_not_sent_elsewhere(client: Client) -> None:
    answer = client.post("/accounts/login/", headers={"host": "127.0.0.1:8123"})
    assert answer.status_code == 200


def test_localhost_stays_where_it_is(client: Client) -> None:
    assert client.get("/accounts/login/", headers={"host": "localhost:8123"}).status_code == 200


def test_a_path_that_looks_like_another_host_stays_with_us(client: Client) -> None:
    answer = client.get("//evil.example/", headers={"host": "127.0.0.1:8123"})
    assert answer["Location"].startswith("http://localhost:8123/")


def test_a_host_nobody_configured_is_refused(client: Client) -> None:
    assert client.get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400


def test_the_cache_that_counts_sign_ins_has_its_table() -> None:
    cache.set("attempts", 3)
    assert cache.get("attempts") == 3
