"""Roles given and taken, and the account of somebody who left."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.api_tokens import NewApiToken, make_api_token
from accounts.calendar_addresses import make_address
from accounts.changes import Change
from accounts.members import ChangedMeanwhile, NoManagerLeft, NoRole, change_roles, members_of, reactivate
from accounts.models import User
from accounts.roles import Role
from accounts.token_scopes import Scope
from desk.leaving import let_leave
from tests.cast import NINE, make_team, make_user
from tests.desk.visiting import signed_in
from tests.followups.together import at_the_same_time, raised

SALES, MANAGER = frozenset({Role.SALES}), frozenset({Role.SALES, Role.MANAGER})


def test_roles_are_given_and_taken_with_a_line_in_the_trail(owner: User, manager: User) -> None:
    had = change_roles(owner, {Role.MARKETING, Role.MANAGER}, seen=SALES, by=manager, now=NINE)
    owner.refresh_from_db()
    assert (had, owner.roles()) == (SALES, {Role.MARKETING, Role.MANAGER})
    change = Change.objects.get(action="change_roles")
    assert (change.actor, change.object_id, change.team) == (manager, owner.pk, manager.team)
    assert dict(change.before)[f"accounts.user:{owner.pk}"]["is_sales"] == "True"


def test_what_stays_the_same_is_no_change(owner: User, manager: User) -> None:
    change_roles(owner, SALES, seen=SALES, by=manager, now=NINE)
    assert not Change.objects.filter(action="change_roles").exists()


def test_nobody_is_left_without_a_role(owner: User, manager: User) -> None:
    with pytest.raises(NoRole):
        change_roles(owner, (), seen=SALES, by=manager, now=NINE)


def test_a_page_that_is_too_old_changes_nothing(owner: User, manager: User) -> None:
    with pytest.raises(ChangedMeanwhile):
        change_roles(owner, MANAGER, seen={Role.MARKETING}, by=manager, now=NINE)
    owner.refresh_from_db()
    assert owner.roles() == SALES


def test_the_last_manager_keeps_the_role_and_stays(owner: User, manager: User) -> None:
    with pytest.raises(NoManagerLeft):
        change_roles(manager, SALES, seen=MANAGER, by=manager, now=NINE)
    with pytest.raises(NoManagerLeft):
        let_leave(manager, owner, by=manager, now=NINE)
    manager.refresh_from_db()
    assert (manager.is_manager, manager.is_active) == (True, True)


def test_one_who_left_counts_as_no_manager(owner: User, manager: User, colleague: User) -> None:
    User.objects.filter(pk=colleague.pk).update(is_manager=True, is_active=False)
    with pytest.raises(NoManagerLeft):
        change_roles(manager, SALES, seen=MANAGER, by=manager, now=NINE)


def test_only_managers_of_the_team_change_roles(owner: User, manager: User, stranger: User) -> None:
    with pytest.raises(PermissionDenied):
        change_roles(manager, SALES, seen=MANAGER, by=owner, now=NINE)
    with pytest.raises(User.DoesNotExist):
        change_roles(owner, MANAGER, seen=SALES, by=stranger, now=NINE)
    assert not Change.objects.filter(action="change_roles").exists()


def test_roles_count_with_the_very_next_request_of_a_live_session(owner: User, manager: User) -> None:
    client = signed_in(owner)
    assert client.get("/mail/team/").status_code == 403
    change_roles(owner, MANAGER, seen=SALES, by=manager, now=NINE)
    assert client.get("/mail/team/").status_code == 200
    change_roles(owner, SALES, seen=MANAGER, by=manager, now=NINE)
    assert client.get("/mail/team/").status_code == 403


def test_who_leaves_is_out_with_the_next_request_and_stays_out(owner: User, manager: User) -> None:
    client, token = signed_in(owner), make_address(owner, replaces=None, now=NINE)
    assert client.get("/").status_code == 200
    assert Client().get(f"/calendar/{token}.ics").status_code == 200
    let_leave(owner, None, by=manager, now=NINE)
    assert client.get("/").status_code == 302
    assert Client().get(f"/calendar/{token}.ics").status_code == 404
    assert not Client().login(email=owner.email, password="a long enough password")
    owner.refresh_from_db()
    assert owner.links_valid_from > NINE
    assert owner.left_at == NINE
    # A session of before is dead for good, and so is the calendar address.
    assert reactivate(owner, by=manager, now=NINE + timedelta(days=1))
    assert client.get("/").status_code == 302
    assert Client().get(f"/calendar/{token}.ics").status_code == 404
    owner.refresh_from_db()
    assert signed_in(owner).get("/").status_code == 200


def test_what_came_into_being_as_they_left_is_dead_when_they_come_back(owner: User, manager: User) -> None:
    """Their last presses were on their way: each waited for the lock of their row, and wrote after it."""
    let_leave(owner, None, by=manager, now=NINE)
    address = make_address(owner, replaces=None, now=NINE)
    _token, secret = make_api_token(NewApiToken("A program", Scope.READ), by=owner, now=NINE)
    owner.refresh_from_db()
    client = signed_in(owner)
    reactivate(owner, by=manager, now=NINE + timedelta(days=1))
    assert client.get("/").status_code == 302
    assert Client().get(f"/calendar/{address}.ics").status_code == 404
    asked = Client().get("/api/v1/agenda", headers={"Authorization": f"Bearer {secret}"})
    assert asked.status_code == 401


def test_who_is_here_can_not_come_back(owner: User, manager: User) -> None:
    assert not reactivate(owner, by=manager, now=NINE)
    assert not Change.objects.filter(action="reactivate").exists()


def test_nobody_is_signed_out_by_an_upgrade(owner: User) -> None:
    client = signed_in(owner)
    held = client.session["_auth_user_hash"]
    assert held == super(User, owner).get_session_auth_hash()


def test_members_are_listed_first_those_who_are_here(owner: User, manager: User, stranger: User) -> None:
    User.objects.filter(pk=manager.pk).update(is_active=False)
    assert list(members_of(owner.team_id)) == [owner, manager]


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_demote_each_other_leave_one() -> None:
    team = make_team("Vogt and partners")
    one, two = (make_user(team, f"{name}@example.com", is_manager=True) for name in ("one", "two"))
    results = at_the_same_time(
        partial(change_roles, one, SALES, seen=MANAGER, by=two, now=NINE),
        partial(change_roles, two, SALES, seen=MANAGER, by=one, now=NINE),
    )
    # Whoever came second is no manager any more.
    assert [type(error) for error in raised(results)] == [PermissionDenied]
    assert User.objects.filter(is_manager=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_leave_at_once_leave_one() -> None:
    team = make_team("Vogt and partners")
    one, two = (make_user(team, f"{name}@example.com", is_manager=True) for name in ("one", "two"))
    results = at_the_same_time(
        partial(let_leave, one, None, by=one, now=NINE), partial(let_leave, two, None, by=two, now=NINE)
    )
    assert [type(error) for error in raised(results)] == [NoManagerLeft]
    assert User.objects.filter(is_manager=True, is_active=True).count() == 1


def test_their_api_tokens_are_dead_with_the_next_request(owner: User, manager: User) -> None:
    token, secret = make_api_token(NewApiToken("A program", Scope.READ), by=owner, now=NINE)
    ask = {"headers": {"Authorization": f"Bearer {secret}"}}
    assert Client().get("/api/v1/agenda", **ask).status_code == 404
    let_leave(owner, None, by=manager, now=NINE)
    assert Client().get("/api/v1/agenda", **ask).status_code == 401
    token.refresh_from_db()
    assert token.revoked_at == NINE
    reactivate(owner, by=manager, now=NINE + timedelta(days=1))
    assert Client().get("/api/v1/agenda", **ask).status_code == 401
