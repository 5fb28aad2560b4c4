"""The link of COPY.md F: a yes said aloud, in writing, as far as it still stands."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from time_machine import travel

from accounts.models import User
from followups.actions import Word, grant_permission, merge, stop_on_page, withdraw_permission
from followups.permission_rules import Grant
from followups.verdicts import grants_of
from nurture.confirming import confirm_link
from prospects.conversations import PermissionChannel, PermissionStrength
from prospects.models import Prospect
from tests.cast import MONDAY, NINE
from tests.desk.reading import filled_in, read
from tests.followups.telling import log
from tests.security.tables import everything_stored

pytestmark = pytest.mark.django_db
CALL, MAIL, LETTER = PermissionChannel.CALL, PermissionChannel.MAIL, PermissionChannel.NEWSLETTER
SOON = NINE + timedelta(hours=2)


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    """Somebody who said yes to calls and the letter on the phone."""
    person = log(owner, email="ingrid@havbruk.example").prospect
    word = Word((CALL, LETTER), MONDAY, PermissionStrength.SAID, "Go on, send it", 13)
    grant_permission(person, word, by=owner, today=MONDAY, now=NINE)
    return person


def link(person: Prospect) -> str:
    return "/" + confirm_link(person, now=NINE).split("/", 3)[3]


def look(address: str, now: datetime = SOON) -> str:
    with travel(now, tick=False):
        return " ".join(read(Client().get(address)).one("main").text.split())


def press(address: str, now: datetime = SOON, **sent: object) -> str:
    with travel(now, tick=False):
        client = Client(enforce_csrf_checks=True)
        data = sent or filled_in(read(client.get(address)).one("main").one("form"))
        return " ".join(read(client.post(address, data)).one("main").text.split())


def test_it_shows_what_they_said_when_and_how_often(ingrid: Prospect) -> None:
    before = everything_stored()
    text = look(link(ingrid))
    assert "We may send you our letter, every 13 weeks at most." in text
    assert "You said so on 2 Mar 2026. Go on, send it" in text
    assert everything_stored() == before


def test_one_press_has_it_in_writing_and_no_more_than_that(ingrid: Prospect) -> None:
    assert "Now we have it in writing." in press(link(ingrid))
    grants = grants_of(ingrid)
    assert (grants[LETTER], grants[CALL], grants[MAIL]) == (Grant.CONFIRMED, Grant.SAID, Grant.NOT_ASKED)
    assert "There is nothing to confirm" in look(link(ingrid))


def test_a_yes_that_was_withdrawn_is_not_revived(ingrid: Prospect) -> None:
    address, said = link(ingrid), ingrid.permissions.get(channel=LETTER)
    word = Word((LETTER,), MONDAY)
    withdraw_permission(ingrid, word, by=ingrid.owner, today=MONDAY, now=NINE + timedelta(hours=1))
    assert "There is nothing to confirm" in look(address)
    press(address, said=str(said.pk))
    assert grants_of(ingrid)[LETTER] == Grant.WITHDRAWN


def test_a_stop_wins(ingrid: Prospect) -> None:
    address, said = link(ingrid), ingrid.permissions.get(channel=LETTER)
    stop_on_page(ingrid, now=SOON)
    before = everything_stored()
    assert "Nothing comes from us any more" in press(address, said=str(said.pk))
    assert everything_stored() == before


def test_after_three_months_it_has_run_out(ingrid: Prospect) -> None:
    said = ingrid.permissions.get(channel=LETTER)
    over = NINE + timedelta(days=90, seconds=1)
    assert "This link has run out" in look(link(ingrid), over)
    assert "This link has run out" in press(link(ingrid), over, said=str(said.pk))
    assert grants_of(ingrid)[LETTER] == Grant.SAID


def test_it_leads_to_the_row_that_became_of_theirs(ingrid: Prospect, owner: User, manager: User) -> None:
    address, other = link(ingrid), log(owner, "Ingrid S.", email="i@havbruk.example").prospect
    merge(other.pk, ingrid.pk, owner_id=owner.pk, by=manager, now=SOON)
    assert "We may send you our letter" in look(address)
