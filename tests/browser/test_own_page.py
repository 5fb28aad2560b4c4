"""A buyer on a phone: their own page, the one question, a yes in writing; with script and without."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect
from time_machine import Traveller

from nurture.feedback import feedback_link
from outbox.models import Delivery
from prospects.models import Feedback, Prospect
from tests.browser import looking
from tests.browser.conftest import PHONE, Window
from tests.browser.hands import Finger
from tests.browser.house import House, furnish
from tests.browser.own_page import agree, own_page, path

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(clock: Traveller) -> House:
    return furnish()


@pytest.mark.parametrize("script", [True, False])
def test_what_is_changed_stopped_and_asked_for_takes_a_finger_and_no_cookie(
    script: bool, window: Window, house: House
) -> None:
    person = house.ingrid.prospect
    agree(person)
    page, finger = window(viewport=PHONE, has_touch=True, java_script_enabled=script), Finger()
    page.goto(own_page(person))
    finger.press(page.get_by_label("Send the letter"))
    finger.choose(page.get_by_role("radio", name="one month"))
    finger.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Prospect.objects.get(pk=person.pk).paused_until
    assert not person.permissions.filter(channel="newsletter").latest("created_at").is_granted
    finger.press(page.get_by_role("button", name="I'd like to talk"))
    expect(page.get_by_text("Maren Vogt will call you by")).to_be_visible()
    assert Delivery.objects.filter(kind="raised-hand").count() == 1
    page.goto(own_page(person))
    finger.press(page.get_by_role("button", name="Stop everything"))
    expect(page.get_by_text("You won't hear from us again.")).to_be_visible()
    assert page.context.cookies() == []
    assert not Session.objects.exists()


@pytest.mark.parametrize("script", [True, False])
def test_one_question_is_one_tap(script: bool, window: Window, house: House) -> None:
    page, finger = window(viewport=PHONE, has_touch=True, java_script_enabled=script), Finger()
    page.goto(path(feedback_link(house.ingrid, now=timezone.now())))
    # Looking for barriers takes scripts of its own.
    problems = looking.problems(page) if script else []
    assert not problems, "\n".join(problems)
    finger.press(page.get_by_role("button", name="The timing"))
    expect(page.get_by_role("heading", name="Thank you. That was all.")).to_be_visible()
    assert Feedback.objects.get().decided == "timing"
    assert page.context.cookies() == []
