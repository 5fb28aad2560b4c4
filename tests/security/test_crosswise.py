"""A token does one thing at one address and is nothing elsewhere. What somebody may do ends the moment it is
taken from them, whatever they have open."""

from typing import Any

from django.test import Client

from accounts.models import User
from desk.carried import owner_mark, seal
from tests.desk.visiting import signed_in
from tests.security.canaries import CANARY, Planted
from tests.security.routes import POLICIES, Who, address_of
from tests.security.tables import everything_stored
from tests.security.test_carried_words import of
from tests.security.test_mailed_addresses import ALIVE
from tests.security.walking import nothing_stays

PRESSED = {
    "outcome": "spoke",
    "until": "tomorrow",
    "password1": "a new long password",
    "email": "e@example.com",
    "password2": "a new long password",
    "name": "Evil",
    "List-Unsubscribe": "One-Click",
    "note": "x",
}


def tokens_of(planted: Planted) -> dict[str, str]:
    """A living token of every kind there is, by the route it is for."""
    found = {}
    for route, make in ALIVE.items():
        start = POLICIES[route].example.partition("nobodys")[0].removesuffix("1-")
        found[route] = make(planted).removeprefix(start).removesuffix("/").removesuffix(".ics")
    return found


def test_no_token_is_a_session_a_form_or_a_seal(planted: Planted) -> None:
    """That it opens no other door is asked in test_token_purposes."""
    tokens, before = tokens_of(planted), everything_stored()
    for token in tokens.values():
        is_nothing(token)
    assert everything_stored() == before


def is_nothing(token: str) -> None:
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.cookies["sessionid"] = client.cookies["csrftoken"] = token
    assert client.get("/").status_code == 302
    fields = {"conversation": "unknown", "prospect_name": "Evil", "csrfmiddlewaretoken": token}
    for more in ({}, {"carried": token}, {"typed_by": token}):
        assert client.post("/no/", fields | more, headers={"X-CSRFToken": token}).status_code in {302, 403}
    for header in (f"Bearer {token}", f"Token {token}", f"Basic {token}"):
        assert client.get("/prospects/", headers={"Authorization": header}).status_code in {302, 401}


def test_what_we_sign_for_forms_opens_no_address(planted: Planted) -> None:
    before = everything_stored()
    for signed in (owner_mark(planted.owner), seal(of(planted.owner))):
        for route in ALIVE:
            start = POLICIES[route].example.partition("nobodys")[0].removesuffix("1-")
            end = ".ics" if route.endswith(".ics") else "/"
            for method in ("get", "post"):
                answer = getattr(Client(), method)(f"{start}{signed}{end}", PRESSED)
                assert answer.status_code < 500
                assert CANARY not in answer.content.decode()
    assert everything_stored() == before


def refusals(client: Client, planted: Planted, who: Who) -> list[str]:
    """Of every address of these: which one still lets them in."""
    wrong = []
    for route, policy in POLICIES.items():
        if policy.who == who:
            for method in ("get", "post"):
                with nothing_stays(client):
                    answer: Any = getattr(client, method)(address_of(policy, planted), policy.post)
                if answer.status_code not in {403, 404, 405}:
                    wrong.append(f"{method} {route}: {answer.status_code}")
    return wrong


def test_a_manager_who_is_none_any_more_is_refused_at_once(planted: Planted, manager: User) -> None:
    client = signed_in(manager)
    assert client.get("/mail/team/").status_code == 200
    assert len(refusals(client, planted, Who.OWNER)) > 10
    User.objects.filter(pk=manager.pk).update(is_manager=False)
    before = everything_stored()
    for who in (Who.MANAGER, Who.TEAMS_MANAGER, Who.OWNER):
        assert refusals(client, planted, who) == []
    assert CANARY not in client.get("/prospects/").content.decode()
    assert everything_stored() == before


def test_somebody_who_changes_teams_leaves_everything_behind(planted: Planted, stranger: User) -> None:
    client = signed_in(planted.owner)
    assert CANARY in client.get("/prospects/").content.decode()
    User.objects.filter(pk=planted.owner.pk).update(team=stranger.team, is_manager=True)
    # Mail is a person's own: what was sent to them stays theirs, what is held is handed over with the people.
    planted.held.delete()
    planted.delivery.delete()
    before = everything_stored()
    for who in (Who.OWNER, Who.TEAMS_MANAGER):
        refused = refusals(client, planted, who)
        # The member there is they themselves, and of the new team.
        assert [one for one in refused if "settings/members/" not in one] == []
    # Not Today: what somebody has to do goes by whose it is, and no door moves a member to another team.
    for address in (
        "/prospects/",
        f"/prospects/?q={CANARY}",
        "/settings/reasons/",
        "/no/",
        "/wake-ups/",
    ):
        assert CANARY not in client.get(address).content.decode().replace(f'value="{CANARY}"', ""), address
    assert everything_stored() == before


def test_a_prospect_that_is_handed_over_is_gone_at_once(planted: Planted, colleague: User) -> None:
    client = signed_in(planted.owner)
    address = f"/prospects/{planted.prospect.pk}/"
    assert client.get(address).status_code == 200
    person = planted.prospect
    type(person).objects.filter(pk=person.pk).update(owner=colleague)
    person.follow_ups.update(owner=colleague)
    assert client.get(address).status_code == 404
    assert client.post(f"{address}edit/", {"name": "Mine"}).status_code == 404
    assert signed_in(colleague).get(address).status_code == 200


def test_a_new_password_ends_every_other_session(planted: Planted) -> None:
    here, there = signed_in(planted.owner), signed_in(planted.owner)
    assert here.get("/").status_code == there.get("/").status_code == 200
    planted.owner.set_password("quite another password")
    planted.owner.save()
    assert here.get("/").status_code == there.get("/").status_code == 302
