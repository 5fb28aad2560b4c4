"""A debrief on a phone, by tapping; and by keyboard alone; with and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from followups.kinds import Kind, Status
from followups.models import FollowUp
from insights.debriefs import LookBack
from insights.models import Debrief
from prospects.conversations import ExitConversation
from tests.browser.conftest import PHONE
from tests.browser.hands import Finger, Hand, Keyboard, shown
from tests.browser.looking import assert_stands_in_view
from tests.followups.telling import log
from tests.insights.looking_back import looked_back

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SignedIn = Callable[..., Page]
SAID = {"needs": "Yes", "listened": "Partly", "pace": "No", "advice": "Yes", "door": "Yes"}


def answer(page: Page, hand: Hand) -> None:
    for question, said in SAID.items():
        group = page.locator(f"#id_{question}")
        hand.choose(group.get_by_role("radio", name=said, exact=True))
    hand.write(page.get_by_label("Next time I will …"), "Ask who decides")
    share = page.get_by_label("Share?")
    share.focus()
    page.keyboard.press("Space")
    hand.press(page.get_by_role("button", name="Save", exact=True))


def assert_kept(page: Page) -> None:
    expect(page.get_by_role("status")).to_contain_text("Noted. Only you see the answers.")
    row = Debrief.objects.get()
    assert [row.needs, row.listened, row.pace, row.advice, row.door] == ["yes", "partly", "no", "yes", "yes"]
    assert (row.lesson, row.is_shared) == ("Ask who decides", True)
    assert FollowUp.objects.get(kind=Kind.DEBRIEF).status == Status.DONE


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without"])
def test_a_minute_on_a_phone(owner: User, signed_in: SignedIn, *, scripts: bool) -> None:
    loss = log(owner)
    page = signed_in(owner, viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=scripts)
    page.goto(loss.prospect.get_absolute_url())
    shown(page.get_by_role("link", name="The five questions")).tap()
    answer(page, Finger())
    assert_kept(page)
    assert page.url.endswith(loss.prospect.get_absolute_url())


def test_by_keyboard_alone(owner: User, signed_in: SignedIn) -> None:
    loss = log(owner)
    page = signed_in(owner)
    page.goto(f"/insights/debriefs/{loss.pk}/")
    answer(page, Keyboard(page))
    assert_kept(page)


def test_a_lesson_comes_back_without_pushing_the_words_out_of_sight(owner: User, signed_in: SignedIn) -> None:
    before = log(owner, conversation=ExitConversation.CANNOT)
    looked_back(before, owner, LookBack(lesson="Ask who decides before you draw anything. " * 4))
    page = signed_in(owner, viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/no/")
    Finger().choose(page.get_by_role("radio", name="Can't, with reason", exact=True))
    expect(page.get_by_text("Last time you wrote:")).to_be_visible()
    words = page.get_by_role("region", name="Before you hang up").get_by_role("blockquote")
    save = shown(page.get_by_role("button", name="Save the plan"))
    assert_stands_in_view(page, words, above=save)
    assert page.evaluate("scrollY") == 0
