"""The link of a mail on a phone: opened, answered, used up; with script and without; nobody signs in."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect
from time_machine import Traveller

from followups.models import FollowUp, Touch
from tests.browser import looking
from tests.browser.by_link import link_to, unsubscribe_link
from tests.browser.conftest import PHONE, Window
from tests.browser.hands import Finger
from tests.browser.house import House, furnish
from tests.browser.watching import Watch
from tests.followups.telling import step_of

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(clock: Traveller) -> House:
    return furnish()


@pytest.fixture
def row(house: House) -> FollowUp:
    return step_of(house.ingrid.prospect)


def answer(page: Page, row: FollowUp) -> None:
    """No answer, and a line to remember."""
    finger = Finger()
    page.goto(link_to(row))
    finger.choose(page.get_by_role("radio", name="No answer"))
    finger.write(page.get_by_label("A line to remember"), "Ring after four")
    finger.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("heading", name="Noted")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_follow_up_is_answered_from_the_mail_alone(
    script: bool, window: Window, house: House, row: FollowUp
) -> None:
    page = window(viewport=PHONE, has_touch=True, java_script_enabled=script)
    answer(page, row)
    touch = Touch.objects.get(follow_up=row)
    assert (touch.by, touch.outcome, touch.summary) == (house.owner, "no_answer", "Ring after four")
    assert not Session.objects.exists()
    assert {cookie.get("name") for cookie in page.context.cookies()} <= {"csrftoken"}


def test_the_page_of_the_link_serves_a_phone(window: Window, row: FollowUp) -> None:
    page = window(viewport=PHONE, has_touch=True)
    page.goto(link_to(row))
    assert not (problems := looking.problems(page)), "\n".join(problems)


def test_used_up_it_says_so_and_what_came_of_it(window: Window, row: FollowUp, watch: Watch) -> None:
    watch.expect("status of 410 ")
    page, address = window(viewport=PHONE, has_touch=True), link_to(row)
    answer(page, row)
    page.goto(address)
    expect(page.get_by_role("heading", name="This was acted on before")).to_be_visible()
    expect(page.get_by_text("no answer. Trying again")).to_be_visible()
    page.get_by_role("link", name="Go to Today").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_no_page_it_leads_to_is_told_the_address(window: Window, row: FollowUp, watch: Watch) -> None:
    page, address = window(viewport=PHONE, has_touch=True), link_to(row)
    answer(page, row)
    page.get_by_role("link", name="Go to Today").click()
    page.wait_for_load_state()
    told = [request.headers.get("referer", "") for request in watch.requests]
    assert any(told)
    assert not [referer for referer in told if address in referer]


def test_what_was_typed_too_late_waits_behind_the_sign_in(
    window: Window, house: House, row: FollowUp, watch: Watch
) -> None:
    watch.expect("status of 410 ")
    watch.expect("status of 403 ")
    first, second = (window(viewport=PHONE, has_touch=True) for _tab in range(2))
    finger = Finger()
    first.goto(link_to(row))
    finger.choose(first.get_by_role("radio", name="Good talk"))
    finger.write(first.get_by_label("A line to remember"), "She moves to Oslo")
    answer(second, row)
    finger.press(first.get_by_role("button", name="Save"))
    expect(first.get_by_text("Nothing of it has been saved.")).to_be_visible()
    expect(first.get_by_text("She moves to Oslo")).to_be_visible()
    finger.press(first.get_by_role("button", name="Sign in and go on with it"))
    expect(first.get_by_text("Nothing you typed is lost")).to_be_visible()
    assert Touch.objects.filter(follow_up=row).count() == 1


@pytest.mark.parametrize("script", [True, False])
def test_unsubscribing_is_one_press(script: bool, window: Window, house: House) -> None:
    page = window(viewport=PHONE, has_touch=True, java_script_enabled=script)
    page.goto(unsubscribe_link(house.ingrid.prospect))
    Finger().press(page.get_by_role("button", name="Unsubscribe"))
    expect(page.get_by_role("heading", name="You are unsubscribed")).to_be_visible()
    assert page.context.cookies() == []
