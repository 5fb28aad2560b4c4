"""German words are longer: the pages hold them at every width, and the phone's tabs on one line."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from time_machine import Traveller

from accounts.models import User
from tests.browser import looking
from tests.browser.conftest import Window, let_in
from tests.browser.hands import Mouse
from tests.browser.house import House, furnish
from tests.followups.telling import step_of

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

# Names of rooms that break into two lines; names of rooms and answers that are cut off.
CUT_LABELS = """() => [...document.querySelectorAll(".tabs a, .side .nav-i, .seg .pick")].filter(tab => {
  const place = tab.getBoundingClientRect();
  if (!place.width || !tab.checkVisibility()) return false;
  const frame = tab.closest(".seg");
  if (frame && place.right > frame.getBoundingClientRect().right + 1) return true;
  const words = document.createTreeWalker(tab, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    if (!words.currentNode.data.trim() || words.currentNode.parentElement.closest(".vh")) continue;
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    const boxes = [...range.getClientRects()];
    if (!frame && new Set(boxes.map(box => Math.round(box.top))).size > 1) return true;
    if (boxes.some(box => box.left < place.left - 1 || box.right > place.right + 1)) return true;
  }
  return false;
}).map(tab => "cut: " + tab.textContent.trim())"""


@pytest.fixture
def house(clock: Traveller) -> House:
    house = furnish()
    User.objects.update(language="de")
    return house


@pytest.fixture
def page(window: Window, live_server: LiveServer, house: House) -> Page:
    page = window(viewport={"width": 390, "height": 844})
    let_in(page.context, house.owner, live_server.url)
    return page


def addresses(house: House) -> list[str]:
    return [
        "/", "/no/", "/prospects/", house.ingrid.prospect.get_absolute_url(),
        f"/followups/{step_of(house.ingrid.prospect).pk}/", "/settings/", "/settings/reasons/",
        "/settings/lines/", "/mail/", "/wake-ups/", "/prospects/new/", "/wins/new/",
        f"/losses/{house.ingrid.pk}/edit/",
    ]  # fmt: skip


def test_every_page_holds_its_german_words(page: Page, house: House) -> None:
    found = []
    for address in addresses(house):
        page.goto(address)
        looking.settle(page)
        for width in looking.WIDTHS:
            looking.resize(page, width)
            wrong = [*looking.sideways_scroll(page), *page.evaluate(CUT_LABELS)]
            found += [f"{address} at {width}: {problem}" for problem in wrong]
    assert not found, "\n".join(found)


def test_the_german_sentence_stands_above_the_save_bar_after_one_tap(page: Page) -> None:
    page.goto("/no/")
    looking.settle(page)
    Mouse().choose(page.get_by_role("radio", name="Andere gewählt"))
    line = page.get_by_text("Ich hoffe, es läuft gut")
    expect(line).to_be_visible()
    looking.assert_stands_in_view(page, line, above=page.locator(".save-bar"))
