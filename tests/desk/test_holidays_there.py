"""Where a day is a public holiday for the person, the row and the plan say so."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from prospects.new_no import About
from tests.desk.reading import read
from tests.desk.visiting import signed_in, typed_no
from tests.followups.being_away import put
from tests.followups.telling import day, log, nine_on, step_of

ASCENSION = date(2026, 5, 14)


@pytest.mark.parametrize(("country", "says"), [("NO", True), ("", False), ("JP", False)])
def test_todays_row(
    desk: Client, owner: User, clock: time_machine.Traveller, country: str, says: bool
) -> None:
    step = step_of(log(owner, about=About(country=country)).prospect)
    put(step, 60, 73, 80)
    clock.move_to(nine_on(ASCENSION))
    row = read(signed_in(owner).get("/")).one(data_followup=str(step.pk))
    assert ("public holiday in Norway" in row.text) is says


def test_a_row_that_waits_speaks_of_today_not_of_its_old_day(
    desk: Client, owner: User, clock: time_machine.Traveller
) -> None:
    step = step_of(log(owner, about=About(country="NO")).prospect)
    put(step, 60, 73, 80)
    clock.move_to(nine_on(day(74)))
    assert "public holiday" not in read(signed_in(owner).get("/")).one(data_followup=str(step.pk)).text


def test_coming_up(desk: Client, owner: User, clock: time_machine.Traveller) -> None:
    step = step_of(log(owner, next_contact_on=ASCENSION, about=About(country="NO")).prospect)
    clock.move_to(nine_on(day(70)))
    assert "public holiday in Norway" in read(signed_in(owner).get("/")).one(data_followup=str(step.pk)).text


def test_the_plan_before_it_is_saved(desk: Client) -> None:
    typed = typed_no(next_contact_on=ASCENSION.isoformat(), next_contact_manner="meeting", country="NO")
    page = read(desk.post("/no/preview/", typed))
    assert "Thu 14 May · public holiday in Norway" in page.one("li", data_kind="agreed_meeting").text
    page = read(desk.post("/no/preview/", typed | {"country": ""}))
    assert "public holiday" not in page.one("li", data_kind="agreed_meeting").text
