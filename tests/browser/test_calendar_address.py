"""The calendar's address in a real browser: made, copied, replaced; with script and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import Window, let_in

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]


def make(page: Page, button: str) -> str:
    """Press the button of the section; the address the page shows."""
    page.goto("/settings/#calendar")
    page.get_by_role("button", name=button).click()
    address = page.get_by_role("textbox", name="Address")
    expect(address).to_be_visible()
    return address.input_value()


def test_the_address_is_copied_as_it_stands(signed_in: Callable[..., Page], owner: User) -> None:
    page = signed_in(owner, permissions=["clipboard-read", "clipboard-write"])
    address = make(page, "Make a calendar address")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    webcal = page.get_by_role("link", name="Open in your calendar program")
    assert webcal.get_attribute("href") == address.replace("http:", "webcal:")


def test_a_reload_and_back_leave_the_address_alone(signed_in: Callable[..., Page], owner: User) -> None:
    page = signed_in(owner)
    address = make(page, "Make a calendar address")
    page.reload()
    expect(page.get_by_text("Nothing was changed: the address had been replaced meanwhile.")).to_be_visible()
    answer = page.request.get(address[address.index("/calendar/") :])
    assert answer.status == 200


def test_without_script_it_is_made_and_replaced_too(
    window: Window, owner: User, live_server: object, clock: object
) -> None:
    page = window(java_script_enabled=False)
    let_in(page.context, owner, str(live_server))
    first = make(page, "Make a calendar address")
    second = make(page, "Make a new address")
    assert first != second
    page.goto("/settings/#calendar")
    page.get_by_role("button", name="Turn it off").click()
    expect(page.get_by_role("button", name="Make a calendar address")).to_be_visible()
