"""A calendar without a working day for years gets a clear sentence, never an error page."""

from datetime import date

from django.test import Client

from accounts.models import Absence, User
from tests.desk.reading import read
from tests.desk.visiting import act, post_no
from tests.followups.telling import log, step_of
from tests.security.tables import everything_stored


def away_for_ever(owner: User) -> None:
    """As no form and no action lets it in."""
    Absence.objects.create(user=owner, first_on=date(2026, 1, 1), last_on=date(2040, 1, 1))


def test_what_needs_a_day_says_there_is_none_and_saves_nothing(desk: Client, owner: User) -> None:
    step = step_of(log(owner).prospect)
    away_for_ever(owner)
    before = everything_stored()
    for answer in (post_no(desk), act(desk, step, "complete", outcome="spoke")):
        assert answer.status_code == 409
        page = read(answer)
        assert "There is no working day to plan on" in page.one("h1").text
        assert any(link.attrs["href"] == "/settings/#away" for link in page.all("a"))
    assert everything_stored() == before


def test_the_pages_still_open_and_the_absence_can_be_taken_away(desk: Client, owner: User) -> None:
    log(owner)
    away_for_ever(owner)
    for address in ("/", "/settings/", "/spread-out/", "/long-run/", "/prospects/"):
        assert desk.get(address).status_code == 200
    assert desk.post(f"/settings/away/{Absence.objects.get().pk}/remove/").status_code == 303
    assert post_no(desk, prospect_name="Erik").status_code == 303
