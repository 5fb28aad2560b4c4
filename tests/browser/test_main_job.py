"""The main job, end to end, in a real browser: sign in, log a no, see its plan, find it when it is due,
complete it, take that back, complete it again. With the keyboard alone, by touch, and without scripts.

The days follow RULES.md for a no of Monday 2 March 2026 that is not a priority: window day 30 to 60,
preferred day 45, next working day for thank-you and debrief.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Locator, Page, expect
from time_machine import Traveller

from accounts.models import User
from followups.kinds import Kind, Status
from followups.models import FollowUp, Touch
from prospects.models import Loss
from tests.browser.conftest import PHONE, Window
from tests.browser.hands import Finger, Hand, Keyboard, Mouse, shown
from tests.browser.looking import assert_stands_in_view
from tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

CHECK_IN_DAY = date(2026, 4, 16)
WINDOW = ("2026-04-01", "2026-05-01")
NEXT_CHECK_IN_DAY = date(2026, 6, 1)  # 45 days after the talk is a Sunday; the Monday is nearest
TOUCH_SCREEN = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


@dataclass
class Person:
    """Somebody at a page, with one way of using it."""

    page: Page
    hand: Hand
    scripts: bool = True

    def sign_in(self, user: User) -> None:
        expect(self.page).to_have_url(re.compile("/accounts/login/"))
        self.hand.write(self.page.get_by_label(re.compile("^E-?mail")), user.email)
        self.hand.write(self.page.get_by_label("Password", exact=True), PASSWORD)
        self.hand.press(self.page.get_by_role("main").get_by_role("button", name="Sign in", exact=True))
        expect(self.page).not_to_have_url(re.compile("/accounts/login/"))

    def go_to_the_log_page(self) -> None:
        """One press from Today."""
        self.hand.press(shown(self.page.get_by_role("link", name="Log a “no”")))
        expect(self.page).to_have_url(re.compile("/no/$"))

    def save_button(self) -> Locator:
        return shown(self.page.get_by_role("button", name="Save the plan"))

    def ask_for_the_plan(self) -> None:
        """With scripts it comes by itself; without, there is a button."""
        if not self.scripts:
            button = self.page.get_by_role("button", name="Show the plan")
            self.hand.press(shown(button))

    def log_a_no(self, name: str) -> None:
        page = self.page
        self.hand.choose(page.get_by_role("radio", name="Not now"))
        if self.scripts:
            assert_stands_in_view(page, self.sentence(), above=self.save_button())
        self.hand.write(page.get_by_label("Who said no?"), name)
        self.hand.write(page.get_by_label("In their words"), "Not before the audit")
        self.ask_for_the_plan()
        expect(self.sentence()).to_contain_text(f"Understood, {name.split()[0]}.")
        assert_shows_the_plan(page)
        self.hand.press(self.save_button())
        expect(page).to_have_url(re.compile(r"/prospects/[0-9a-f-]{36}/$"))

    def sentence(self) -> Locator:
        return self.page.get_by_role("region", name="Before you hang up").get_by_role("blockquote")

    def row(self) -> Locator:
        """The check-in among what is due today."""
        return self.page.locator("[data-section=today] [data-kind=check_in][data-followup]")

    def complete(self) -> None:
        """Done, a good talk, one line, save; the page says what happened."""
        page = self.page
        self.hand.press(self.row().get_by_role("link", name="Done"))
        self.hand.choose(page.get_by_role("radio", name="Good talk"))
        self.hand.write(page.get_by_label("A line to remember"), "The audit went well")
        self.hand.press(page.get_by_role("button", name="Save", exact=True))
        says = page.locator("[aria-live=polite]") if self.scripts else page.get_by_role("status")
        expect(says).to_contain_text("a good talk. Next check-in Mon 1 Jun")
        expect(self.row()).to_have_count(0)

    def undo(self) -> None:
        undo = shown(self.page.get_by_role("button", name="Undo"))
        if self.scripts:
            expect(undo).to_be_focused()
        self.hand.press(undo)
        expect(self.row()).to_have_count(1)


def assert_shows_the_plan(page: Page) -> None:
    """The three things a no writes, with their days; a preview has no ids yet."""
    for kind, day in {"thank_you": "2026-03-03", "debrief": "2026-03-03", "check_in": "2026-04-16"}.items():
        step = page.locator(f"[data-kind={kind}]")
        expect(step).to_have_count(1)
        expect(step.locator("time:not([data-opens], [data-closes])")).to_have_attribute("datetime", day)
    check_in = page.locator("[data-kind=check_in]")
    expect(check_in.locator("[data-opens]")).to_have_attribute("datetime", WINDOW[0])
    expect(check_in.locator("[data-closes]")).to_have_attribute("datetime", WINDOW[1])
    expect(page.locator("[data-followup][data-status=planned]")).to_have_count(0)


def assert_prospect_shows_the_plan(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Noted. Next check-in Thu 16 Apr")
    for kind, day in {"thank_you": "2026-03-03", "debrief": "2026-03-03", "check_in": "2026-04-16"}.items():
        row = page.locator(f"[data-followup][data-kind={kind}][data-status=open]").first
        expect(row.locator(f"time[datetime='{day}']").first).to_be_attached()


def check_ins() -> list[tuple[str, date]]:
    rows = FollowUp.objects.filter(kind=Kind.CHECK_IN).order_by("due_on")
    return [(row.status, row.due_on) for row in rows]


def talks() -> int:
    return Touch.objects.filter(follow_up__kind=Kind.CHECK_IN).count()


def live_the_main_job(person: Person, owner: User, clock: Traveller) -> None:
    page = person.page
    page.goto("/")
    person.sign_in(owner)
    person.go_to_the_log_page()
    person.log_a_no("Ingrid Solheim")
    assert_prospect_shows_the_plan(page, "Ingrid Solheim")
    assert check_ins() == [(Status.OPEN, CHECK_IN_DAY)]

    clock.move_to(datetime(2026, 4, 16, 7, 0, tzinfo=UTC))
    page.goto("/")
    person.sign_in(owner)  # six weeks later
    expect(person.row()).to_contain_text("Ingrid Solheim")
    expect(person.row()).to_contain_text("Not before the audit")

    after = [(Status.DONE, CHECK_IN_DAY), (Status.OPEN, NEXT_CHECK_IN_DAY)]
    person.complete()
    assert (check_ins(), talks()) == (after, 1)
    person.undo()
    assert (check_ins(), talks()) == ([(Status.OPEN, CHECK_IN_DAY)], 0)
    person.complete()
    assert (check_ins(), talks()) == (after, 1)
    assert Loss.objects.count() == 1


def test_with_the_keyboard_alone_on_a_small_screen(window: Window, owner: User, clock: Traveller) -> None:
    page = window(viewport=PHONE)
    live_the_main_job(Person(page, Keyboard(page)), owner, clock)


def test_by_touch_on_a_phone(window: Window, owner: User, clock: Traveller) -> None:
    page = window(**TOUCH_SCREEN)
    live_the_main_job(Person(page, Finger()), owner, clock)


def test_with_a_mouse_at_a_desk(window: Window, owner: User, clock: Traveller) -> None:
    page = window()
    live_the_main_job(Person(page, Mouse()), owner, clock)


def test_by_touch_without_scripts(window: Window, owner: User, clock: Traveller) -> None:
    page = window(java_script_enabled=False, **TOUCH_SCREEN)
    live_the_main_job(Person(page, Finger(), scripts=False), owner, clock)


def test_with_the_keyboard_without_scripts(window: Window, owner: User, clock: Traveller) -> None:
    page = window(java_script_enabled=False, viewport=PHONE)
    live_the_main_job(Person(page, Keyboard(page), scripts=False), owner, clock)
