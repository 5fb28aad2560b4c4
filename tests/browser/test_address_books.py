"""An address book comes in through the pages alone, on a desk and on a phone, with scripts and without."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from prospects.models import Prospect
from tests.browser.conftest import DESK, PHONE
from tests.exchange.people.bringing import card

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

BOOK = b"".join(
    [
        card("Frode Haugen", "TEL:+47 22 33 44 55", email="frode@fjordlaks.example"),
        card("Ingrid Solheim", email="ingrid@havbruk.example"),
        card("Ana Sousa"),
        card("Piet Claes"),
        card(email="info@fjordlaks.example"),
    ]
)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_the_file_to_the_people(
    signed_in: Callable[..., Page], owner: User, viewport: dict[str, Any], scripts: bool
) -> None:
    mine = {"team": owner.team, "owner": owner}
    Prospect.objects.create(**mine, name="Frode", email="frode@fjordlaks.example")
    Prospect.objects.create(**mine, name="Ingrid Solheim")
    page = signed_in(owner, viewport=viewport, java_script_enabled=scripts)
    page.goto("/import/")
    page.locator("#files").set_input_files({"name": "people.vcf", "mimeType": "text/vcard", "buffer": BOOK})
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="Who is who")).to_be_visible()
    page.locator(".pick", has_text="Same as Ingrid Solheim").click()
    page.get_by_role("button", name="To be named").click()
    page.get_by_label("Name", exact=True).fill("Solveig")
    page.get_by_label("Name", exact=True).press("Enter")
    page.get_by_role("button", name="New 2").click()
    page.locator(".arr", has_text="Piet Claes").locator(".pick", has_text="Leave out").click()
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_text("2 people were added.")).to_be_visible()
    expect(page.get_by_text("2 people you knew were completed.")).to_be_visible()
    assert Prospect.objects.get(name="Ingrid Solheim").email == "ingrid@havbruk.example"
    assert Prospect.objects.get(name="Frode").phone == "+47 22 33 44 55"
    assert {one.name for one in Prospect.objects.all()} == {"Frode", "Ingrid Solheim", "Ana Sousa", "Solveig"}
