"""However an address with a secret in it is answered, refused or broken: nobody keeps the answer, nobody
finds it, and nothing that is loaded or followed from it is told the address."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.mailed_links import revoke_mailed_links
from accounts.models import User
from accounts.working_calendar import NoWorkingDay
from common.secret_paths import SECRET_PATHS
from tests.cast import NINE
from tests.desk.visiting import signed_in
from tests.security.canaries import Planted
from tests.security.test_mailed_addresses import ALIVE

STRICT = {
    "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
    "Referrer-Policy": "strict-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
# A calendar program asks for its file again and again, and follows nothing from it.
GOOD_CALENDAR = STRICT | {"Cache-Control": "private, no-cache", "Referrer-Policy": "no-referrer"}
ACT, UNSUBSCRIBE, CALENDAR = "act/<str:token>/", "unsubscribe/<str:token>/", "calendar/<str:token>.ics"

Ask = Callable[[str], Any]


def strict_client() -> Client:
    """One that is asked for the token of every form."""
    return Client(enforce_csrf_checks=True)


REFUSED: dict[str, Ask] = {
    "without the token of the form": lambda address: strict_client().post(address, {"note": "x"}),
    "by another method": lambda address: Client().put(address),
    "cut in two": lambda address: Client().get(f"{address}more/"),
    "without its last stroke": lambda address: Client().get(address.rstrip("/")),
    "for another host": lambda address: Client().get(address, headers={"host": "evil.example"}),
    "by the number of this machine": lambda address: Client().get(address, headers={"host": "127.0.0.1"}),
}  # fmt: skip
# What else these answer, and what is in the way of their view.
BROKEN = {
    ACT: "desk.views.act.open_link",
    UNSUBSCRIBE: "desk.views.unsubscribe.whose_mail_key",
    "go/<str:token>/": "desk.views.go.sent_with",
    "preferences/<str:token>/": "nurture.views.preferences.whose_mail_key",
    "feedback/<str:token>/": "nurture.views.feedback.question_of",
    "confirm/<str:token>/": "nurture.views.confirming.asked_by",
}


def headers_of(answer: Any) -> dict[str, str]:
    return {name: answer.get(name) for name in STRICT}


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("route", ALIVE)
def test_a_good_answer_keeps_to_itself(route: str, method: str, planted: Planted) -> None:
    answer = getattr(Client(), method)(ALIVE[route](planted))
    assert headers_of(answer) == (GOOD_CALENDAR if route == CALENDAR else STRICT)


@pytest.mark.parametrize("how", REFUSED)
@pytest.mark.parametrize("route", ALIVE)
def test_what_is_refused_keeps_to_itself(route: str, how: str, planted: Planted) -> None:
    answer = REFUSED[how](ALIVE[route](planted))
    good = route == CALENDAR and answer.status_code == 200
    assert headers_of(answer) == (GOOD_CALENDAR if good else STRICT)


@pytest.mark.parametrize("how", REFUSED)
@pytest.mark.parametrize("route", ALIVE)
def test_a_refusal_does_not_tell_who_is_signed_in(
    route: str, how: str, planted: Planted, stranger: User
) -> None:
    """Whoever is handed the address may look over the shoulder of whoever opens it."""
    address = ALIVE[route](planted)
    page = ask_signed_in(how, address, signed_in(stranger).cookies).content.decode()
    assert stranger.name not in page
    assert "shell-bare" in page or "<body" not in page


def ask_signed_in(how: str, address: str, cookies: Any) -> Any:
    """The same question by a browser in which somebody is signed in."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = cookies
    if how == "without the token of the form":
        return client.post(address, {"note": "x"})
    if how == "by another method":
        return client.put(address, headers={"X-CSRFToken": "x"})
    spot = {"cut in two": f"{address}more/", "without its last stroke": address.rstrip("/")}.get(how, address)
    host = {"for another host": "evil.example", "by the number of this machine": "127.0.0.1"}.get(how)
    return client.get(spot, headers={"host": host} if host else {})


def test_what_is_refused_is_refused_in_many_ways(planted: Planted) -> None:
    """Else the test above would look at good answers alone."""
    statuses = {how: ask(ALIVE[ACT](planted)).status_code for how, ask in REFUSED.items()}
    assert list(statuses.values()) == [403, 405, 404, 301, 400, 302]


@pytest.mark.parametrize("route", ALIVE)
def test_a_dead_one_keeps_to_itself(route: str, planted: Planted) -> None:
    address = ALIVE[route](planted)
    secret = max(re.split(r"[/.]", address), key=len)
    for dead in (address.replace(secret, secret[:-1]), address.replace(secret, secret[::-1])):
        assert headers_of(Client().get(dead)) == STRICT


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("mistake", "status"), [(RuntimeError("ours"), 500), (NoWorkingDay("none"), 409)])
@pytest.mark.parametrize("route", BROKEN)
def test_a_mistake_of_ours_keeps_to_itself(
    route: str,
    mistake: Exception,
    status: int,
    method: str,
    planted: Planted,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*args: object) -> None:
        raise mistake

    address = ALIVE[route](planted)
    monkeypatch.setattr(BROKEN[route], broken)
    answer = getattr(Client(raise_request_exception=False), method)(address)
    assert answer.status_code == status
    assert headers_of(answer) == STRICT


def test_a_dead_one_and_a_wrong_one_say_so_behind_the_same_headers(planted: Planted) -> None:
    address = ALIVE[ACT](planted)
    revoke_mailed_links(planted.owner, now=NINE)
    dead_ones = [(address, 410), ("/act/garbled/", 404)]
    dead_ones += [
        (f"/{path}/nobodys-key/", 404) for path in ("unsubscribe", "preferences", "feedback", "confirm")
    ]
    for dead, status in dead_ones:
        for ask in (Client().get, Client().post):
            answer = ask(dead)
            assert (answer.status_code, headers_of(answer)) == (status, STRICT)


def test_every_path_of_a_secret_leads_somewhere(planted: Planted) -> None:
    """A path that is renamed must be renamed in the list as well."""
    addresses = [make(planted) for make in ALIVE.values()]
    assert {path for path in SECRET_PATHS if any(a.startswith(path) for a in addresses)} == set(SECRET_PATHS)
    assert all(address.startswith(SECRET_PATHS) for address in addresses)


@pytest.mark.parametrize("address", ["/settings/calendar/", "/accounts/password/reset/", "/actual/", "/"])
def test_no_other_address_is_meant(address: str, planted: Planted) -> None:
    assert Client().get(address)["Referrer-Policy"] == "same-origin"
