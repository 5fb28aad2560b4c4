"""Ways to what waits on Today, and to one follow-up."""

import re

from playwright.sync_api import Page, expect

from tests.browser.hands import Mouse
from tests.browser.house import House
from tests.followups.telling import step_of


def ask_how_it_went(page: Page, house: House) -> None:
    page.goto("/")
    row = page.locator("[data-section=today] [data-followup]").first
    row.get_by_role("link", name="Done").click()
    expect(page.get_by_role("heading", name=re.compile("How did it go"))).to_be_visible()
    Mouse().choose(page.get_by_role("radio", name="Not yet"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Which day did they name?")).to_be_visible()


def open_later(page: Page, house: House) -> None:
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Tomorrow").first).to_be_visible()


def open_keys(page: Page, house: House) -> None:
    page.goto("/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def held_on_today(page: Page, house: House) -> None:
    page.goto("/")
    section = page.get_by_role("region", name="Mail held for you")
    expect(section.get_by_role("link", name=re.compile("^and 2 more"))).to_be_visible()
    section.scroll_into_view_if_needed()


def open_more(page: Page, house: House) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    page.get_by_label("More: hand-overs, mail, settings, sign out").click()


def glance(page: Page, house: House) -> None:
    page.goto("/settings/")
    page.wait_for_load_state()
    page.get_by_role("searchbox").press_sequentially("havbruk quick")
    expect(page.locator("#glance a").first).to_be_visible()


def follow_up(page: Page, house: House) -> None:
    page.goto(f"/followups/{step_of(house.longest.prospect).pk}/")


def follow_up_without_day(page: Page, house: House) -> None:
    page.goto(f"/followups/{step_of(house.ingrid.prospect).pk}/")
    page.get_by_label("When then?").evaluate("field => { field.form.noValidate = true; }")
    Mouse().choose(page.get_by_role("radio", name="Not yet"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Which day did they name?")).to_be_visible()


def past_the_window(page: Page, house: House) -> None:
    page.goto(f"/followups/{step_of(house.ingrid.prospect).pk}/")
    page.get_by_label("Later, on").fill("2026-09-01")
    page.get_by_role("button", name="Move to this day").click()
    expect(page.get_by_role("button", name=re.compile("Move it to"))).to_be_visible()
