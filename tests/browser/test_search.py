"""The search box of every page: reached by "/", answering while one types, and without any script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from prospects.models import Prospect
from tests.browser.conftest import PHONE
from tests.followups.telling import log

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SignedIn = Callable[..., Page]


@pytest.fixture
def people(owner: User) -> User:
    log(owner, "Ingrid Solheim", in_their_words="Come back once the new plant is up.")
    log(owner, "Priya Raman", organisation="Lumen Dental")
    return owner


def box(page: Page) -> Locator:
    return page.get_by_role("searchbox")


def glance(page: Page) -> Locator:
    return page.locator("#glance")


def at(page: Page, path: str) -> Page:
    page.goto(path)
    page.wait_for_load_state()
    return page


@pytest.mark.parametrize("path", ["/", "/settings/", "/mail/", "/prospects/"])
def test_a_slash_leads_into_the_box(people: User, signed_in: SignedIn, path: str) -> None:
    page = at(signed_in(people), path)
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("")


def test_people_show_while_one_types(people: User, signed_in: SignedIn) -> None:
    page = at(signed_in(people), "/settings/")
    page.keyboard.press("/")
    box(page).press_sequentially("plant")
    expect(glance(page).get_by_role("link")).to_have_count(1)
    expect(glance(page)).to_contain_text("Their words: Come back once the new plant is up.")
    expect(glance(page).locator("mark")).to_have_text("plant")
    expect(page.locator("[aria-live=polite]")).to_have_text("One person found.")
    expect(page).to_have_url(re.compile("/settings/$"))
    box(page).fill("xyzzy")
    expect(glance(page)).to_contain_text("Nobody fits this search.")


def test_arrows_lead_to_a_person_and_escape_puts_all_away(people: User, signed_in: SignedIn) -> None:
    page = at(signed_in(people), "/")
    page.keyboard.press("/")
    box(page).press_sequentially("priya")
    link = glance(page).get_by_role("link")
    expect(link).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(link).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(link).to_have_count(0)
    expect(box(page)).to_be_focused()
    box(page).fill("solhiem")
    expect(link).to_have_count(1)
    expect(glance(page)).to_contain_text("Nothing is spelt like that.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Ingrid Solheim")).to_be_visible()


def test_a_press_elsewhere_puts_all_away(people: User, signed_in: SignedIn) -> None:
    page = at(signed_in(people), "/settings/")
    box(page).press_sequentially("ingrid")
    expect(glance(page).get_by_role("link")).to_have_count(1)
    page.get_by_role("heading", level=1).click()
    expect(glance(page).get_by_role("link")).to_have_count(0)


def test_enter_lists_everybody_who_fits(people: User, signed_in: SignedIn) -> None:
    page = at(signed_in(people), "/")
    box(page).press_sequentially("ingrid")
    page.keyboard.press("Enter")
    page.wait_for_url("**/prospects/?q=ingrid")
    expect(box(page)).to_have_value("ingrid")
    expect(page.get_by_role("link", name=re.compile("Ingrid Solheim"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Priya"))).to_have_count(0)


def test_without_script_the_box_is_a_form(people: User, signed_in: SignedIn) -> None:
    page = at(signed_in(people, java_script_enabled=False), "/")
    box(page).fill("lumen")
    box(page).press("Enter")
    page.wait_for_url("**/prospects/?q=lumen")
    expect(page.locator("mark")).to_have_text("Lumen")
    page.get_by_role("link", name=re.compile("Priya Raman")).click()
    expect(page.get_by_role("heading", level=1, name="Priya Raman")).to_be_visible()


def test_on_a_phone_the_magnifier_leads_to_the_list_with_its_box(people: User, signed_in: SignedIn) -> None:
    page = at(signed_in(people, viewport=PHONE), "/")
    page.get_by_role("link", name="Search").click()
    page.wait_for_url("**/prospects/#q")
    expect(box(page)).to_be_focused()
    box(page).press_sequentially("lumen")
    expect(page.get_by_role("link", name=re.compile("Ingrid"))).to_have_count(0)
    expect(page.locator("mark")).to_have_text("Lumen")


def test_words_of_others_stay_words(owner: User, signed_in: SignedIn) -> None:
    log(owner, "Ingrid <img src=x onerror=alert(1)>", in_their_words="<b>bold</b> <script>alert(1)</script>")
    assert Prospect.objects.count() == 1
    page = at(signed_in(owner), "/")
    box(page).press_sequentially("script")
    expect(glance(page)).to_contain_text("<b>bold</b> <script>alert(1)</script>")
    expect(glance(page).locator("b, script, img")).to_have_count(0)
