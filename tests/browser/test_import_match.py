"""The columns of a file matched and its questions answered, on both sizes, with and without script."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from time_machine import Traveller

from accounts.models import User
from exchange.models import Import
from prospects.models import Prospect
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import Finger, Hand, Keyboard, Mouse
from tests.browser.importing import ASKING, INCHES, payload, upload

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SignedIn = Callable[..., Page]
SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": DESK},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.UPLOADS_DIR = tmp_path / "uploads"


def answer(page: Page, hand: Hand) -> None:
    hand.choose(page.get_by_role("radio", name="3 April"))
    page.get_by_label("Price").select_option(label="Went quiet")
    hand.press(page.get_by_role("button", name="Check the rows"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without"])
@pytest.mark.parametrize("size", SIZES)
def test_from_a_file_to_the_check(
    size: str, owner: User, signed_in: SignedIn, clock: Traveller, *, scripts: bool
) -> None:
    page = signed_in(owner, java_script_enabled=scripts, **SIZES[size])
    upload(page, payload("lost-deals-2025.csv", ASKING))
    expect(page.get_by_text("lost-deals-2025.csv, 4 rows.")).to_be_visible()
    answer(page, Finger() if size == "phone" else Mouse())
    page.wait_for_url("**/check/")
    imp = Import.objects.get()
    assert imp.answers["said"]["date_orders"] == {"Close Date": "day_first"}
    assert not Prospect.objects.exists()


def test_by_keyboard_alone(owner: User, signed_in: SignedIn, clock: Traveller) -> None:
    page = signed_in(owner)
    upload(page, payload("lost-deals-2025.csv", ASKING))
    hand = Keyboard(page)
    hand.choose(page.get_by_role("radio", name="3 April"))
    hand.reach(page.get_by_label("Price"))
    page.keyboard.type("Went quiet")
    hand.press(page.get_by_role("button", name="Check the rows"))
    page.wait_for_url("**/check/")


def test_a_column_sent_elsewhere_is_read_again_without_a_reload(
    owner: User, signed_in: SignedIn, clock: Traveller
) -> None:
    page = signed_in(owner)
    upload(page, payload("lost-deals-2025.csv", ASKING))
    page.evaluate("window.stays = true")
    asked, goes_to = (
        page.get_by_text("of your reasons need a home"),
        page.get_by_label("Where Loss Reason goes"),
    )
    for label, count in (("Leave out", 0), ("Reason", 1)):
        goes_to.focus()
        goes_to.select_option(label=label)
        expect(asked).to_have_count(count, timeout=30_000)
        expect(goes_to).to_be_focused()
    assert page.evaluate("window.stays") is True


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without"])
def test_a_file_that_cannot_be_read_is_read_otherwise(
    owner: User, signed_in: SignedIn, clock: Traveller, *, scripts: bool
) -> None:
    page = signed_in(owner, java_script_enabled=scripts)
    upload(page, payload("inches.csv", INCHES))
    page.get_by_label("Quotation marks inside a cell").select_option(label="Belong to the text")
    page.get_by_role("button", name="Read it like this").click()
    expect(page.get_by_text("inches.csv, 1 row.")).to_be_visible()
    expect(page.get_by_text('Pumps 12" wide')).to_be_visible()
