"""Today worked through: narrowed down, several ticked, one at a time."""

from datetime import date

from django.utils import timezone
from playwright.sync_api import Page, expect

from followups.actions import skip
from tests.browser.house import House
from tests.followups.telling import step_of


def narrowed(page: Page, house: House) -> None:
    page.goto("/?batch=calls")
    expect(page.locator("[data-followup]").first).to_be_visible()


def narrowed_to_nobody(page: Page, house: House) -> None:
    page.goto("/?where=Nobody+works+here")
    expect(page.locator("[data-followup]")).to_have_count(0)


def tick(page: Page, house: House) -> None:
    page.goto("/")
    for box in page.locator("[data-section=today] .tick").all()[:2]:
        box.check(force=True)
    expect(page.get_by_role("form", name="With those ticked")).to_be_visible()


def hand_over_those_ticked(page: Page, house: House) -> None:
    tick(page, house)
    page.get_by_role("button", name="To a colleague").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_url("**/together/hand-to/")


def past_their_windows(page: Page, house: House) -> None:
    tick(page, house)
    page.get_by_label("Later, on").fill(date(2027, 3, 1).isoformat())
    page.get_by_role("button", name="Move to this day").click()
    page.wait_for_url("**/together/later/")


def one_at_a_time(page: Page, house: House) -> None:
    page.goto("/focus/")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()


def longest_done(page: Page, house: House) -> None:
    """Nothing about them fits on a line, nor beside the button that undoes it."""
    now = timezone.now()
    skip(step_of(house.longest.prospect).pk, by=house.owner, today=house.owner.today(now), now=now)
    page.goto("/")
    expect(page.get_by_role("heading", name="Done today")).to_be_visible()
