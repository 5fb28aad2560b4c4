"""A file of old deals through all four steps, on both sizes, with and without script; then once more."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from time_machine import Traveller

from accounts.models import User
from followups.models import FollowUp
from prospects.models import Loss, Prospect
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import Finger, Hand, Mouse
from tests.browser.importing import payload, upload

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SignedIn = Callable[..., Page]
SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": DESK},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}
# Somebody new, two of an organisation where nobody is named, one without a day, one that was won.
DEALS = (
    "Deal ID,Contact Name,Account,Email,Close Date,Loss Reason,Amount,Sold by,Status\n"
    "1,Henrik Dahl,Dahl Verktøy AS,henrik@dahl.example,2025-04-23,Price,18500,Colleague,Lost\n"
    "2,,Havbruk AS,,2025-05-12,Timing,9200,Owner,Lost\n"
    "3,,Havbruk AS,,2025-06-12,Timing,1000,Owner,Lost\n"
    "4,Ana Sousa,Sousa & Filhos,ana@sousa.example,somewhen,Timing,700,Owner,Lost\n"
    "5,Eva Klein,Klein AG,eva@klein.example,2025-05-13,,4000,Owner,Won\n"
)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.UPLOADS_DIR = tmp_path / "uploads"


def to_the_check(page: Page, hand: Hand) -> None:
    upload(page, payload("deals.csv", DEALS))
    page.get_by_label("Price").select_option(label="Went quiet")
    hand.press(page.get_by_role("button", name="Check the rows"))
    expect(page.get_by_role("heading", name="Check the rows")).to_be_visible()


def name_somebody(page: Page, hand: Hand) -> None:
    """Typed among the rows to be named, and still there after a look at other rows."""
    hand.press(page.get_by_role("link", name="To be named"))
    page.get_by_label("Havbruk AS").fill("Ingrid Solheim")
    hand.press(page.get_by_role("button", name="Can't come in"))
    why = page.get_by_text("somewhen").bounding_box()
    assert why is not None
    assert why["width"] > 200, "the sentence stands in a column too narrow to read"
    hand.press(page.get_by_role("link", name="To be named"))
    expect(page.get_by_label("Havbruk AS")).to_have_value("Ingrid Solheim")


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without"])
@pytest.mark.parametrize("size", SIZES)
def test_from_a_file_to_the_people(
    size: str, owner: User, colleague: User, signed_in: SignedIn, clock: Traveller, *, scripts: bool
) -> None:
    page = signed_in(owner, java_script_enabled=scripts, **SIZES[size])
    hand = Finger() if size == "phone" else Mouse()
    to_the_check(page, hand)
    name_somebody(page, hand)
    hand.press(page.get_by_role("button", name="Spread them out"))
    expect(page.get_by_text("2 check-ins for you, at most")).to_be_visible()
    assert not Prospect.objects.exists()
    hand.press(page.get_by_role("button", name="Bring them in"))
    expect(page.get_by_role("heading", name="They are in")).to_be_visible()
    with page.expect_download() as fetched:
        hand.press(page.get_by_role("link", name="Fetch the list (CSV)"))
    (left,) = csv.DictReader(io.StringIO(fetched.value.path().read_text(encoding="utf-8-sig")))
    assert (left["Contact Name"], left["Why"]) == (
        "Ana Sousa",
        "“somewhen” under Close Date is no day we can read.",
    )
    assert {one.name: one.losses.count() for one in Prospect.objects.all()} == {
        "Henrik Dahl": 1,
        "Ingrid Solheim": 2,
    }
    assert FollowUp.objects.count() == 2


def test_the_same_file_again_adds_nothing(owner: User, signed_in: SignedIn, clock: Traveller) -> None:
    page = signed_in(owner)
    hand = Mouse()
    to_the_check(page, hand)
    hand.press(page.get_by_role("link", name="Spread them out"))
    hand.press(page.get_by_role("button", name="Bring them in"))
    to_the_check(page, hand)
    expect(
        page.get_by_role("status").filter(has_text="Nothing new: 3 rows of it came in before.")
    ).to_be_visible()
    expect(page.get_by_role("link", name="Spread them out")).to_have_count(0)
    assert Loss.objects.count() == 3
