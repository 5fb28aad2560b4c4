"""Every route, every actor, every method: who is refused is refused the same way as if there were nothing,
and nobody changes anything by looking. How many cells were tried stands at the end of the run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client

from accounts.models import Team, User
from desk.requests import clock
from prospects.models import Deal
from tests.desk.visiting import HTMX, signed_in
from tests.security.canaries import Planted
from tests.security.cells import PROPERTY
from tests.security.routes import POLICIES, Policy, Who, address_of
from tests.security.tables import everything_stored
from tests.security.walking import METHODS, SAFE, ask, differences, leaks, nowhere, told, watched_writes

SIGN_IN = "/accounts/login/"
SIGNED_OUT = ("visitor", "deactivated")
# Who is refused, and how, where the object is not theirs.
REFUSED: dict[str, dict[Who, int]] = {
    "stranger": {
        Who.OWNER: 404,
        Who.RECIPIENT: 404,
        Who.TAKER: 404,
        Who.TEAMS_MANAGER: 404,
        Who.TEAMMATE: 404,
    },
    "colleague": {
        Who.OWNER: 404,
        Who.RECIPIENT: 404,
        Who.TAKER: 404,
        Who.TEAMS_MANAGER: 403,
        Who.MANAGER: 403,
    },
    "marketer": {
        Who.OWNER: 404,
        Who.RECIPIENT: 404,
        Who.TAKER: 404,
        Who.TEAMS_MANAGER: 403,
        Who.MANAGER: 403,
    },
    "manager": {Who.RECIPIENT: 404, Who.TAKER: 403},
    "owner": {Who.TEAMS_MANAGER: 403, Who.MANAGER: 403, Who.TAKER: 403},
}
ACTORS = (*SIGNED_OUT, *REFUSED)


@dataclass(frozen=True)
class Cell:
    """Who asks for what, how."""

    who: str
    route: str
    policy: Policy
    address: str
    method: str
    headers: dict[str, str]

    @property
    def refusal(self) -> int:
        """What whoever may not use it is answered; 0 for who may."""
        return REFUSED.get(self.who, {}).get(self.policy.who, 0)

    def __str__(self) -> str:
        part = " (htmx)" if self.headers else ""
        return f"{self.who} {self.method.upper()} {self.address}{part}"


def cells_of(who: str, planted: Planted) -> Iterator[Cell]:
    """Every route by every method, as a page; by GET and POST as a part of one too."""
    for route, policy in POLICIES.items():
        for method in METHODS:
            for headers in ({}, HTMX) if method in {"get", "post"} else ({},):
                yield Cell(who, route, policy, address_of(policy, planted), method, headers)


def client_of(who: str, request: pytest.FixtureRequest) -> Client:
    """A browser in which they are signed in; the deactivated one was so a moment ago."""
    if who == "visitor":
        return Client(SERVER_NAME="localhost")
    user = request.getfixturevalue("owner" if who == "deactivated" else who)
    client = signed_in(user)
    if who == "deactivated":
        User.objects.filter(pk=user.pk).update(is_active=False)
    return client


def wrong_with(cell: Cell, client: Client, answer: Any, *, of_the_team: bool) -> str:
    """What is not as it should be; nothing when all is well."""
    if answer.status_code >= 500 and answer.status_code != cell.policy.get:
        return "is a mistake of ours"
    # 422 is a form of the owner that comes back with what is wrong, and with what else is theirs.
    comes_back = cell.who == "owner" and answer.status_code == 422
    refuses = answer.status_code >= 400 and not comes_back
    if (cell.who not in {"owner", "manager"} or refuses) and leaks(answer, of_the_team=of_the_team):
        return "leaks a canary"
    if cell.who in SIGNED_OUT:
        return wrong_with_signed_out(cell, answer)
    if cell.refusal:
        return wrong_with_refusal(cell, client, answer)
    if answer.status_code in {403, 404} - {cell.policy.get} and cell.policy.who != Who.PUBLIC:
        return f"is refused with {answer.status_code}, and it is theirs"
    if cell.method == "get" and not cell.headers and answer.status_code != cell.policy.get:
        return f"answers {answer.status_code}"
    return ""


def wrong_with_signed_out(cell: Cell, answer: Any) -> str:
    if cell.policy.who == Who.PUBLIC:
        plain = cell.method == "get" and not cell.headers
        wrong = plain and answer.status_code != cell.policy.anonymous_get
        return f"answers {answer.status_code}" if wrong else ""
    ways = {SIGN_IN} if cell.headers or cell.method == "post" else set()
    leads = sent_to(answer)
    return "" if leads in ways | {f"{SIGN_IN}?next={quote(cell.address)}"} else f"leads to {leads!r}"


def wrong_with_refusal(cell: Cell, client: Client, answer: Any) -> str:
    # A page that takes no POST, or a button that takes no GET, says so to everybody, there or not.
    if answer.status_code not in {cell.refusal, 405}:
        return f"answers {answer.status_code}, not {cell.refusal}"
    if answer.status_code == 405 and not says_so_to_everybody(cell):
        return "answers 405"
    # A member of the team may know that it is there, and a refused method asks nobody.
    if cell.refusal == 403 or answer.status_code == 405:
        return ""
    same = ask(client, cell.method, nowhere(cell.address), cell.policy, cell.headers)
    differing = next(differences(told(answer), told(same)), "")
    return f"differs from the answer for an id nobody has: {differing}" if differing else ""


def says_so_to_everybody(cell: Cell) -> bool:
    """Whether a method may be refused before anybody asks whose the object is."""
    if cell.method == "get":
        return cell.policy.get != 200
    return cell.method != "post" or (cell.policy.get == 200 and not cell.policy.post)


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


def walk(client: Client, who: str, cells: Iterable[Cell]) -> Iterator[str]:
    """Try the cells; what is wrong with any of them."""
    of_the_team = who not in {"visitor", "stranger", "deactivated"}
    for cell in cells:
        with watched_writes() as writes:
            answer = ask(client, cell.method, cell.address, cell.policy, cell.headers)
        found = wrong_with(cell, client, answer, of_the_team=of_the_team)
        if writes and (cell.method in SAFE or cell.refusal or who in SIGNED_OUT):
            found = found or f"writes: {writes[0]}"
        if found:
            yield f"{cell} {found}"


@pytest.mark.parametrize("who", ACTORS)
def test_every_route_by_every_method(
    who: str, planted: Planted, request: pytest.FixtureRequest, record_property: Any
) -> None:
    client, cells = client_of(who, request), list(cells_of(who, planted))
    before = everything_stored()
    wrong = list(walk(client, who, cells))
    record_property(PROPERTY, (who, len(cells)))
    assert not wrong, "\n".join(wrong)
    assert everything_stored() == before


def everybodys(rows: Any, _user: User) -> Any:
    return rows.all()


def told_apart(_request: Any, pk: Any) -> Deal:
    if Deal.objects.filter(pk=pk).exists():
        raise PermissionDenied
    raise Http404


# What somebody might break one day, and what the walk says of it.
BROKEN: dict[str, tuple[str, str, str, Any, str]] = {
    "an object of anybody's": ("colleague", "deals/", "desk.views.deals._mine",
        lambda _request, pk: Deal.objects.get(pk=pk), "leaks a canary"),
    "every object of a kind": ("stranger", "deals/", "prospects.models.deal.DealQuerySet.visible_to",
        everybodys, "leaks a canary"),
    "a button for everybody's": ("stranger", "deals/<uuid:pk>/let-go/",
        "prospects.models.deal.DealQuerySet.visible_to", everybodys, "answers 303, not 404"),
    "told that there is something": ("stranger", "deals/", "desk.views.deals._mine", told_apart,
        "answers 403, not 404"),
    "a page that writes": ("owner", "wake-ups/", "desk.views.wake_ups.clock",
        lambda request: (Team.objects.update(daily_limit=7), clock(request))[1], "writes: UPDATE"),
    "a mistake of ours": ("owner", "long-run/", "desk.views.long_run.capacity_for",
        lambda _user, _today: 1 / 0, "is a mistake of ours"),
}  # fmt: skip


@pytest.mark.parametrize("how", BROKEN)
def test_the_walk_sees_what_is_broken(
    how: str, planted: Planted, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, route, spot, instead, said = BROKEN[how]
    client = client_of(who, request)
    client.raise_request_exception = False
    cells = [cell for cell in cells_of(who, planted) if cell.route.startswith(route)]
    assert list(walk(client, who, cells)) == []
    monkeypatch.setattr(spot, instead)
    wrong = list(walk(client, who, cells))
    assert any(said in one for one in wrong), wrong


def test_the_walk_sees_a_session_that_outlives_its_account(
    planted: Planted, request: pytest.FixtureRequest
) -> None:
    client = client_of("deactivated", request)
    User.objects.filter(pk=planted.owner.pk).update(is_active=True)
    cells = [cell for cell in cells_of("deactivated", planted) if cell.route == "long-run/"]
    assert any("leads to ''" in one for one in walk(client, "deactivated", cells))
