"""Light, dark, or as the device has it: what somebody chose is what they see."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.hands import Mouse
from tests.followups.telling import log

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SignedIn = Callable[..., Page]
Device = Literal["light", "dark"]
PAPER = {"light": "rgb(239, 242, 237)", "dark": "rgb(15, 22, 19)"}


def paper(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


@pytest.mark.parametrize(
    ("chosen", "device", "seen"),
    [
        ("auto", "light", "light"),
        ("auto", "dark", "dark"),
        ("light", "dark", "light"),
        ("dark", "light", "dark"),
    ],
)
def test_the_page_wears_what_was_chosen(
    owner: User, signed_in: SignedIn, chosen: str, device: Device, seen: str
) -> None:
    owner.theme = chosen
    owner.save()
    page = signed_in(owner, color_scheme=device)
    page.goto("/")
    assert paper(page) == PAPER[seen]
    fields = page.evaluate("getComputedStyle(document.querySelector('input')).colorScheme")
    assert fields == ("light dark" if chosen == "auto" else seen)


def test_choosing_dark_in_the_settings_turns_every_page_dark(owner: User, signed_in: SignedIn) -> None:
    loss = log(owner)
    page = signed_in(owner)
    page.goto("/settings/")
    Mouse().choose(page.get_by_role("radio", name="Dark"))
    page.locator("#profile").get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    for path in ("/", "/no/", "/prospects/", loss.prospect.get_absolute_url()):
        page.goto(path)
        assert paper(page) == PAPER["dark"]
