"""Whatever a request says about its host or where to go next: no link, no mail and no answer of ours leads to
where an attacker would like."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings

from accounts.models import User
from accounts.password_resets import render
from desk.requests import SeeOther, next_address
from outbox.models import Delivery
from tests.cast import NINE, PASSWORD
from tests.desk.reading import read
from tests.desk.visiting import HTMX, signed_in
from tests.security.canaries import Planted
from tests.security.forms_found import forms_of
from tests.security.routes import POLICIES, address_of
from tests.security.walking import nothing_stays

VIEWS = sorted(
    path for room in ("desk", "exchange", "lostdeals") for path in (settings.BASE_DIR / room).rglob("*.py")
)
NEXT_READ = re.compile(r"""(?:POST|GET)(?:\.get\(|\[)["']next["']""")
EVIL = "evil.example"
# What a proxy would add, or somebody pretending to be one.
FORWARDED: list[dict[str, str]] = [
    {"X-Forwarded-Host": EVIL},
    {"X-Forwarded-Host": f"localhost, {EVIL}"},
    {"X-Forwarded-Server": EVIL},
    {"X-Host": EVIL},
    {"X-Original-Host": EVIL},
    {"X-HTTP-Host-Override": EVIL},
    {"X-Original-URL": f"https://{EVIL}/"},
    {"X-Rewrite-URL": "/settings/"},
    {"X-Forwarded-Prefix": f"//{EVIL}"},
    {"X-Script-Name": f"//{EVIL}"},
    {"X-Forwarded-Port": "81"},
    {"X-Forwarded-For": EVIL},
    {"X-Forwarded-Proto": "javascript"},
    {"Forwarded": f"for=1.2.3.4;host={EVIL};proto=https"},
    {"Referer": f"https://{EVIL}/"},
    {"Origin": f"https://{EVIL}"},
    {"HX-Current-URL": f"https://{EVIL}/"},
]
UNKNOWN_HOSTS = [
    EVIL, f"localhost.{EVIL}", f"localhost@{EVIL}", f"{EVIL}#localhost", "localhost:80:80", f"{EVIL}:8000",
    "local_host", "", " ", "localhost/", "[::1", "0.0.0.0", "127.0.0.2", "localhost\\evil.example",
    "löcalhost", "2130706433",
]  # fmt: skip
# Where one might be led by a `next` that is believed.
TRICKS = [
    f"//{EVIL}", f"///{EVIL}", f"////{EVIL}/%2f..", f"/\\{EVIL}", f"\\\\{EVIL}", f"/\t/{EVIL}", f"\t//{EVIL}",
    f"/\n/{EVIL}", f"https:{EVIL}", f"https:/{EVIL}", f"https://{EVIL}", f"http://{EVIL}", f"HtTpS://{EVIL}",
    f"//localhost@{EVIL}/", f"https://localhost:x@{EVIL}/", f"https://localhost.{EVIL}/",
    f"///localhost.{EVIL}",
    "javascript:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)", "data:text/html,<b>1</b>",
    "vbscript:x", f"//{EVIL}\\@localhost", f"/%09/{EVIL}", f"//{EVIL}%00.localhost", f"/\x00/{EVIL}",
    f"\x01https://{EVIL}", f"／／{EVIL}", f"/／{EVIL}", f"⁄⁄{EVIL}", f"https:／／{EVIL}", f"//{EVIL}。",
    f"http:///{EVIL}",
    "/%0d%0aLocation:%20https://evil.example", "/\r\nLocation: https://evil.example", "/\r\nSet-Cookie: a=b",
    "/\x85X: y", "/\u2028X: y", f"?next=//{EVIL}", "mailto:x@evil.example", f"ftp://{EVIL}", f";//{EVIL}",
    f"http:\\\\{EVIL}", f"//{EVIL}/%2e%2e", "//\u3002evil.example",
]  # fmt: skip
NEXT = ("next", "redirect", "redirect_to", "return_to", "return", "url", "continue", "back", "to", "then")


def leads_away(answer: Any) -> str:
    """Where an answer leads, if that is not ours; browsers read \\ as / and drop white space."""
    for name in ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "X-See-Other", "Refresh"):
        spot = answer.get(name, "")
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", spot), (name, spot)
        parts = urlsplit(re.sub(r"\s", "", spot).replace("\\", "/"))
        if parts.scheme not in {"", "http"} or parts.netloc not in {"", "localhost", "testserver"}:
            return f"{name}: {spot}"
    return ""


def test_the_judge_of_redirects_sees_what_leads_away() -> None:
    ours = ["/", "/no/?again=1", "http://localhost/", "?again=1"]
    theirs = [
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "javascript:x",
        "https://localhost@evil",
    ]
    assert [spot for spot in ours if leads_away({"Location": spot})] == []
    assert [spot for spot in theirs if not leads_away({"Location": spot})] == []


def test_a_host_nobody_named_is_refused(db: None) -> None:
    for host in UNKNOWN_HOSTS:
        for path in ("/accounts/login/", "/accounts/password/reset/", "/livez", "/nowhere/"):
            for method in ("get", "post"):
                answer = getattr(Client(), method)(path, headers={"host": host})
                # An empty one falls back on the name of the server's own socket.
                expected = {400} if host.strip() else {200, 400, 403, 404, 405}
                assert answer.status_code in expected, (host, path)
                assert EVIL not in answer.content.decode()


def reset_mail(headers: dict[str, str]) -> str:
    """What is mailed to somebody who forgot their password, asked for with these headers."""
    Delivery.objects.all().delete()
    client = Client(SERVER_NAME="localhost")
    answer = client.post("/accounts/password/reset/", {"email": "maren@example.com"}, headers=headers)
    assert answer.status_code in {200, 302, 403}, headers
    assert not leads_away(answer)
    assert EVIL not in str(answer.headers)
    return "".join(str(render(delivery, NINE)) for delivery in Delivery.objects.all())


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_a_mail_about_a_password_leads_to_us(proxies: int, owner: User) -> None:
    with override_settings(
        TRUSTED_PROXY_COUNT=proxies,
        ALLAUTH_TRUSTED_PROXY_COUNT=proxies,
        ALLOWED_HOSTS=["localhost", "another.example"],
    ):
        for headers in [*FORWARDED, {"host": "another.example"}]:
            cache.clear()
            text = reset_mail(headers)
            assert EVIL not in text
            assert "another.example" not in text
            assert f"{settings.SITE_URL}/accounts/password/reset/key/" in text


def test_no_page_leads_to_a_host_that_was_forwarded(furnished: Planted) -> None:
    for client in (signed_in(furnished.owner), Client(SERVER_NAME="localhost")):
        for path in ("/", "/settings/", "/accounts/login/", "/nowhere/", "/setup/x/"):
            for more in ({}, HTMX) if path == "/" else ({},):
                plain = client.get(path, headers=more)
                for headers in FORWARDED:
                    answer = client.get(path, headers=headers | more)
                    assert not leads_away(answer)
                    assert EVIL not in answer.content.decode()
                    assert EVIL not in str(answer.headers)
                    # Nor is the request refused for it: nobody listens to these headers.
                    assert answer.status_code == plain.status_code, (path, headers)


def test_a_request_line_with_a_host_in_it_does_not_move_us(furnished: Planted) -> None:
    client = signed_in(furnished.owner)
    for path in (
        f"http://{EVIL}/",
        f"//{EVIL}/",
        f"/.//{EVIL}/",
        f"//{EVIL}/no",
        f"/{EVIL}//no",
        f"/\\{EVIL}/no",
    ):
        for host in ("localhost", "127.0.0.1"):
            answer = client.get("/", PATH_INFO=path, headers={"host": host})
            assert not leads_away(answer), path
            assert answer.status_code < 500


def some_tricks(turn: int) -> dict[str, str]:
    """Each name with another trick; after a few turns each of them had them all."""
    return {name: TRICKS[(turn * 7 + at * 5) % len(TRICKS)] for at, name in enumerate(NEXT)}


def test_no_question_leads_away(furnished: Planted) -> None:
    wrong = []
    for client in (Client(SERVER_NAME="localhost"), signed_in(furnished.owner)):
        for turn, policy in enumerate(POLICIES.values()):
            address, tricks = address_of(policy, furnished), some_tricks(turn)
            for more in ({}, HTMX | {"HX-Current-URL": tricks["next"].encode("ascii", "ignore").decode()}):
                answer = client.get(f"{address}?{urlencode(tricks)}", headers=clean(more))
                wrong += found_wrong(f"GET {address}", str(tricks), answer)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("secure", [True, False])
def test_where_a_form_wants_to_go_is_an_address_of_ours(secure: bool) -> None:
    for trick in [*TRICKS, "", "no/", "prospects/../../x"]:
        request = RequestFactory(SERVER_NAME="localhost").post("/", {"next": trick}, secure=secure)
        spot = next_address(request, "/mail/")
        assert not leads_away({"Location": SeeOther(spot)["Location"]})
    asked = RequestFactory(SERVER_NAME="localhost").post("/", {"next": "/no/?again=1#top"})
    assert next_address(asked, "/mail/") == "/no/?again=1#top"


def test_every_form_asks_there() -> None:
    readers = [path.name for path in VIEWS if NEXT_READ.search(path.read_text(encoding="utf-8"))]
    assert readers == ["requests.py"]


def clean(headers: dict[str, str]) -> dict[str, str]:
    return {name: re.sub(r"[\x00-\x1f]", "", value) for name, value in headers.items()}


def found_wrong(what: str, trick: str, answer: Any) -> Iterator[str]:
    if answer.status_code >= 500 and answer.status_code != 503:
        yield f"{what} is a mistake of ours with {trick!r}"
    if away := leads_away(answer):
        yield f"{what} leads to {away!r} with {trick!r}"


def test_no_form_leads_away(furnished: Planted) -> None:
    client, wrong = signed_in(furnished.owner), []
    for turn, form in enumerate(forms_of(client, furnished)):
        for tricks, headers in ((some_tricks(turn), {}), (some_tricks(turn + 1), {"X-Stay": "1"})):
            with nothing_stays(client):
                answer = client.post(form.action, form.sent() | tricks, headers=headers)
            wrong += found_wrong(f"POST {form.action}", str(tricks), answer)
    assert not wrong, "\n".join(wrong)


def test_signing_in_leads_nowhere_else(owner: User) -> None:
    for trick in TRICKS:
        client = Client(SERVER_NAME="localhost")
        page = client.get("/accounts/login/", {"next": trick})
        for element in read(page).walk():
            for name in ("href", "action", "src"):
                assert not leads_away({"Location": element.attrs.get(name, "")}), element.attrs
        answer = client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD, "next": trick})
        assert answer.status_code == 302
        assert not leads_away(answer)
