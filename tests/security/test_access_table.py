"""What docs/access.md promises, tried at the addresses: each role gets as far as the table says."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.policy import TABLE, Access, Thing, access
from accounts.roles import Role
from tests.desk.visiting import signed_in
from tests.security.canaries import Planted
from tests.security.routes import POLICIES, Who, address_of

# Where a route begins, or ends -> what it lets one do. All that is the managers' alone has its line here.
OF_MANAGERS = {
    "insights/quarter/": Thing.QUARTER,
    "mail/team/": Thing.TEAMS_MAIL,
    "settings/changes/": Thing.TEAMS_TRAIL,
    "settings/contact-rules/": Thing.TEAM_NUMBERS,
    "settings/hand-over/": Thing.REASSIGNING,
    "settings/invitations/": Thing.MEMBERS,
    "settings/lines/": Thing.LINES,
    "settings/members/": Thing.MEMBERS,
    "settings/reasons/": Thing.REASONS,
    "settings/retention/": Thing.ERASING,
    "settings/rhythm/": Thing.TEAM_NUMBERS,
    "settings/team/invite/": Thing.MEMBERS,
    "settings/team/": Thing.TEAM_NUMBERS,
    "together/hand-to/": Thing.REASSIGNING,
    "/erase/": Thing.ERASING,
    "/merge/": Thing.MERGING,
}


def thing_behind(route: str) -> Thing | None:
    parts = (part for part in OF_MANAGERS if route.startswith(part) or route.endswith(part))
    return next((OF_MANAGERS[part] for part in parts), None)


@pytest.mark.parametrize(
    "route", [name for name, policy in POLICIES.items() if policy.who in {Who.MANAGER, Who.TEAMS_MANAGER}]
)
def test_what_is_the_managers_alone_is_so_in_the_table(route: str) -> None:
    thing = thing_behind(route)
    assert thing, "a new address of managers: which line of docs/access.md is it?"
    row = TABLE[thing]
    needed = Access.ACT if POLICIES[route].post or POLICIES[route].get == 405 else Access.SEE
    assert row[Role.MANAGER] >= needed
    assert all(row.get(role, Access.NONE) < needed for role in (Role.SALES, Role.MARKETING))


@dataclass(frozen=True)
class Door:
    """One way to see or to do a thing, and what those hear who may not."""

    thing: Thing
    needs: Access
    route: str
    post: dict[str, Any] | None = None
    refusal: int = 403


DOORS = [
    Door(Thing.TEAMS_PROSPECTS, Access.SEE, "prospects/<uuid:pk>/", refusal=404),
    Door(Thing.TEAMS_PROSPECTS, Access.ACT, "prospects/<uuid:pk>/keep-in-touch/", {"window": ""}, 404),
    Door(Thing.REASSIGNING, Access.ACT, "together/hand-to/", {}),
    Door(Thing.REASSIGNING, Access.ACT, "settings/hand-over/", {}),
    Door(Thing.MEMBERS, Access.SEE, "settings/team/"),
    Door(Thing.MEMBERS, Access.ACT, "settings/team/invite/", {"address": "a@example.org", "roles": "sales"}),
    Door(Thing.OWN_MAIL, Access.SEE, "mail/"),
    Door(Thing.TEAMS_MAIL, Access.SEE, "mail/team/"),
    Door(Thing.OTHERS_DIGESTS, Access.SEE, "mail/<uuid:pk>/", refusal=404),
    Door(Thing.OWN_SETTINGS, Access.SEE, "settings/"),
    Door(Thing.OWN_TOKENS, Access.SEE, "settings/tokens/"),
    Door(Thing.REASONS, Access.SEE, "settings/reasons/"),
    Door(Thing.REASONS, Access.ACT, "settings/reasons/new/", {"conversation": "cannot", "label": "Mine"}),
    Door(Thing.LINES, Access.SEE, "settings/lines/"),
    Door(Thing.LINES, Access.ACT, "settings/lines/save/", {"conversation": "cannot", "short_en": "Mine."}),
    Door(Thing.QUARTER, Access.SEE, "insights/quarter/<str:key>/"),
    Door(Thing.QUARTER, Access.ACT, "insights/quarter/<str:key>/kept/", {}),
    Door(Thing.LIBRARY, Access.SEE, "library/<uuid:pk>/"),
    Door(Thing.LIBRARY, Access.ACT, "library/<uuid:pk>/archive/", {}),
    Door(Thing.TEAMS_TRAIL, Access.SEE, "settings/changes/"),
    Door(Thing.OWN_EXPORT, Access.SEE, "export/"),
    Door(Thing.OWN_EXPORT, Access.ACT, "export/", {"taken": "own"}),
    Door(Thing.TEAMS_EXPORT, Access.ACT, "export/", {"taken": "team"}),
    Door(Thing.TEAM_NUMBERS, Access.ACT, "settings/rhythm/", {"rhythm": "steady"}),
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.needs.name} {door.route}")
@pytest.mark.parametrize("who", ["colleague", "marketer", "manager"])
def test_each_role_gets_as_far_as_the_table_says(
    door: Door, who: str, planted: Planted, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(who)
    status = _knock(signed_in(user), door, planted)
    if access(user, door.thing) < door.needs:
        assert status == door.refusal
    else:
        assert status in {200, 204, 302, 303}


def _knock(client: Client, door: Door, planted: Planted) -> int:
    address = address_of(POLICIES[door.route], planted)
    answer = client.get(address) if door.post is None else client.post(address, door.post)
    return answer.status_code
