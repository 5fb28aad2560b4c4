"""Every address that leaves in a mail, alive and dead: opening, scanning and probing it changes no row.

Every table is counted and hashed, sessions included; only the counters of requests are left out.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.invitations import token_of
from accounts.mailed_links import revoke_mailed_links
from accounts.models import Invitation, Team, User
from desk.first_account import new_setup_token
from followups.mailed_links import act_token
from followups.models import Touch
from library.models import ValueItem
from nurture.confirming import confirm_link
from nurture.feedback import feedback_link
from nurture.models import Sending
from prospects.mail_keys import mail_key_of
from tests.cast import NINE, PASSWORD
from tests.desk.reading import filled_in, read
from tests.desk.visiting import HTMX, signed_in
from tests.exchange.subscribing import subscribe
from tests.security.canaries import Planted
from tests.security.routes import all_routes
from tests.security.tables import everything_stored

# What a route looks like whose address is a secret.
SECRET = re.compile(r"<str:token>|\(\?P<key>")
# Where a press of somebody who is not signed in acts.
PRESSED = {"act", "unsubscribe", "preferences", "feedback", "confirm"}
QUERY = (
    "?press=stop&answer=price&outcome=spoke&until=tomorrow&skip=on"
    "&List-Unsubscribe=One-Click&action=confirm&confirm=1"
)
Make = Callable[[Planted], str]


def act(planted: Planted) -> str:
    row = planted.follow_up
    return f"/act/{act_token(row.pk, row.version, planted.owner.pk, now=NINE)}/"


def new_password(planted: Planted) -> str:
    key = default_token_generator.make_token(planted.owner)
    return f"/accounts/password/reset/key/{user_pk_to_url_str(planted.owner)}-{key}/"


def confirm_email(planted: Planted) -> str:
    key = EmailConfirmationHMAC(EmailAddress.objects.get(user=planted.owner)).key
    return f"/accounts/confirm-email/{key}/"


def invite(planted: Planted) -> str:
    Invitation.objects.filter(pk=planted.invitation.pk).update(expires_at=timezone.now() + timedelta(days=7))
    return f"/invite/{token_of(Invitation.objects.get(pk=planted.invitation.pk))}/"


def useful_thing(planted: Planted) -> str:
    """The link of a mail on its way, where the team notes that it is opened."""
    Team.objects.filter(pk=planted.owner.team_id).update(counts_opens=True)
    ValueItem.objects.filter(pk=planted.item.pk).update(link="https://example.org/guide", text="")
    touch = Touch.objects.filter(prospect=planted.prospect).first()
    Sending.objects.filter(pk=planted.sending.pk).update(state="approved", touch=touch)
    return f"/go/{planted.sending.link_key}/"


def path_of(address: str) -> str:
    """An address without whose it is."""
    return address.removeprefix(settings.SITE_URL)


# How an address of each route comes to be that is alive.
ALIVE: dict[str, Make] = {
    "act/<str:token>/": act,
    "unsubscribe/<str:token>/": lambda planted: f"/unsubscribe/{mail_key_of(planted.prospect)}/",
    "preferences/<str:token>/": lambda planted: f"/preferences/{mail_key_of(planted.prospect)}/",
    "feedback/<str:token>/": lambda planted: path_of(feedback_link(planted.loss, now=timezone.now())),
    "confirm/<str:token>/": lambda planted: path_of(confirm_link(planted.prospect, now=timezone.now())),
    "go/<str:token>/": useful_thing,
    "calendar/<str:token>.ics": lambda planted: subscribe(planted.owner).address,
    "invite/<str:token>/": invite,
    "setup/<str:token>/": lambda planted: f"/setup/{new_setup_token()}/",
    "^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": new_password,
    "^accounts/confirm-email/(?P<key>[-:\\w]+)/$": confirm_email,
}
# Never reached: ours of the same address stand before them.
SHADOWED = {f"accounts/^{route.removeprefix('^accounts/')}" for route in ALIVE if route.startswith("^")}


def look_in_every_way(client: Client, address: str) -> set[int]:
    """What a person's browser, a scanner, a prefetch and a probe do; the statuses of the answers."""
    statuses = set()
    for method in ("get", "head", "options"):
        for headers in ({}, HTMX, {"Purpose": "prefetch"}, {"Origin": "https://evil.example"}):
            statuses.add(getattr(client, method)(address + QUERY, headers=headers).status_code)
    return statuses


def test_every_route_with_a_secret_in_it_is_looked_at() -> None:
    secret = {route for route in all_routes() if SECRET.search(route)}
    assert sorted(secret - SHADOWED) == sorted(ALIVE), "new routes: how does an address of them come to be?"


@pytest.mark.parametrize("who", ["visitor", "owner", "stranger"])
@pytest.mark.parametrize("route", ALIVE)
def test_looking_at_a_live_one_changes_no_row(
    route: str, who: str, planted: Planted, request: pytest.FixtureRequest
) -> None:
    address = ALIVE[route](planted)
    client = Client() if who == "visitor" else signed_in(request.getfixturevalue(who))
    before = everything_stored()
    statuses = look_in_every_way(client, address)
    assert everything_stored() == before
    # There are accounts already: a set-up address is dead by then.
    assert 404 in statuses if route.startswith("setup") else 200 in statuses
    assert max(statuses) < 500


@pytest.mark.parametrize("route", ALIVE)
def test_looking_at_a_dead_one_changes_no_row(route: str, planted: Planted) -> None:
    address = ALIVE[route](planted)
    secret = max(re.split(r"[/.]", address), key=len)
    revoke_mailed_links(planted.owner, now=NINE)
    before, client = everything_stored(), Client()
    for dead in (address.replace(secret, secret[:-1]), address.replace(secret, secret[::-1]), address):
        assert max(look_in_every_way(client, dead)) < 500
    assert everything_stored() == before


@pytest.mark.django_db
def test_looking_at_the_address_that_makes_the_first_account_makes_none() -> None:
    address, before = f"/setup/{new_setup_token()}/", everything_stored()
    before = everything_stored()
    assert 200 in look_in_every_way(Client(), address)
    assert everything_stored() == before
    assert not User.objects.exists()


@pytest.mark.parametrize("route", ALIVE)
def test_none_of_them_makes_a_session_by_being_looked_at(route: str, planted: Planted) -> None:
    client = Client()
    client.get(ALIVE[route](planted))
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("route", [route for route in ALIVE if route.partition("/")[0] in PRESSED])
def test_not_even_pressing_makes_one(route: str, planted: Planted) -> None:
    client = Client()
    sent = {"outcome": "spoke", "override_reason": "x", "press": "talk", "answer": "price"}
    assert client.post(ALIVE[route](planted), sent).status_code == 200
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    assert client.get("/").status_code == 302


def test_a_new_password_is_chosen_at_the_address_of_the_mail(planted: Planted) -> None:
    client, address = Client(enforce_csrf_checks=True), new_password(planted)
    answer = client.get(address)
    assert answer["Referrer-Policy"] == "strict-origin"
    form = read(answer).one("main").one("form")
    assert form.attrs["action"] == address
    wanted = "a new long password of hers"
    sent = client.post(address, filled_in(form) | {"password1": wanted, "password2": wanted})
    assert sent.status_code == 302
    planted.owner.refresh_from_db()
    assert planted.owner.check_password(wanted)
    assert "This link is used up" in client.get(address).content.decode()


def test_a_weak_new_password_is_refused_there(planted: Planted) -> None:
    client, address = Client(), new_password(planted)
    assert client.post(address, {"password1": "short", "password2": "short"}).status_code == 200
    planted.owner.refresh_from_db()
    assert planted.owner.check_password(PASSWORD)


def test_an_address_is_confirmed_by_pressing(planted: Planted) -> None:
    client, address = Client(), confirm_email(planted)
    client.post(address)
    assert EmailAddress.objects.get(user=planted.owner).verified
