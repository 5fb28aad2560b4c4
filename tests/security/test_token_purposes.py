"""A secret made for one purpose opens nothing else, wherever somebody tries it."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.api_tokens import NewApiToken, make_api_token
from accounts.models import ApiToken, CalendarFeed, SetupLink
from accounts.token_scopes import Scope
from tests.cast import NINE
from tests.security.canaries import CANARY, Planted
from tests.security.tables import everything_stored
from tests.security.test_mailed_addresses import ALIVE

Make = Callable[[Planted], str]


def api_token(planted: Planted) -> str:
    return make_api_token(NewApiToken("A program", Scope.WRITE), by=planted.owner, now=NINE)[1]


def secret_in(address: str) -> str:
    """What stands in an address behind what tells its purpose."""
    path = address.strip("/").removesuffix(".ics")
    return path.removeprefix("accounts/password/reset/key/").rpartition("/")[2]


def doors(secret: str) -> dict[str, str]:
    """Each purpose with the address at which this secret would be tried."""
    return {
        "act": f"/act/{secret}/",
        "unsubscribe": f"/unsubscribe/{secret}/",
        "preferences": f"/preferences/{secret}/",
        "feedback": f"/feedback/{secret}/",
        "go/": f"/go/{secret}/",
        "confirm/": f"/confirm/{secret}/",
        "calendar": f"/calendar/{secret}.ics",
        "setup": f"/setup/{secret}/",
        "invite": f"/invite/{secret}/",
        "confirm-email": f"/accounts/confirm-email/{secret}/",
        "reset": f"/accounts/password/reset/key/{secret}/",
        "reset of somebody": f"/accounts/password/reset/key/1-{secret}/",
    }


def purpose_of(route: str) -> str:
    return next(name for name in (*doors(""), "reset") if name.partition("-")[0] in route)


# Both are in every mail to somebody, and whoever may do the one may do the other.
SAME_KEY = {"unsubscribe", "preferences"}
SECRETS: dict[str, Make] = {purpose_of(route): make for route, make in ALIVE.items()}


@pytest.mark.parametrize("purpose", [*SECRETS, "api"])
def test_it_opens_no_other_door(purpose: str, planted: Planted) -> None:
    with time_machine.travel(NINE, tick=False):
        secret = api_token(planted) if purpose == "api" else secret_in(SECRETS[purpose](planted))
        before, client = everything_stored(), Client(SERVER_NAME="localhost")
        for door, address in doors(secret).items():
            if door.startswith(purpose) or {door, purpose} == SAME_KEY:
                continue
            for answer in (client.get(address), client.post(address, {"outcome": "spoke"})):
                refused(answer, door)
        answer = client.get("/api/v1/agenda", headers=carried(secret))
        assert answer.status_code == (404 if purpose == "api" else 401)
        assert client.get("/").status_code == client.get("/", headers=carried(secret)).status_code == 302
        if purpose == "api":
            before["accounts_apitoken"] = everything_stored()["accounts_apitoken"]
        assert everything_stored() == before


def carried(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def refused(answer: Any, door: str) -> None:
    """No page of somebody's; a page that says the address is dead at most."""
    assert answer.status_code in {200, 404, 405, 302, 409}, door
    assert CANARY not in answer.content.decode()
    assert not answer.wsgi_request.user.is_authenticated


def test_nothing_that_is_kept_opens_a_door(planted: Planted) -> None:
    """Whoever reads the database has no key: what stands there is a hash."""
    api_token(planted)
    ALIVE["calendar/<str:token>.ics"](planted)
    ALIVE["setup/<str:token>/"](planted)
    client = Client(SERVER_NAME="localhost")
    for model in (ApiToken, CalendarFeed, SetupLink):
        for kept in model._default_manager.values_list("token_hash", flat=True):
            for address in (f"/calendar/{kept}.ics", f"/setup/{kept}/", f"/act/{kept}/"):
                assert client.get(address).status_code in {404, 200}
                assert CANARY not in client.get(address).content.decode()
            for header in (f"Bearer {kept}", f"Bearer ld_{kept}"):
                answer = client.get("/api/v1/", headers={"Authorization": header})
                assert answer.status_code == 401
