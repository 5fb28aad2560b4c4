"""The page of figures printed, on the narrowest phone, and by keys."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.followups.telling import day
from tests.insights.heard import back, heard

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SignedIn = Callable[..., Page]
SCROLLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def noes(owner: User) -> None:
    for n in range(8):
        loss = heard(owner, f"Person {n}", day(-90 - n), worth=1000)
        if n < 6:
            back(loss, day(-30 - n))


def test_paper_shows_the_tables_in_light_colours_and_nothing_to_press(
    owner: User, noes: None, signed_in: SignedIn
) -> None:
    page = signed_in(owner, color_scheme="dark")
    page.goto("/insights/")
    table = page.locator(".plot ~ details.data-t table").first
    expect(table).to_be_hidden()
    page.emulate_media(media="print", color_scheme="dark")
    expect(table).to_be_visible()
    assert table.bounding_box()["height"] > 20  # type: ignore[index]
    assert page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor") == (
        "rgb(253, 254, 252)"
    )
    for gone in (".side", ".tabs", ".rooms", ".chart-csv", ".narrow", ".seg"):
        expect(page.locator(gone).first).to_be_hidden()


def test_the_narrowest_phone_scrolls_only_the_row_of_pages(
    owner: User, noes: None, signed_in: SignedIn
) -> None:
    page = signed_in(owner, viewport={"width": 320, "height": 640})
    for address in ("/insights/", "/insights/noes/", "/insights/why/"):
        page.goto(address)
        assert page.evaluate(SCROLLS) <= 0, address
        for summary in page.locator("details.data-t summary").all():
            summary.click()
        assert page.evaluate(SCROLLS) <= 0, address


def test_g_then_i_leads_there(owner: User, noes: None, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page.get_by_role("heading", name="What your noes are telling you")).to_be_visible()


def test_on_a_phone_insights_is_a_tab_and_settings_stand_under_the_dots(
    owner: User, signed_in: SignedIn
) -> None:
    page = signed_in(owner, viewport={"width": 390, "height": 844})
    page.goto("/")
    tabs = page.get_by_role("navigation", name="Main")
    expect(tabs.get_by_role("link", name="Insights")).to_be_visible()
    expect(tabs.get_by_role("link", name="Settings")).to_have_count(0)
    page.get_by_label("More: hand-overs, mail, settings, sign out").click()
    page.locator(".menu-pop").get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", name="Settings", exact=True).first).to_be_visible()
