"""PRODUCT.md, row 25: the same follow-ups in one's own calendar, by a secret address that can be revoked."""

from typing import Any

from django.test import Client
from icalendar import Calendar

from tests.desk.reading import filled_in, form_to, read, rows_of
from tests.followups.telling import day
from tests.practices.desk import Desk

MAKE, OFF = "/settings/calendar/", "/settings/calendar/off/"


def address_of(desk: Desk) -> str:
    """Press the button of the settings; the address the page shows."""
    fields = filled_in(form_to(desk.look("/settings/"), MAKE))
    page = read(desk.client.post(MAKE, fields))
    return page.one("input", id="calendar-address").attrs["value"].removeprefix("http://localhost:8000")


def subscribed(address: str) -> Any:
    """What a calendar that knows the address gets."""
    return Client(SERVER_NAME="localhost").get(address)


def events(address: str) -> set[tuple[str, str]]:
    """Follow-up and day of every event."""
    return {
        (str(event["uid"]).partition("@")[0], event.decoded("dtstart").isoformat())
        for event in Calendar.from_ical(subscribed(address).content).walk("VEVENT")
    }


def test_the_calendar_shows_what_today_shows(desk: Desk) -> None:
    desk.log(prospect_name="Aisha Bello", next_contact_on="2026-03-05", next_contact_manner="meeting")
    desk.log(prospect_name="Priya Raman")
    address = address_of(desk)
    shown = {(pk, due) for pk, _kind, due in rows_of(desk.look("/")) if pk}
    assert events(address) == shown
    assert len(shown) > 2


def test_done_it_disappears_and_put_off_it_moves(desk: Desk) -> None:
    desk.log(prospect_name="Aisha Bello", next_contact_on="2026-03-05", next_contact_manner="meeting")
    address = address_of(desk)
    before = events(address)
    tomorrow = desk.on(day(1))
    tomorrow.complete(tomorrow.person("Aisha Bello"), "thank_you", "done")
    page = tomorrow.person("Aisha Bello")
    meeting = tomorrow.row(page, "agreed_meeting")
    action = next(form.attrs["action"] for form in meeting.all("form") if "/snooze/" in form.attrs["action"])
    pk = action.split("/")[2]
    tomorrow.client.post(action, {"until": "2026-03-06"})
    after = events(address)
    assert {due for row, due in before if row == pk} == {"2026-03-05"}
    assert {due for row, due in after if row == pk} == {"2026-03-06"}
    assert len(after) == len(before) - 1


def test_the_address_is_revoked_in_one_press(desk: Desk) -> None:
    old = address_of(desk)
    new = address_of(desk)
    assert (subscribed(old).status_code, subscribed(new).status_code) == (404, 200)
    desk.send(desk.look("/settings/"), OFF)
    assert subscribed(new).status_code == 404
