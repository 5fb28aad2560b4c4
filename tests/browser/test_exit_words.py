"""The words for the moment, in a real browser: the switch, the longer words, what is copied."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from prospects.labels import CHIPS
from prospects.lines import HINTS
from tests.browser.conftest import PHONE
from tests.browser.hands import Finger, Mouse, shown
from tests.browser.looking import assert_stands_in_view

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SignedIn = Callable[..., Page]
# What pages may put on the clipboard is asked of the person; here it is always yes.
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def block(page: Page) -> Locator:
    return page.locator("#exit")


def open_log(page: Page, chip: str, name: str = "Priya Raman") -> None:
    page.goto("/no/")
    page.get_by_label("Who said no?").fill(name)
    Mouse().choose(page.get_by_role("radio", name=chip, exact=True))
    expect(block(page)).to_contain_text(name.split()[0])


def test_the_switch_changes_the_words_and_keeps_the_focus(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    open_log(page, "Not now")
    page.get_by_role("radio", name="On the line").focus()
    page.keyboard.press("ArrowRight")
    expect(block(page)).to_contain_text("Priya, thank you for today.")
    expect(page.get_by_role("radio", name="It's over")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(block(page)).to_contain_text("Thank you for writing, Priya")
    expect(page.get_by_role("radio", name="In writing")).to_be_checked()


def test_the_longer_words_stay_open_while_the_form_is_filled_in(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    open_log(page, "Not now")
    page.get_by_text("Longer, and what to watch for").click()
    expect(block(page)).to_contain_text("That makes sense, Priya, and thank you for telling me straight.")
    page.get_by_label("Who said no?").fill("Aisha Bello")
    expect(block(page)).to_contain_text("That makes sense, Aisha")
    expect(page.locator("#exit-longer")).to_have_attribute("open", "")


def test_the_confirmation_is_copied_line_by_line(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner, permissions=CLIPBOARD)
    open_log(page, "Not now")
    Mouse().choose(page.get_by_role("radio", name="It's over"))
    expect(block(page)).to_contain_text("Priya, thank you for today.")
    block(page).get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied.").first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Priya, thank you for today.")
    assert copied.endswith("one word back is enough.\nMaren Vogt")


def test_the_sentence_is_copied_without_its_quotes(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner, permissions=CLIPBOARD)
    open_log(page, "Not now")
    block(page).get_by_role("button", name="Copy").first.click()
    expect(page.get_by_text("Copied.").first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Understood, Priya.")
    assert copied.endswith("just call me.")


def test_without_scripts_the_button_changes_the_words(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner, java_script_enabled=False)
    page.goto("/no/")
    Mouse().choose(page.get_by_role("radio", name="Not now", exact=True))
    shown(page.get_by_role("button", name="Show the plan")).click()
    expect(block(page)).to_contain_text("Understood.")
    Mouse().choose(page.get_by_role("radio", name="It's over"))
    shown(page.get_by_role("button", name="Show the plan")).click()
    expect(block(page)).to_contain_text("Thank you for today.")


def test_on_a_phone_the_switch_stands_in_view_with_the_sentence(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner, viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/no/")
    save_bar = shown(page.get_by_role("button", name="Save the plan"))
    for conversation, chip in CHIPS.items():
        Finger().choose(page.get_by_role("radio", name=str(chip), exact=True))
        expect(block(page)).to_contain_text(str(HINTS[conversation]))
        assert_stands_in_view(page, block(page).get_by_role("blockquote").first, above=save_bar)
        switch = block(page).get_by_role("group", name="When do you need the words?")
        assert_stands_in_view(page, switch, above=save_bar)
