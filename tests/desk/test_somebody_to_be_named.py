"""Somebody nobody has named yet: the page says so, and any name takes it away."""

import pytest

from accounts.models import User
from desk.openers import voicemail_for
from followups.actions import merge, record_no
from prospects.models import Prospect
from prospects.new_no import Who
from tests.cast import MONDAY, NINE, a_no
from tests.desk.visiting import signed_in
from tests.followups.telling import log

SAYS = "Nobody has told us yet who this is."


@pytest.fixture
def somebody(owner: User) -> Prospect:
    who = Who(name="Somebody at Isdal", organisation="Isdal", is_unnamed=True)
    return record_no(a_no(who=who), by=owner, today=MONDAY, now=NINE).loss.prospect


def test_their_page_says_so_and_leads_to_where_they_are_named(somebody: Prospect, owner: User) -> None:
    page = signed_in(owner).get(somebody.get_absolute_url()).content.decode()
    assert SAYS in page
    assert f"/prospects/{somebody.pk}/edit/" in page


def test_a_name_is_all_it_takes(somebody: Prospect, owner: User) -> None:
    client = signed_in(owner)
    typed = {"name": "Ingrid Solheim", "organisation_name": "Isdal"}
    assert client.post(f"/prospects/{somebody.pk}/edit/", typed).status_code == 303
    somebody.refresh_from_db()
    assert (somebody.name, somebody.is_unnamed) == ("Ingrid Solheim", False)
    assert SAYS not in client.get(somebody.get_absolute_url()).content.decode()


def test_whatever_else_is_written_down_leaves_them_unnamed(somebody: Prospect, owner: User) -> None:
    typed = {"name": "Somebody at Isdal", "organisation_name": "Isdal", "phone": "+47 555"}
    signed_in(owner).post(f"/prospects/{somebody.pk}/edit/", typed)
    somebody.refresh_from_db()
    assert (somebody.phone, somebody.is_unnamed) == ("+47 555", True)


def test_nobody_is_spoken_to_as_somebody(somebody: Prospect) -> None:
    assert "Somebody" not in voicemail_for(somebody, "Maren", None, MONDAY)


def test_put_together_with_whom_it_was_they_have_that_name(somebody: Prospect, manager: User) -> None:
    ingrid = log(somebody.owner, "Ingrid Solheim", email="ingrid@example.org").prospect
    merge(somebody.pk, ingrid.pk, owner_id=somebody.owner_id, by=manager, now=NINE)
    somebody.refresh_from_db()
    assert (somebody.name, somebody.is_unnamed, somebody.also_called) == ("Ingrid Solheim", False, "")


def test_put_together_the_other_way_round_the_name_stays(somebody: Prospect, manager: User) -> None:
    ingrid = log(somebody.owner, "Ingrid Solheim").prospect
    merge(ingrid.pk, somebody.pk, owner_id=ingrid.owner_id, by=manager, now=NINE)
    ingrid.refresh_from_db()
    assert (ingrid.name, ingrid.is_unnamed, ingrid.also_called) == ("Ingrid Solheim", False, "")
