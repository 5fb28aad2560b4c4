"""From Today to "Noted" with a thumb: how many taps it takes, counted by the page itself."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from prospects.labels import CHIPS
from prospects.models import Loss
from tests.browser.conftest import PHONE
from tests.browser.hands import Finger, shown
from tests.browser.looking import assert_stands_in_view
from tests.followups.telling import log

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

MOST_TAPS = 4
# Every touch of the screen, over all pages of the visit.
COUNT_TAPS = """
addEventListener("touchstart", () => {
  sessionStorage.setItem("taps", Number(sessionStorage.getItem("taps") || 0) + 1);
}, { capture: true, passive: true });
"""


def taps(page: Page) -> int:
    """How often the screen was touched so far."""
    return int(page.evaluate("Number(sessionStorage.getItem('taps') || 0)"))


def phone(owner: User, signed_in: Callable[..., Page]) -> Page:
    """Today, on a phone that counts."""
    page = signed_in(owner, viewport=PHONE, has_touch=True, is_mobile=True)
    page.add_init_script(COUNT_TAPS)
    page.goto("/")
    return page


def said(page: Page) -> Locator:
    return page.get_by_role("region", name="Before you hang up").get_by_role("blockquote")


@pytest.mark.parametrize("chip", [str(chip) for chip in CHIPS.values()])
def test_the_sentence_stands_in_view_after_two_taps(
    owner: User, signed_in: Callable[..., Page], chip: str
) -> None:
    log(owner, "Somebody Else")
    page = phone(owner, signed_in)
    page.get_by_role("link", name="Log a “no”").locator("visible=true").tap()
    Finger().choose(page.get_by_role("radio", name=chip, exact=True))
    assert_stands_in_view(page, said(page), above=shown(page.get_by_role("button", name="Save the plan")))
    assert taps(page) == 2
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("has_history", [True, False], ids=["with a history", "on the first day"])
def test_four_taps_and_a_name_from_today_to_noted(
    owner: User, signed_in: Callable[..., Page], *, has_history: bool
) -> None:
    if has_history:
        log(owner, "Somebody Else")
    page = phone(owner, signed_in)
    page.get_by_role("link", name="Log a “no”").locator("visible=true").tap()
    Finger().choose(page.get_by_role("radio", name="Not now", exact=True))
    page.get_by_label("Who said no?").tap()
    page.keyboard.type("Ingrid Solheim")
    shown(page.get_by_role("button", name="Save the plan")).tap()
    expect(page.get_by_role("status")).to_contain_text("Noted. Next check-in Thu 16 Apr.")
    expect(page).to_have_url(re.compile(r"/prospects/[0-9a-f-]{36}/$"))
    assert taps(page) <= MOST_TAPS
    assert Loss.objects.filter(prospect__name="Ingrid Solheim").count() == 1
