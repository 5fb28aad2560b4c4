"""Where somebody is signed in, and signing them out there."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.changes import Change
from accounts.models import User
from accounts.sessions import end_all_sessions, end_other_sessions, forget_ended_sessions, open_sessions
from tests.cast import PASSWORD


def sign_in(user: User, device: str = "A browser", password: str = PASSWORD) -> Client:
    client = Client(SERVER_NAME="localhost", headers={"user-agent": device})
    said = client.post("/accounts/login/", {"login": user.email, "password": password})
    assert said.status_code == 302
    return client


def sign_in_before_they_were_noted(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def key_of(client: Client) -> str:
    return str(client.session.session_key)


def is_signed_in(client: Client) -> bool:
    return client.get("/settings/").status_code == 200


def listed(user: User, this: Client) -> list[Any]:
    return open_sessions(user, this=key_of(this), now=timezone.now())


def test_each_says_from_where_it_was_begun_and_which_one_asks(owner: User, colleague: User) -> None:
    here, _there, _elsewhere = sign_in(owner, "Firefox"), sign_in(owner, "A phone"), sign_in(colleague)
    seen = listed(owner, here)
    assert [(one.device, one.address, one.is_this) for one in seen] == [
        ("Firefox", "127.0.0.1", True),
        ("A phone", "127.0.0.1", False),
    ]
    assert all(one.since and timezone.now() - one.since < timedelta(minutes=1) for one in seen)


def test_one_begun_before_they_were_noted_is_listed_and_ended_too(owner: User) -> None:
    here, old = sign_in(owner), sign_in_before_they_were_noted(owner)
    assert [(one.since is None, one.is_this) for one in listed(owner, here)] == [(False, True), (True, False)]
    assert end_other_sessions(owner, this=key_of(here), now=timezone.now()) == 1
    assert (is_signed_in(here), is_signed_in(old)) == (True, False)


def test_signing_out_elsewhere_leaves_this_one_and_everybody_elses(owner: User, colleague: User) -> None:
    here, there, other = sign_in(owner), sign_in(owner), sign_in(colleague)
    assert end_other_sessions(owner, this=key_of(here), now=timezone.now()) == 1
    assert (is_signed_in(here), is_signed_in(there), is_signed_in(other)) == (True, False, True)
    assert len(listed(owner, here)) == 1


def test_the_trail_says_so_once_without_any_key(owner: User) -> None:
    here, _there = sign_in(owner), sign_in(owner)
    for _turn in range(2):
        end_other_sessions(owner, this=key_of(here), now=timezone.now())
    change = Change.objects.get(action="end_sessions")
    assert (change.actor, change.object_id, change.before, change.after) == (owner, owner.pk, [], [])


def test_all_of_them_end_at_once(owner: User, colleague: User) -> None:
    theirs = [sign_in(owner), sign_in_before_they_were_noted(owner)]
    other = sign_in(colleague)
    assert end_all_sessions(owner) == 2
    assert [is_signed_in(client) for client in theirs] == [False, False]
    assert is_signed_in(other)
    assert not UserSession.objects.filter(user=owner).exists()
    assert end_all_sessions(owner) == 0


def test_what_lets_nobody_in_any_more_is_not_listed(owner: User) -> None:
    here, run_out = sign_in(owner), sign_in(owner)
    ended = Session.objects.filter(session_key=key_of(run_out))
    ended.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert len(listed(owner, here)) == 1


def test_a_new_password_leaves_only_those_begun_with_it(owner: User) -> None:
    sign_in(owner)
    owner.set_password("another long password")
    owner.save()
    here = sign_in(owner, "After", "another long password")
    assert [one.device for one in listed(owner, here)] == ["After"]


def test_looking_writes_nothing(owner: User) -> None:
    here = sign_in(owner)
    UserSession.objects.create(user=owner, ip="127.0.0.1", session_key="gone", user_agent="")
    before = list(UserSession.objects.order_by("pk").values())
    listed(owner, here)
    assert list(UserSession.objects.order_by("pk").values()) == before


def test_a_request_that_is_under_way_brings_no_session_back(owner: User) -> None:
    here = sign_in(owner)
    session = here.session
    session["late"] = "write"
    end_all_sessions(owner)
    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.exists()


def test_what_ran_out_is_forgotten_and_who_is_signed_in_stays_so(owner: User, colleague: User) -> None:
    here, old = sign_in(owner), sign_in(colleague)
    now = timezone.now()
    Session.objects.filter(pk=key_of(old)).update(expire_date=now)
    UserSession.objects.update(created_at=now - timedelta(days=2))
    assert forget_ended_sessions(now) == 1
    assert [row.session_key for row in UserSession.objects.all()] == [key_of(here)]
    assert (is_signed_in(here), is_signed_in(old)) == (True, False)


def test_what_was_noted_a_moment_ago_waits_for_its_session(owner: User) -> None:
    now = timezone.now()
    UserSession.objects.create(user=owner, session_key="not written yet", ip="127.0.0.1", user_agent="")
    forget_ended_sessions(now)
    assert UserSession.objects.count() == 1
