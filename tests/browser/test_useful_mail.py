"""The mail with something useful, as mail programs show it: narrow and wide, light and dark, on its own."""

import pytest
from playwright.sync_api import Page

from accounts.models import User
from nurture.approving import Words
from tests.browser.house import LONG, LONG_ADDRESS
from tests.browser.looking import sideways_scroll
from tests.nurture.stage import an_item, approved, leave, somebody

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]


WIDEST = "Math.max(...[...document.querySelectorAll('p')].map(one => one.getBoundingClientRect().width))"
COLOURS = """() => {
  const [paper, ink] = [document.body, document.querySelector("p")].map(one => getComputedStyle(one));
  return [paper.backgroundColor, ink.color];
}"""


@pytest.fixture
def html(owner: User) -> str:
    """A mail in which nothing is short."""
    person = somebody(owner, f"Ingrid {LONG}"[:120], LONG_ADDRESS)
    item = an_item(owner, f"Title {LONG}", link=f"https://example.org/{LONG}")
    approved(person, item, words=Words(f"Because {LONG}", LONG, f"{LONG}\n\nA short one."))
    [sent] = leave()
    return str(sent.alternatives[0][0])


def test_it_fits_every_width_in_light_and_dark_and_asks_nobody(page: Page, html: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    seen = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_content(html)
        for width in (320, 600, 1000):
            page.set_viewport_size({"width": width, "height": 800})
            assert sideways_scroll(page) == [], f"{scheme} at {width}"
        assert page.evaluate(WIDEST) <= 600
        seen[scheme] = tuple(page.evaluate(COLOURS))
    assert seen["light"] == ("rgb(255, 255, 255)", "rgb(19, 35, 28)")
    assert seen["dark"] == ("rgb(22, 31, 27)", "rgb(233, 239, 235)")
    assert asked == []
