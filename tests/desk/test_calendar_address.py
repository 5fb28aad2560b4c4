"""Settings, the calendar: an address made in one press, shown once, replaced in one press, turned off."""

import pytest
from django.test import Client

from accounts.calendar_addresses import whose_calendar
from accounts.models import CalendarFeed, User
from tests.desk.reading import Element, filled_in, form_to, read, said
from tests.desk.visiting import signed_in

MAKE, OFF = "/settings/calendar/", "/settings/calendar/off/"


def section(client: Client) -> Element:
    return read(client.get("/settings/")).one("section", id="calendar")


def press_make(client: Client) -> Element:
    """The page after the one button of the section."""
    answer = client.post(MAKE, filled_in(form_to(section(client), MAKE)))
    assert answer.status_code == 200
    return read(answer)


def address_on(page: Element) -> str:
    return page.one("input", id="calendar-address").attrs["value"]


def token_on(page: Element) -> str:
    return address_on(page).removeprefix("http://localhost:8000/calendar/").removesuffix(".ics")


def test_without_an_address_there_is_one_button(desk: Client) -> None:
    forms = section(desk).all("form")
    assert [form.attrs["action"] for form in forms] == [MAKE]
    assert forms[0].one("button").text == "Make a calendar address"


def test_the_address_is_shown_with_a_way_to_copy_it_and_one_to_open_it(desk: Client, owner: User) -> None:
    page = press_make(desk)
    assert whose_calendar(token_on(page)) == owner
    assert "readonly" in page.one("input", id="calendar-address").attrs
    assert page.one("button", data_copy="#calendar-address").text == "Copy"
    links = [link.attrs["href"] for link in page.all("a", href=True)]
    assert f"webcal://localhost:8000/calendar/{token_on(page)}.ics" in links


def test_the_address_leads_to_the_feed(desk: Client) -> None:
    answer = Client(SERVER_NAME="localhost").get(f"/calendar/{token_on(press_make(desk))}.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"


def test_it_is_shown_only_once(desk: Client) -> None:
    token = token_on(press_make(desk))
    for address in ("/settings/", "/", "/mail/", MAKE):
        answer = desk.get(address, follow=True)
        assert answer.status_code == 200
        assert token not in answer.content.decode()
    assert token not in str(dict(desk.session))


def test_the_page_that_shows_it_is_kept_by_nobody(desk: Client) -> None:
    answer = desk.post(MAKE, {})
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"


def test_with_an_address_the_section_says_since_when(desk: Client) -> None:
    press_make(desk)
    assert "an address made on 2 Mar 2026" in section(desk).text
    assert [form.attrs["action"] for form in section(desk).all("form")] == [MAKE, OFF]


def test_one_press_replaces_it_and_says_so(desk: Client) -> None:
    old, page = token_on(press_make(desk)), press_make(desk)
    assert whose_calendar(old) is None
    assert whose_calendar(token_on(page)) is not None
    assert "The one before no longer works." in page.text


def test_the_first_one_replaces_nothing(desk: Client) -> None:
    assert "The one before no longer works." not in press_make(desk).text


def test_a_reload_of_the_page_leaves_the_address_alone(desk: Client) -> None:
    sent = filled_in(form_to(section(desk), MAKE))
    token = token_on(read(desk.post(MAKE, sent)))
    again = desk.post(MAKE, sent, follow=True)
    assert again.redirect_chain == [("/settings/#calendar", 303)]
    assert said(read(again)) == "Nothing was changed: the address had been replaced meanwhile."
    assert whose_calendar(token) is not None


def test_turned_off_it_is_dead(desk: Client) -> None:
    token = token_on(press_make(desk))
    after = desk.post(OFF, filled_in(form_to(section(desk), OFF)), follow=True)
    assert said(read(after)) == "Turned off. The address no longer works."
    assert whose_calendar(token) is None
    assert [form.attrs["action"] for form in section(desk).all("form")] == [MAKE]


def test_turning_off_what_is_off_says_nothing(desk: Client) -> None:
    assert said(read(desk.post(OFF, follow=True))) == ""


@pytest.mark.parametrize("replaces", ["nobody", "1", "00000000-0000-0000-0000-000000000000"])
def test_a_made_up_address_to_replace_changes_nothing(desk: Client, replaces: str) -> None:
    token = token_on(press_make(desk))
    assert desk.post(MAKE, {"replaces": replaces}).status_code == 303
    assert whose_calendar(token) is not None


def test_nobody_replaces_somebody_elses(desk: Client, owner: User, manager: User) -> None:
    token = token_on(press_make(desk))
    feed = CalendarFeed.objects.get()
    other = signed_in(manager)
    other.post(MAKE, {"replaces": str(feed.pk)})
    other.post(OFF)
    assert whose_calendar(token) == owner
    assert CalendarFeed.objects.get() == feed
