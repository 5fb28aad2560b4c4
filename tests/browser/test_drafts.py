"""What is typed is kept in this browser: until it is saved or discarded, they sign out, others come."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from prospects.models import Prospect
from tests.browser.conftest import let_in
from tests.browser.hands import Mouse, shown
from tests.browser.typing_a_no import (
    FAILS,
    NOTES,
    SAVE,
    UNSENT,
    WORDS,
    SignedIn,
    assert_saved_once,
    assert_still_there,
    drop_the_answer,
    save,
    type_a_no,
)
from tests.browser.watching import Watch
from tests.followups.telling import log

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]


def restored(page: Page) -> None:
    """The page says so, to the eye and to the ear."""
    words = re.compile(r"^Restored from .*: typed, not saved yet\.$")
    expect(page.get_by_role("main").get_by_text(words)).to_be_visible()
    expect(page.locator("#live")).to_have_text(words)


def wait_for_draft(page: Page, text: str = NOTES) -> None:
    page.wait_for_function(
        "text => Object.values(localStorage).some((value) => value.includes(text))", arg=text
    )


def drafts(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).filter((key) => key.includes('draft')).length"))


def test_a_closed_tab_gives_it_back_and_saving_clears_it(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/no/")
    type_a_no(page)
    wait_for_draft(page)
    page.close()
    page = page.context.new_page()
    page.goto("/no/")
    restored(page)
    assert_still_there(page)
    page.locator("[data-kind=check_in]").first.wait_for()
    save(page)
    assert_saved_once(page)
    assert drafts(page) == 0
    page.goto("/no/")
    expect(page.get_by_label("Who said no?")).to_have_value("")
    expect(page.get_by_role("main").get_by_text("Restored from")).to_be_hidden()


FILL_EVERYTHING = """form => {
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden") continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = true;
    else if (field.tagName === "SELECT") [...field.options].slice(-2).forEach((one) => (one.selected = true));
    else if (field.type === "date") field.value = "2026-02-27";
    else if (field.type === "number") field.value = "6";
    else if (field.tagName === "TEXTAREA" || field.type === "text") field.value = `Words of ${field.name}`;
  }
}"""
HELD = """form => JSON.stringify([...new FormData(form)]
  .filter(([name]) => !["csrfmiddlewaretoken", "submission", "moment", "moment_default"].includes(name))
  .sort())"""


HOLDS_ITS_FORM = """async () => {
  const { held } = await navigator.locks.query();
  return held.some((lock) => lock.name.endsWith(document.getElementById("log").elements.submission.value));
}"""


def opened(page: Page) -> Page:
    """Another tab with the log page, settled."""
    other = page.context.new_page()
    other.goto("/no/")
    other.wait_for_function(HOLDS_ITS_FORM)
    return other


def note(page: Page, name: str) -> None:
    """A no about somebody, typed and kept."""
    Mouse().choose(page.get_by_role("radio", name="Not now", exact=True))
    page.get_by_label("Who said no?").fill(name)
    page.get_by_label("Who said no?").blur()
    wait_for_draft(page, name)


def test_two_tabs_are_two_noes(owner: User, signed_in: SignedIn) -> None:
    first = signed_in(owner)
    first.goto("/no/")
    note(first, "Tom Okafor")
    second = opened(first)
    expect(second.get_by_label("Who said no?")).to_have_value("")
    expect(second.get_by_role("main").get_by_text("Restored from")).to_be_hidden()
    note(second, "Ingrid Solheim")
    assert drafts(first) == 2
    for page, name in ((first, "Tom Okafor"), (second, "Ingrid Solheim")):
        expect(page.get_by_label("Who said no?")).to_have_value(name)
        page.locator("[data-kind=check_in]").first.wait_for()
        save(page)
        expect(page).to_have_url(re.compile("/prospects/"))
    assert set(Prospect.objects.values_list("name", flat=True)) == {"Tom Okafor", "Ingrid Solheim"}
    assert drafts(first) == 0


def test_a_tab_that_is_loaded_again_goes_on_with_its_own(owner: User, signed_in: SignedIn) -> None:
    first = signed_in(owner)
    first.goto("/no/")
    note(first, "Tom Okafor")
    second = opened(first)
    note(second, "Ingrid Solheim")
    for page, name in ((first, "Tom Okafor"), (second, "Ingrid Solheim")):
        page.reload()
        restored(page)
        expect(page.get_by_label("Who said no?")).to_have_value(name)


def test_what_two_closed_tabs_held_comes_back_one_by_one(owner: User, signed_in: SignedIn) -> None:
    first = signed_in(owner)
    first.goto("/no/")
    note(first, "Tom Okafor")
    second = opened(first)
    note(second, "Ingrid Solheim")
    context = first.context
    first.close()
    second.close()
    pages = [context.new_page(), context.new_page()]
    for page, name in zip(pages, ["Ingrid Solheim", "Tom Okafor"], strict=True):
        page.goto("/no/")
        restored(page)
        expect(page.get_by_label("Who said no?")).to_have_value(name)


def test_every_kind_of_field_comes_back(owner: User, colleague: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/no/")
    form = page.get_by_role("form", name="Log a “no”")
    form.evaluate(FILL_EVERYTHING)
    page.get_by_label("In their words").fill(WORDS)
    wait_for_draft(page, "Words of notes")
    held = form.evaluate(HELD)
    assert held.count("Words of") > 15
    page.goto("/prospects/")
    page.goto("/no/")
    restored(page)
    assert form.evaluate(HELD) == held


def test_a_save_whose_answer_was_lost_with_the_tab_is_not_doubled(
    owner: User, signed_in: SignedIn, watch: Watch
) -> None:
    watch.expect(FAILS)
    page = signed_in(owner)
    page.goto("/no/")
    type_a_no(page)
    wait_for_draft(page)
    page.route(SAVE, drop_the_answer)
    save(page)
    expect(shown(page.get_by_text(UNSENT))).to_be_visible()
    page.close()
    page = page.context.new_page()
    page.goto("/no/")
    restored(page)
    save(page)
    assert_saved_once(page)


def test_a_draft_can_be_discarded(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/no/")
    type_a_no(page)
    wait_for_draft(page)
    page.goto("/no/")
    restored(page)
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_label("Who said no?")).to_have_value("")
    expect(page.get_by_label("Notes for yourself")).to_have_value("")
    expect(page.get_by_role("radio", name="Not now", exact=True)).not_to_be_checked()
    expect(page.get_by_role("main").get_by_text("Restored from")).to_be_hidden()
    assert drafts(page) == 0
    page.reload()
    expect(page.get_by_label("Who said no?")).to_have_value("")


def test_a_kind_of_no_without_words_is_no_draft(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/no/")
    Mouse().choose(page.get_by_role("radio", name="Not now", exact=True))
    page.locator("[data-kind=check_in]").first.wait_for()
    page.goto("/prospects/")
    assert drafts(page) == 0


def test_a_no_about_somebody_has_a_draft_of_its_own(owner: User, signed_in: SignedIn) -> None:
    tom = log(owner, "Tom Okafor").prospect
    page = signed_in(owner)
    page.goto(f"/no/?prospect={tom.pk}")
    page.get_by_label("In their words").fill("Only Tom's words")
    wait_for_draft(page, "Only Tom")
    page.goto("/no/")
    expect(page.get_by_label("In their words")).to_have_value("")
    page.goto(f"/no/?prospect={tom.pk}")
    expect(page.get_by_label("In their words")).to_have_value("Only Tom's words")


def test_who_was_chosen_among_those_known_is_chosen_again(owner: User, signed_in: SignedIn) -> None:
    known = log(owner, "Ingrid Solheim").prospect
    page = signed_in(owner)
    page.goto("/no/")
    Mouse().choose(page.get_by_role("radio", name="Not now", exact=True))
    page.get_by_label("Who said no?").press_sequentially("Ingrid Solhem")
    page.get_by_text("Somebody you know?").wait_for()
    Mouse().choose(page.get_by_role("radio", name=re.compile("Ingrid Solheim")))
    wait_for_draft(page, str(known.pk))
    page.goto("/prospects/")
    page.goto("/no/")
    restored(page)
    expect(page.get_by_role("radio", name=re.compile("Ingrid Solheim"))).to_be_checked()


def test_signing_out_clears_it(owner: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/no/")
    type_a_no(page)
    wait_for_draft(page)
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    assert drafts(page) == 0


def test_nobody_else_gets_to_see_it(owner: User, colleague: User, signed_in: SignedIn) -> None:
    page = signed_in(owner)
    page.goto("/no/")
    base = page.url.removesuffix("/no/")
    type_a_no(page)
    wait_for_draft(page)
    let_in(page.context, colleague, base)
    page.goto("/no/")
    expect(page.get_by_label("Who said no?")).to_have_value("")
    page.wait_for_function("document.readyState === 'complete'")
    assert drafts(page) == 0, "and it does not lie around"
