"""Today with single keys: every act of a row, where the focus goes, and what is said aloud."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Locator, Page, expect
from time_machine import Traveller

from accounts.models import User
from followups.kinds import Kind, Status
from followups.models import FollowUp
from prospects.models import Loss
from tests.browser.hands import Mouse
from tests.followups.telling import log

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SignedIn = Callable[..., Page]
DUE = datetime(2026, 4, 16, 7, 0, tzinfo=UTC)


@pytest.fixture
def noes(owner: User, clock: Traveller) -> list[Loss]:
    """Three people whose check-ins are due on 16 April; thank-yous and debriefs are out of the way."""
    losses = [log(owner, name) for name in ("Ingrid Solheim", "Priya Raman", "Tom Okafor")]
    FollowUp.objects.exclude(kind=Kind.CHECK_IN).update(status=Status.CANCELLED, closed_at=DUE)
    clock.move_to(DUE)
    return losses


@pytest.fixture
def today(noes: list[Loss], owner: User, signed_in: SignedIn) -> Page:
    page = signed_in(owner)
    page.goto("/")
    expect(rows(page)).to_have_count(3)
    return page


def rows(page: Page) -> Locator:
    return page.locator("[data-section=today] [data-followup]")


def at_cursor(page: Page) -> Locator:
    return page.locator("[data-followup][aria-current=true]")


def receipt(page: Page) -> Locator:
    return page.locator("[data-receipt]")


def said(page: Page) -> Locator:
    return page.locator("[aria-live=polite]")


def due_days() -> list[date]:
    rows = FollowUp.objects.filter(kind=Kind.CHECK_IN, status=Status.OPEN).order_by("due_on")
    return list(rows.values_list("due_on", flat=True))


def test_j_and_k_move_over_the_rows_and_enter_opens_the_person(today: Page) -> None:
    names = [row.get_by_role("link").first.inner_text() for row in rows(today).all()]
    expect(at_cursor(today)).to_contain_text(names[0])
    today.keyboard.press("j")
    expect(at_cursor(today)).to_contain_text(names[1])
    expect(at_cursor(today)).to_have_count(1)
    today.keyboard.press("j")
    today.keyboard.press("j")
    expect(at_cursor(today)).to_contain_text(names[2])
    today.keyboard.press("k")
    expect(at_cursor(today)).to_contain_text(names[1])
    expect(at_cursor(today).get_by_role("link", name=names[1], exact=True)).to_be_focused()
    today.keyboard.press("Enter")
    expect(today.get_by_role("heading", level=1, name=names[1])).to_be_visible()


def test_d_asks_how_it_went_and_escape_closes_the_question(today: Page) -> None:
    today.keyboard.press("j")
    today.keyboard.press("d")
    question = today.get_by_role("heading", name=re.compile("How did it go?"))
    expect(question).to_be_focused()
    today.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(rows(today)).to_have_count(3)
    assert len(due_days()) == 3


def test_after_done_the_focus_is_on_undo_and_the_page_says_what_happened(today: Page) -> None:
    today.keyboard.press("j")
    name = at_cursor(today).get_by_role("link").first.inner_text()
    today.keyboard.press("d")
    expect(today.get_by_role("heading", name=re.compile("How did it go?"))).to_be_focused()
    today.keyboard.press("Control+Enter")
    expect(receipt(today)).to_contain_text(f"{name}, Havbruk Nordic: a good talk.")
    expect(receipt(today).get_by_role("button", name=re.compile(f"Undo.*{name}"))).to_be_focused()
    expect(said(today)).to_contain_text(f"{name}: a good talk. Next check-in Mon 1 Jun")
    expect(rows(today)).to_have_count(2)
    expect(today.get_by_role("heading", level=1)).to_have_text("Two people to hear from today")
    expect(today.get_by_role("region", name="Today").locator(".count")).to_have_text("2")
    badge = today.get_by_role("navigation").get_by_role("link", name=re.compile("^Today"))
    expect(badge).to_contain_text("2 due")
    assert due_days() == [date(2026, 4, 16), date(2026, 4, 16), date(2026, 6, 1)]
    today.keyboard.press("z")
    expect(rows(today)).to_have_count(3)
    expect(receipt(today)).to_have_count(0)
    assert due_days() == [date(2026, 4, 16)] * 3


def test_the_receipt_stays_until_the_page_is_left_and_undo_works_after_a_reload(today: Page) -> None:
    today.keyboard.press("j")
    today.keyboard.press("d")
    today.get_by_role("button", name="Save", exact=True).click()
    expect(receipt(today)).to_have_count(1)
    today.reload()
    expect(receipt(today)).to_have_count(1)
    receipt(today).get_by_role("button", name=re.compile("Undo")).click()
    expect(receipt(today)).to_have_count(0)
    assert due_days() == [date(2026, 4, 16)] * 3


def test_x_skips_and_z_takes_it_back(today: Page) -> None:
    today.keyboard.press("j")
    today.keyboard.press("x")
    expect(receipt(today)).to_contain_text("skipped. Next check-in Mon 1 Jun")
    expect(receipt(today).get_by_role("button")).to_be_focused()
    assert FollowUp.objects.filter(status=Status.SKIPPED).count() == 1
    today.keyboard.press("z")
    expect(rows(today)).to_have_count(3)
    assert due_days() == [date(2026, 4, 16)] * 3


def test_s_opens_later_with_the_focus_inside_and_escape_gives_it_back(today: Page) -> None:
    today.keyboard.press("j")
    today.keyboard.press("s")
    tomorrow = at_cursor(today).get_by_role("button", name="Tomorrow")
    expect(tomorrow).to_be_focused()
    today.keyboard.press("Escape")
    expect(tomorrow).to_be_hidden()
    expect(today.locator("summary:focus")).to_contain_text("Later")


def test_later_moves_the_row_and_says_to_which_day(today: Page) -> None:
    today.keyboard.press("j")
    today.keyboard.press("s")
    today.keyboard.press("Enter")
    expect(receipt(today)).to_contain_text("later, tomorrow.")
    expect(receipt(today).get_by_role("button")).to_be_focused()
    assert due_days() == [date(2026, 4, 16), date(2026, 4, 16), date(2026, 4, 17)]
    today.keyboard.press("z")
    expect(rows(today)).to_have_count(3)
    assert due_days() == [date(2026, 4, 16)] * 3


def test_later_takes_any_day_and_asks_when_it_lies_past_the_window(today: Page) -> None:
    row = rows(today).first
    row.get_by_role("link", name="Later").click()
    row.get_by_label("Another day").fill("2026-05-12")
    row.get_by_role("button", name="Move").click()
    confirm = today.get_by_role("button", name="Move it to 12 May")
    expect(confirm).to_be_visible()
    assert due_days() == [date(2026, 4, 16)] * 3
    confirm.click()
    expect(confirm).to_have_count(0)
    assert due_days() == [date(2026, 4, 16), date(2026, 4, 16), date(2026, 5, 12)]


def test_later_and_skip_work_without_scripts(noes: list[Loss], owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner, java_script_enabled=False)
    page.goto("/")
    first = rows(page).first
    first.get_by_role("link", name="Later").click()
    page.get_by_role("button", name="Next week").click()
    expect(page.get_by_role("status")).to_contain_text("later, Mon 20 Apr.")
    expect(rows(page)).to_have_count(2)
    rows(page).first.get_by_role("button", name=re.compile("^Skip")).click()
    expect(page.get_by_role("status")).to_contain_text("skipped. Next check-in Mon 1 Jun")
    assert due_days() == [date(2026, 4, 16), date(2026, 4, 20), date(2026, 6, 1)]


def test_not_yet_asks_for_the_day_they_named(today: Page) -> None:
    row = rows(today).first
    row.get_by_role("link", name="Done").click()
    day = today.get_by_label("When then?")
    expect(day).to_be_hidden()
    Mouse().choose(today.get_by_role("radio", name="Not yet"))
    expect(day).to_be_visible()
    today.get_by_role("button", name="Save", exact=True).click()
    expect(today.get_by_text("Which day did they name?")).to_be_visible()
    expect(day).to_have_attribute("aria-invalid", "true")
    day.fill("2026-05-05")
    today.get_by_role("button", name="Save", exact=True).click()
    expect(receipt(today)).to_contain_text("not yet. Next Tue 5 May.")
    assert due_days()[-1] == date(2026, 5, 5)


def test_a_row_somebody_else_finished_says_how_it_stands(today: Page, noes: list[Loss]) -> None:
    page, other = today, today.context.new_page()
    other.goto("/")
    for tab in (page, other):
        tab.keyboard.press("j")
        tab.keyboard.press("d")
        expect(tab.get_by_role("button", name="Save", exact=True)).to_be_visible()
    other.get_by_role("button", name="Save", exact=True).click()
    expect(receipt(other)).to_have_count(1)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(receipt(page)).to_have_count(1)
    assert FollowUp.objects.filter(status=Status.DONE).count() == 1
    assert len(due_days()) == 3


def test_keys_lead_to_the_rooms(today: Page) -> None:
    today.keyboard.press("n")
    today.wait_for_url("**/no/")
    today.keyboard.press("g")
    today.keyboard.press("p")
    today.wait_for_url("**/prospects/")
    today.keyboard.press("/")
    expect(today.get_by_role("searchbox")).to_be_focused()
    today.goto("/settings/")
    today.keyboard.press("g")
    today.keyboard.press("t")
    today.wait_for_url(re.compile("[0-9]/$"))
    today.keyboard.press("/")
    expect(today.get_by_role("searchbox")).to_be_focused()


def test_letters_typed_into_a_field_are_only_letters(today: Page) -> None:
    today.goto("/prospects/")
    search = today.get_by_role("searchbox")
    search.press_sequentially("dsxznjk?")
    expect(search).to_have_value("dsxznjk?")
    expect(today).to_have_url(re.compile("/prospects/"))
    expect(today.get_by_role("dialog")).to_have_count(0)


def test_a_question_mark_lists_the_keys_and_single_keys_can_be_turned_off(today: Page) -> None:
    today.keyboard.press("?")
    keys = today.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    keys.get_by_role("button", name="Turn single keys off").click()
    today.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    today.keyboard.press("n")
    today.keyboard.press("?")
    expect(keys).to_be_hidden()
    expect(today).to_have_url(re.compile("[0-9]/$"))


def test_search_finds_people_while_typing_and_back_returns(today: Page) -> None:
    today.goto("/prospects/")
    expect(today.get_by_role("link", name=re.compile("Tom Okafor"))).to_be_visible()
    today.get_by_role("searchbox").press_sequentially("Priya")
    expect(today.get_by_role("link", name=re.compile("Tom Okafor"))).to_have_count(0)
    expect(today.get_by_role("link", name=re.compile("Priya Raman"))).to_be_visible()
    expect(today).to_have_url(re.compile("q=Priya"))
    today.go_back()
    expect(today.get_by_role("link", name=re.compile("Tom Okafor"))).to_be_visible()
