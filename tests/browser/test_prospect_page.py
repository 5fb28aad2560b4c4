"""A person's page with the keyboard and a mouse: a touch in one line, a block edited where it stands."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from time_machine import Traveller

from accounts.models import User
from followups.models import Touch
from prospects.models import Prospect
from tests.browser.hands import Mouse
from tests.followups.telling import day, log, step_of

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SignedIn = Callable[..., Page]


@pytest.fixture
def person(owner: User, clock: Traveller) -> Prospect:
    return log(owner, on=day(-20), email="ingrid@havbruk.example").prospect


@pytest.fixture
def page(person: Prospect, owner: User, signed_in: SignedIn) -> Page:
    page = signed_in(owner)
    page.goto(person.get_absolute_url())
    return page


def test_a_note_takes_one_key_one_line_and_enter(page: Page, person: Prospect) -> None:
    page.keyboard.press("a")
    page.keyboard.type("She sails")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Noted.")
    expect(page.get_by_role("list").filter(has_text="She sails").first).to_be_visible()
    assert Touch.objects.get(loss=None).summary == "She sails"


def test_what_they_wrote_moves_the_check_in_and_z_takes_it_back(page: Page, person: Prospect) -> None:
    before = step_of(person).due_on
    page.keyboard.press("a")
    page.keyboard.type("Thanks for the article")
    page.get_by_label("How", exact=True).select_option("mail")
    page.get_by_label("From whom").select_option("in")
    page.get_by_role("button", name="Note it").first.click()
    expect(page.get_by_role("status")).to_contain_text("The check-in moves to")
    assert step_of(person).due_on > before
    page.wait_for_load_state()  # the sentence stands there before the keys do
    page.keyboard.press("z")
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    assert step_of(person).due_on == before


def test_the_form_asks_only_for_what_a_touch_needs(page: Page, person: Prospect) -> None:
    kind, why, spoke = (
        page.get_by_label("For them it was"),
        page.get_by_label("Why does it matter to them?"),
        page.get_by_label("We spoke"),
    )
    expect(kind).to_be_hidden()
    page.get_by_label("What happened?").fill("A call")
    expect(kind).to_be_hidden()
    page.get_by_label("How", exact=True).select_option("call")
    expect(spoke).to_be_visible()
    expect(kind).to_be_visible()
    expect(why).to_be_hidden()
    kind.select_option("helpful")
    expect(why).to_be_visible()
    page.get_by_label("From whom").select_option("in")
    for field in (kind, why, spoke):
        expect(field).to_be_hidden()


def test_a_block_is_edited_where_it_stands(page: Page, person: Prospect) -> None:
    block = page.locator("#known-learned")
    block.get_by_role("link", name=re.compile("^Add what you have learned")).click()
    expect(block.get_by_role("heading", name="Learned since")).to_be_focused()
    block.get_by_label("What you have learned of their business since").fill("They bought a site")
    block.get_by_role("button", name="Save").click()
    expect(block).to_contain_text("They bought a site")
    expect(block.get_by_role("link", name=re.compile("^Edit"))).to_be_focused()
    person.refresh_from_db()
    assert person.learned == "They bought a site"


def test_a_block_closed_stands_as_before(page: Page, person: Prospect) -> None:
    block = page.locator("#known-matters")
    block.get_by_role("link").click()
    block.get_by_label("Goals, parted by commas").fill("Less waste")
    block.get_by_role("link", name="Close").click()
    expect(block.get_by_role("link", name=re.compile("^Add goals"))).to_be_focused()
    assert not person.topics.exists()


def test_a_mistake_in_a_block_keeps_what_was_typed(page: Page, person: Prospect) -> None:
    block = page.locator("#known-reach")
    block.get_by_role("link", name=re.compile("^Add where post")).click()
    block.get_by_label("Postal address").fill("Torget 2")
    block.get_by_label("Country").fill("Atlantis")
    block.get_by_role("button", name="Save").click()
    expect(block).to_contain_text("We don't know this country.")
    expect(block.get_by_label("Postal address")).to_have_value("Torget 2")


def test_numbers_of_ones_own_are_asked_for_when_chosen(page: Page, person: Prospect) -> None:
    keep = page.locator("#keep")
    keep.get_by_text("Change").click()
    expect(keep.get_by_label("From day")).to_be_hidden()
    Mouse().choose(keep.get_by_role("radio", name="Other"))
    keep.get_by_label("From day").fill("7")
    keep.get_by_label("to day").fill("40")
    keep.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Next check-in")
    expect(page.locator("#keep")).to_contain_text("Every 7 to 40 days.")


def test_stop_is_two_presses_away_and_comes_back_with_one(page: Page, person: Prospect) -> None:
    page.get_by_label("More for Ingrid Solheim").click()
    page.get_by_role("button", name="They asked us to stop").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing is planned any more.")
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    assert step_of(person)
