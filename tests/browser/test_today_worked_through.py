"""Today worked through in a browser: the deed, ticking, one at a time, what a second window did."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from time_machine import Traveller

from accounts.models import User
from followups.kinds import Kind, Status
from followups.models import FollowUp
from prospects.models import Prospect
from tests.browser.conftest import PHONE
from tests.browser.test_today_by_keys import DUE, at_cursor, due_days, receipt, rows, said
from tests.followups.telling import log

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SignedIn = Callable[..., Page]
# What a tel: or mailto: link would open is kept in the page, so that no other program starts.
CATCH = """addEventListener('click', event => {
  const link = event.target.closest('a[href^="tel:"], a[href^="mailto:"]');
  if (link) { event.preventDefault(); document.documentElement.dataset.opened = link.href; }
});"""


@pytest.fixture(autouse=True)
def noes(owner: User, clock: Traveller, settings: Any) -> None:
    """Three people to call on 16 April; an open Today looks again every second."""
    settings.TODAY_ASKS_EVERY_SECONDS = 1
    for name in ("Ingrid Solheim", "Priya Raman", "Tom Okafor"):
        log(owner, name)
    Prospect.objects.update(phone="+47 22 00")
    FollowUp.objects.exclude(kind=Kind.CHECK_IN).update(status=Status.CANCELLED, closed_at=DUE)
    clock.move_to(DUE)


@pytest.fixture
def today(owner: User, signed_in: SignedIn) -> Page:
    return opened(signed_in(owner))


def opened(page: Page) -> Page:
    page.add_init_script(CATCH)
    page.goto("/")
    page.wait_for_load_state()
    expect(rows(page)).to_have_count(3)
    return page


def question(page: Page) -> Locator:
    return page.get_by_role("heading", name=re.compile("How did it go?"))


def test_c_calls_and_the_row_asks_how_it_went(today: Page) -> None:
    today.keyboard.press("c")
    expect(question(today)).to_be_focused()
    assert today.evaluate("document.documentElement.dataset.opened") == "tel:+472200"
    today.keyboard.press("Control+Enter")
    expect(receipt(today).get_by_role("button")).to_be_focused()
    expect(said(today)).to_contain_text("a good talk.")


def test_on_a_phone_the_call_is_the_first_button_and_the_question_follows(
    owner: User, signed_in: SignedIn
) -> None:
    page = opened(signed_in(owner, viewport=PHONE, has_touch=True, is_mobile=True))
    rows(page).nth(1).get_by_role("link", name="Call").tap()
    expect(question(page)).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).tap()
    expect(receipt(page)).to_have_count(1)
    assert len([day for day in due_days() if day == DUE.date()]) == 2


def test_v_ticks_and_those_ticked_move_together_and_come_back(today: Page) -> None:
    bar = today.get_by_role("form", name="With those ticked")
    expect(bar).to_be_hidden()
    today.keyboard.press("v")
    today.keyboard.press("j")
    today.keyboard.press("v")
    expect(today.locator(".tick:checked")).to_have_count(2)
    bar.get_by_role("button", name="Tomorrow").click()
    expect(today.get_by_role("status")).to_contain_text("2 put off.")
    expect(rows(today)).to_have_count(1)
    today.wait_for_load_state()  # the sentence stands there before the keys do
    today.keyboard.press("z")
    expect(rows(today)).to_have_count(3)


def test_a_leads_to_a_line_about_the_person(today: Page) -> None:
    today.keyboard.press("a")
    today.wait_for_url("**/prospects/*/**")
    expect(today.locator("#touch_summary")).to_be_focused()


def test_f_shows_one_at_a_time_and_j_k_go_on_and_back(today: Page) -> None:
    today.keyboard.press("f")
    today.wait_for_url("**/focus/")
    today.wait_for_load_state()
    first = today.get_by_role("heading", level=1).inner_text()
    today.keyboard.press("j")
    today.wait_for_url("**/focus/?at=*")
    today.wait_for_load_state()
    expect(today.get_by_role("heading", level=1)).not_to_have_text(first)
    today.keyboard.press("k")
    expect(today.get_by_role("heading", level=1)).to_have_text(first)
    today.wait_for_load_state()
    today.keyboard.press("Control+Enter")
    expect(today.get_by_role("status")).to_contain_text(f"{first}: a good talk.")
    expect(today.get_by_role("heading", level=1)).not_to_have_text(first)


def test_focus_works_without_scripts(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner, java_script_enabled=False)
    page.goto("/focus/")
    for left in ("1 of 2", "1 of 1"):
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text(left)).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="That was everybody for today")).to_be_visible()


def test_what_a_second_window_did_shows_by_itself_and_the_focus_stays(today: Page) -> None:
    today.keyboard.press("j")
    here = at_cursor(today).get_by_role("link").first
    name = here.inner_text()
    expect(here).to_be_focused()
    other = today.context.new_page()
    other.goto("/")
    other.wait_for_load_state()
    rows(other).first.get_by_role("button", name=re.compile("^Skip")).click()
    expect(receipt(other)).to_have_count(1)
    today.bring_to_front()
    expect(rows(today)).to_have_count(2)
    expect(at_cursor(today)).to_contain_text(name)
    expect(at_cursor(today).get_by_role("link", name=name, exact=True)).to_be_focused()
    expect(today.get_by_role("heading", level=1)).to_have_text("Two people to hear from today")


def test_an_open_question_is_never_swept_away(today: Page) -> None:
    today.keyboard.press("j")
    today.keyboard.press("d")
    expect(question(today)).to_be_focused()
    other = today.context.new_page()
    other.goto("/")
    other.wait_for_load_state()
    rows(other).first.get_by_role("button", name=re.compile("^Skip")).click()
    expect(receipt(other)).to_have_count(1)
    today.bring_to_front()
    today.wait_for_timeout(2500)
    expect(question(today)).to_be_visible()
    expect(rows(today)).to_have_count(3)
    today.keyboard.press("Escape")
    expect(rows(today)).to_have_count(2)


def test_a_filter_pushes_its_address_and_back_returns(today: Page) -> None:
    today.get_by_text("Show only some").click()
    today.get_by_label("How likely later").select_option("high")
    expect(today).to_have_url(re.compile("likelihood=high"))
    expect(today.get_by_text("Nobody here fits. 3 stand on Today without it.")).to_be_visible()
    today.go_back()
    expect(rows(today)).to_have_count(3)


def test_the_settings_turn_single_keys_off_and_on(today: Page) -> None:
    today.goto("/settings/")
    switch = today.get_by_role("region", name="Keys on this device").get_by_role("button")
    switch.click()
    expect(switch).to_have_text("Turn single keys on")
    today.goto("/")
    today.wait_for_load_state()
    today.keyboard.press("x")
    today.keyboard.press("f")
    expect(rows(today)).to_have_count(3)
    assert due_days() == [DUE.date()] * 3
    today.goto("/settings/")
    switch.click()
    today.goto("/")
    today.wait_for_load_state()
    today.keyboard.press("f")
    today.wait_for_url("**/focus/")
