"""Two people, two windows: handed over, taken over, given back; at a desk by keys, on a phone by touch."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from followups.kinds import Baton
from followups.models import FollowUpPlan, HandOver
from tests.browser.conftest import PHONE
from tests.browser.hands import Finger, Hand, Mouse
from tests.followups.handing import said_yes
from tests.followups.telling import log

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

TOUCH_SCREEN = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


def hand_over(page: Page, hand: Hand, address: str) -> None:
    """From the person's page, with the note as it is offered."""
    page.goto(address)
    hand.press(page.locator("#keep").get_by_role("link", name="Hand over to marketing"))
    expect(page.get_by_label("What they should know")).to_have_value(
        re.compile("^Tessa, please look after Tom")
    )
    hand.press(page.get_by_role("button", name="Hand over"))
    expect(page.get_by_role("status")).to_contain_text(
        "Until Tessa takes over, Tom Whitfield stays with you."
    )
    expect(page.locator("[data-baton]")).to_contain_text("Offered to Tessa of marketing")


def find_it(page: Page, hand: Hand, *, by_menu: bool) -> None:
    """From Today: the sidebar on a wide screen, the three dots on a phone."""
    page.goto("/")
    expect(page.locator("[data-section=to-accept]")).to_contain_text(
        "Maren would like you to look after them"
    )
    if by_menu:
        hand.press(page.locator(".topbar summary"))
        hand.press(page.locator(".topbar").get_by_role("link", name="Hand-overs"))
    else:
        page.wait_for_load_state()
        page.keyboard.press("g")
        page.keyboard.press("h")
    expect(page).to_have_url(re.compile("/handovers/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("One person to look after")
    hand.press(page.locator(".plist").get_by_role("link", name="Tom Whitfield"))
    expect(page.get_by_role("heading", name="What Tom was told")).to_be_visible()


def give_back(page: Page, hand: Hand) -> None:
    hand.press(page.get_by_text("Give it back now"))
    hand.write(page.get_by_label("In a few words, why"), "He would rather talk.")
    hand.press(page.get_by_role("button", name="Give back", exact=True))
    expect(page.get_by_role("status")).to_contain_text("Tom Whitfield is back with Maren.")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_there_and_back(signed_in: Callable[..., Page], owner: User, marketer: User, size: str) -> None:
    person = log(owner, "Tom Whitfield").prospect
    said_yes(person, by=owner)
    options = TOUCH_SCREEN if size == "phone" else {}
    hand: Hand = Finger() if size == "phone" else Mouse()
    sales, marketing = signed_in(owner, **options), signed_in(marketer, **options)

    hand_over(sales, hand, person.get_absolute_url())
    find_it(marketing, hand, by_menu=size == "phone")
    if size == "phone":
        hand.press(marketing.get_by_role("button", name="Take over"))
    else:
        marketing.wait_for_load_state()  # the text stands there before the keys do
        marketing.keyboard.press("t")
    expect(marketing.get_by_role("status")).to_contain_text("You look after Tom Whitfield until")
    assert FollowUpPlan.objects.get().owner == marketer
    sales.reload()
    expect(sales.locator("[data-baton]")).to_contain_text("Tessa of marketing looks after Tom Whitfield")

    give_back(marketing, hand)
    assert (HandOver.objects.get().state, FollowUpPlan.objects.get().owner) == (Baton.RETURNED, owner)
    sales.goto(HandOver.objects.get().get_absolute_url())
    expect(sales.get_by_role("main")).to_contain_text("He would rather talk.")
