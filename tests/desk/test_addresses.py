"""The addresses of one's account: found, confirmed before they count, told to the one of before."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from time_machine import Traveller

from accounts.changes import Change
from accounts.invitations import accept, invite, token_of
from accounts.models import User
from accounts.roles import Role
from outbox.models import Delivery
from tests.cast import NINE, PASSWORD
from tests.desk.test_account_mail import delivered, text_of

PAGE = "/accounts/email/"
NEW = "maren@vogt.example"


@pytest.fixture
def member(owner: User) -> Client:
    """A browser in which the owner has just proved who they are."""
    client = Client(SERVER_NAME="localhost")
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def second(user: User, *, verified: bool = True, address: str = NEW) -> EmailAddress:
    row: EmailAddress = EmailAddress.objects.create(user=user, email=address, verified=verified)
    return row


def use(client: Client, address: str) -> str:
    """Ask to sign in with an address; the page that comes of it."""
    return client.post(PAGE, {"email": address, "action_primary": ""}, follow=True).content.decode()


def test_the_page_is_found_from_signing_in(member: Client) -> None:
    assert f'href="{PAGE}"' in member.get("/settings/security/").content.decode()


def test_an_address_is_used_once_it_is_confirmed(member: Client, owner: User) -> None:
    row = second(owner, verified=False)
    assert 'name="action_primary"' not in member.get(PAGE).content.decode()
    assert "Confirm maren@vogt.example first" in use(member, NEW)
    row.set_verified()
    assert "you sign in with this address" in use(member, NEW)
    owner.refresh_from_db()
    assert owner.email == NEW
    assert Change.objects.filter(action="change_address", actor=owner).exists()


def test_the_address_of_before_is_told(member: Client, owner: User) -> None:
    before = owner.email
    second(owner)
    use(member, NEW)
    way_out = delivered()
    assert way_out.mails[0]["To"] == before
    assert way_out.mails[0]["Subject"] == "The address you sign in with was changed"
    assert f"was changed: {NEW}, 2 Mar 2026, 09:00." in text_of(way_out)
    assert "ask a manager of your team" in text_of(way_out)
    # Its link would go to the new address.
    assert "/accounts/password/reset/" not in text_of(way_out)


def test_an_address_somebody_signs_in_with_is_not_taken(member: Client, owner: User, colleague: User) -> None:
    second(owner, address=colleague.email)
    assert "somebody else signs in with" in use(member, colleague.email)
    owner.refresh_from_db()
    assert owner.email == "maren@example.com"
    assert EmailAddress.objects.get(user=owner, primary=True).email == owner.email


@pytest.mark.parametrize("act", ["action_add", "action_primary", "action_remove"])
def test_it_is_asked_once_more_who_it_is(member: Client, owner: User, act: str, clock: Traveller) -> None:
    second(owner)
    clock.move_to(NINE + timedelta(hours=1))
    answer = member.post(PAGE, {"email": NEW if act != "action_add" else "more@vogt.example", act: ""})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert EmailAddress.objects.filter(user=owner).count() == 2
    owner.refresh_from_db()
    assert owner.email == "maren@example.com"


def test_a_link_that_is_used_up_leads_on(member: Client, owner: User) -> None:
    page = member.get("/accounts/confirm-email/nobodys-key/").content.decode()
    assert "This link is used up" in page
    assert f'href="{PAGE}"' in page


def test_a_confirmed_address_of_a_member_makes_no_second_account(owner: User, manager: User) -> None:
    second(owner)
    invitation = invite(NEW, {Role.SALES}, by=manager, now=NINE)
    accept(token_of(invitation), name="Maren", password=PASSWORD, is_proved=True, now=NINE)
    assert not User.objects.filter(email=NEW).exists()
    assert "There is an account for maren@vogt.example already" in text_of(delivered())


def test_a_changed_password_leads_back(member: Client) -> None:
    new = "another long password"
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = member.post("/accounts/password/change/", typed)
    assert answer["Location"] == "/settings/security/"
    assert "Your password is changed." in member.get(answer["Location"]).content.decode()


def test_no_words_of_allauth_are_shown(member: Client, owner: User) -> None:
    said = member.get("/settings/").content.decode()
    assert "uccessfully" not in said
    added = member.post(PAGE, {"email": NEW, "action_add": ""}, follow=True).content.decode()
    assert f"A mail with a link is on its way to {NEW}." in added
    assert Delivery.objects.filter(kind="confirm-address", address=NEW).exists()
