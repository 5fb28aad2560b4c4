"""What stands on every kind of answer, whoever asks and however it ends."""

import os
import subprocess
import sys
from collections.abc import Callable
from http.cookies import Morsel
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.cast import PASSWORD
from tests.desk.visiting import HTMX, post_no, signed_in
from tests.exchange.subscribing import subscribe
from tests.security.canaries import Planted

POLICY = {
    "default-src": "'none'", "style-src": "'self'", "script-src": "'self'", "font-src": "'self'",
    "img-src": "'self'", "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'",
    "frame-ancestors": "'none'",
}  # fmt: skip
SWITCHED_OFF = {"camera", "microphone", "geolocation", "payment", "usb", "browsing-topics"}
Ask = Callable[[Client, Planted], Any]

ANSWERS: dict[str, tuple[int, Ask]] = {
    "a page": (200, lambda client, planted: client.get("/")),
    "a fragment": (200, lambda client, planted: client.get(followup(planted), headers=HTMX)),
    "the sign-in page": (200, lambda client, planted: Client().get("/accounts/login/")),
    "the list of mail": (200, lambda client, planted: client.get("/mail/")),
    "a visitor sent away": (302, lambda client, planted: Client().get("/no/")),
    "something saved": (303, lambda client, planted: post_no(client)),
    "a mistake": (200, lambda client, planted: post_no(client, said_on="2999-01-01")),
    "an unknown host": (400, lambda client, planted: client.get("/", headers={"host": "evil.example"})),
    "unreadable": (
        400, lambda client, planted: client.post("/no/", b"x", content_type="multipart/form-data; boundary=")
    ),
    "too large": (
        413, lambda client, planted: client.post("/no/", b"x", "text/plain", CONTENT_LENGTH="9" * 9)
    ),
    "a file that is not there": (404, lambda client, planted: Client().get("/static/nothing.css")),
    "the page for signing in again": (200, lambda client, planted: client.get("/accounts/reauthenticate/")),
    "a password forgotten": (200, lambda client, planted: Client().get("/accounts/password/reset/")),
    "signed in": (302, lambda client, planted: sign_in(Client(), planted)),
    "a wrong password": (200, lambda client, planted: sign_in(Client(), planted, "not this one")),
    "no token": (
        403, lambda client, planted: signed_in(planted.owner, enforce_csrf_checks=True).post("/no/")
    ),
    "not a manager": (403, lambda client, planted: client.post("/settings/team/save/", {"name": "Mine"})),
    "nothing there": (404, lambda client, planted: client.get("/prospects/nobody/")),
    "nothing there for a visitor": (404, lambda client, planted: Client().get("/nowhere/")),
    "the wrong method": (405, lambda client, planted: client.get(f"{followup(planted)}skip/")),
    "the API": (404, lambda client, planted: Client().get("/api/v1/agenda")),
    "the API, with a wrong token": (
        401, lambda client, planted: Client().get("/api/v1/", headers={"Authorization": "Bearer x"})
    ),
    "a monitor": (503, lambda client, planted: Client().get("/healthz")),
}  # fmt: skip


def sign_in(client: Client, planted: Planted, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": planted.owner.email, "password": password})


def followup(planted: Planted) -> str:
    return f"/followups/{planted.follow_up.pk}/"


def policy_of(answer: Any) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))


def holds_all_headers(answer: Any) -> None:
    assert policy_of(answer) == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    # A request for an unknown host is refused before this header's turn; the policy above says the same.
    assert answer.get("X-Frame-Options") == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    off = {part.strip().removesuffix("=()") for part in answer["Permissions-Policy"].split(",")}
    assert off >= SWITCHED_OFF
    assert "Server" not in answer
    assert "X-Powered-By" not in answer


def by_plain_http(path: str) -> Any:
    """Asked behind a proxy that says it was asked by http."""
    with override_settings(SECURE_SSL_REDIRECT=True):
        return Client().get(path)


@pytest.mark.parametrize("path", ["/", "/act/nobodys-token/", "/static/app.css", "/accounts/login/"])
def test_the_way_to_https_carries_the_headers_too(path: str) -> None:
    answer = by_plain_http(path)
    assert (answer.status_code, answer["Location"]) == (301, f"https://testserver{path}")
    if path.startswith("/act/"):
        assert answer["Referrer-Policy"] == "strict-origin"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in answer["Cache-Control"]
        answer["Referrer-Policy"] = "same-origin"
    holds_all_headers(answer)


@pytest.mark.parametrize("path", ["/static/app.css", "/static/vendor/htmx/htmx.min.js", "/favicon.ico"])
def test_files_carry_them_too(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 200
    holds_all_headers(answer)
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize("kind", ["a calendar address", "one meeting"])
def test_calendar_files_carry_them_too(kind: str, planted: Planted) -> None:
    if kind == "one meeting":
        answer: Any = signed_in(planted.owner).get(f"/followups/{planted.meeting.pk}/meeting.ics")
    else:
        answer = subscribe(planted.owner).ask()
        assert answer["Referrer-Policy"] == "no-referrer"
        answer["Referrer-Policy"] = "same-origin"
    assert answer.status_code == 200
    holds_all_headers(answer)


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_of_answer_carries_the_headers(kind: str, planted: Planted) -> None:
    status, ask = ANSWERS[kind]
    answer = ask(signed_in(planted.owner), planted)
    assert answer.status_code == status
    holds_all_headers(answer)


def test_a_mistake_of_ours_carries_them_too(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr("desk.views.today.agenda_of_today", broken)
    answer = signed_in(planted.owner, raise_request_exception=False).get("/")
    assert answer.status_code == 500
    holds_all_headers(answer)
    assert "a secret of ours" not in answer.content.decode()
    assert "The mistake is ours." in answer.content.decode()


def test_the_one_exception_is_the_html_of_a_mail(planted: Planted) -> None:
    for address in (f"/mail/{planted.delivery.pk}/html/", "/settings/digest/preview/html/"):
        answer = signed_in(planted.owner).get(address)
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; style-src 'unsafe-inline'"
        assert (answer["X-Content-Type-Options"], answer["X-Frame-Options"]) == ("nosniff", "DENY")
        assert answer["Referrer-Policy"] == "same-origin"


def test_no_page_allows_or_holds_code_of_its_own(planted: Planted) -> None:
    client = signed_in(planted.owner)
    for address in (
        "/",
        "/no/",
        "/prospects/",
        "/settings/",
        followup(planted),
        f"/prospects/{planted.prospect.pk}/",
    ):
        answer = client.get(address)
        assert "unsafe" not in answer["Content-Security-Policy"]
        text = answer.content.decode()
        assert " style=" not in text
        assert "<style" not in text
        assert text.count("<script") == text.count("<script src=")


def cookies_of(client: Client) -> dict[str, Morsel[str]]:
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "maren@example.com", "password": PASSWORD})
    return dict(client.cookies)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(planted: Planted) -> None:
    cookies = cookies_of(Client())
    assert set(cookies) >= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    for cookie in cookies.values():
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"


def test_pages_of_somebody_signed_in_are_for_them_alone(planted: Planted) -> None:
    for address in ("/", "/no/", f"/prospects/{planted.prospect.pk}/"):
        answer = signed_in(planted.owner).get(address)
        assert "Cookie" in answer["Vary"]
        assert "public" not in answer.get("Cache-Control", "")


SECURE_SITE = """
import django
django.setup()
from django.conf import settings
from django.test import Client, override_settings
for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
    assert getattr(settings, name) is True, name
answer = Client(SERVER_NAME="deals.example").get("/accounts/login/", secure=True)
assert answer.status_code == 200, answer.status_code
assert answer.cookies["csrftoken"]["secure"] is True
assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
print(answer["Strict-Transport-Security"])
"""


def test_over_https_cookies_are_secure_and_the_browser_stays_there(tmp_path: Path) -> None:
    env = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(settings.BASE_DIR), "LOSTDEALS_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "lostdeals.settings", "LOSTDEALS_ENV_FILE": "",
        "SITE_URL": "https://deals.example",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", SECURE_SITE], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "max-age=31536000"
