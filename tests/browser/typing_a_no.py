"""A no typed into the log page, what can go wrong with sending it, and how it must stand afterwards."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from prospects.models import Deal, Loss, Prospect
from tests.browser.hands import Mouse, shown

SignedIn = Callable[..., Page]
PROSPECT_PAGE = re.compile(r"/prospects/[0-9a-f-]{36}/$")
NAME, WORDS, NOTES = "Aisha Bello", "Not before the audit.\nThen maybe.", "Ask about Kano"
SAVE = re.compile(r"/no/\?save$")
UNSENT = "No answer came back. What you typed stays here: press Save again. Nothing is saved twice."
# The browser and htmx write to the console what a failed request was; here it is meant to fail.
FAILS = "Failed to load resource"
HTMX_FAILS = "htmx.min.js error: htmx:"


def type_a_no(page: Page, scripts: bool = True) -> None:
    """A no with something in an open field, in a fold, and a chip."""
    Mouse().choose(page.get_by_role("radio", name="Not now", exact=True))
    page.get_by_label("Who said no?").fill(NAME)
    page.get_by_label("In their words").fill(WORDS)
    open_notes(page)
    page.get_by_label("Notes for yourself").fill(NOTES)
    if scripts:
        page.locator("[data-kind=check_in]").first.wait_for()


def open_notes(page: Page) -> None:
    fold = page.locator("details").filter(has=page.get_by_label("Notes for yourself"))
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()


def assert_still_there(page: Page) -> None:
    expect(page.get_by_role("radio", name="Not now", exact=True)).to_be_checked()
    expect(page.get_by_label("Who said no?")).to_have_value(NAME)
    expect(page.get_by_label("In their words")).to_have_value(WORDS)
    expect(page.get_by_label("Notes for yourself")).to_have_value(NOTES)


def save(page: Page) -> None:
    shown(page.get_by_role("button", name="Save the plan")).click()


def assert_saved_once(page: Page) -> None:
    expect(page).to_have_url(PROSPECT_PAGE)
    expect(page.get_by_role("status").first).to_contain_text("Noted.")
    assert (Loss.objects.count(), Deal.objects.count(), Prospect.objects.count()) == (1, 1, 1)
    loss = Loss.objects.get()
    assert (loss.in_their_words, loss.notes) == (WORDS, NOTES)


def refuse(route: Route) -> None:
    """The request never reaches the server."""
    route.abort("connectionrefused")


def drop_the_answer(route: Route) -> None:
    """The server acts, its answer gets lost."""
    answer = route.fetch(max_redirects=0)
    assert answer.status == 204
    route.abort("connectionreset")


def answer_nonsense(route: Route) -> None:
    """Something between us and the server answers for it."""
    route.fulfill(status=502, body="Bad gateway")
