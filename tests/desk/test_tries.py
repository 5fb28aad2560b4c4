"""How often somebody may try to sign in, and by what tries are counted together."""

import pytest
import time_machine
from django.test import Client, RequestFactory, override_settings

from accounts.models import User
from accounts.password_resets import reset_link
from desk.account_adapter import NO_ADDRESS, AccountAdapter
from desk.known_devices import COOKIE
from tests.cast import PASSWORD
from tests.desk.reading import read
from tests.desk.test_second_step import AGAIN
from tests.desk.visiting import signed_in

SIGN_IN = "/accounts/login/"
TOO_MANY = "Too many failed login attempts"

pytestmark = pytest.mark.django_db


def browser(host: str = "localhost") -> Client:
    return Client(SERVER_NAME=host)


def tries(client: Client, user: User, password: str = "wrong", times: int = 1) -> bool:
    """Whether the last of so many tries was one too many."""
    for _turn in range(times):
        answer = client.post(SIGN_IN, {"login": user.email, "password": password})
    return TOO_MANY in answer.content.decode()


def gets_in(client: Client, user: User) -> bool:
    tries(client, user, PASSWORD)
    return client.get("/settings/").status_code == 200


def known(user: User) -> Client:
    """A browser the user has signed in with, and is signed out of."""
    client = browser()
    assert gets_in(client, user)
    client.post("/accounts/logout/")
    return client


def test_the_sixth_try_is_one_too_many_in_whatever_spelling_and_under_whatever_host(owner: User) -> None:
    assert not tries(browser(), owner, times=5)
    assert tries(browser("127.0.0.1"), owner)
    shouted = {"login": f" {owner.email.upper()} ", "password": PASSWORD}
    assert TOO_MANY in browser().post(SIGN_IN, shouted).content.decode()


def test_everybody_else_goes_on(owner: User, colleague: User) -> None:
    assert tries(browser(), owner, times=6)
    assert gets_in(browser(), colleague)


def test_success_neither_counts_nor_clears_the_count(owner: User, clock: time_machine.Traveller) -> None:
    assert not tries(browser(), owner, times=4)
    clock.shift(1)
    assert gets_in(browser(), owner)
    clock.shift(1)
    assert not tries(browser(), owner)
    assert tries(browser(), owner)


def test_after_five_minutes_they_count_no_more(owner: User, clock: time_machine.Traveller) -> None:
    assert tries(browser(), owner, times=6)
    clock.shift(299)
    assert tries(browser(), owner)
    clock.shift(2)
    assert gets_in(browser(), owner)


def test_a_browser_its_owner_has_used_counts_apart(owner: User) -> None:
    own = known(owner)
    assert tries(browser(), owner, times=6)
    assert gets_in(own, owner)
    own.post("/accounts/logout/")
    assert tries(own, owner, times=6), "it has no more tries than another"


def test_a_mark_of_another_account_or_made_up_counts_for_nothing(owner: User, colleague: User) -> None:
    assert tries(browser(), owner, times=6)
    theirs = known(colleague)
    made_up = browser()
    made_up.cookies[COOKIE] = "0123456789abcdef01234567:mine:1abcde:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    assert not gets_in(theirs, owner)
    assert not gets_in(made_up, owner)


def test_a_new_password_clears_the_count(owner: User) -> None:
    assert tries(browser(), owner, times=6)
    new = "quite another password"
    path = reset_link(owner).removeprefix("http://localhost:8000")
    assert browser().post(path, {"password1": new, "password2": new}).status_code == 302
    assert not tries(browser(), owner, new)


def test_signing_in_once_more_is_counted_too(owner: User) -> None:
    client = signed_in(owner)
    for _turn in range(5):
        client.post(AGAIN, {"password": "wrong"})
    assert TOO_MANY in read(client.post(AGAIN, {"password": PASSWORD})).text


@pytest.mark.parametrize(
    ("proxies", "said", "connected", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (1, "198.51.100.7, 203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9, 203.0.113.10", "192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (1, "", "192.0.2.1", "192.0.2.1"),
        (1, "not an address", "192.0.2.1", NO_ADDRESS),
        (1, "[2001:db8::1]:4711", "192.0.2.1", "2001:db8::1"),
        (0, "", "", NO_ADDRESS),
    ],
)
def test_whose_tries_are_counted_together(proxies: int, said: str, connected: str, address: str) -> None:
    headers = {"X-Forwarded-For": said} if said else {}
    request = RequestFactory().post(SIGN_IN, headers=headers, REMOTE_ADDR=connected)
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert AccountAdapter(request).get_client_ip(request) == address


def test_over_a_socket_people_sign_in_too(owner: User) -> None:
    assert gets_in(Client(SERVER_NAME="localhost", REMOTE_ADDR=""), owner)
