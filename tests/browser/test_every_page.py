"""Every page, seen by everybody: no barrier axe would call serious, in both themes and at both sizes; no
sideways scroll at any width; nothing too small to hit; nothing of ours blocked, no other host asked."""

from collections.abc import Callable, Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from time_machine import Traveller

from desk.first_account import new_setup_token
from tests.browser import looking
from tests.browser.conftest import Window, let_in
from tests.browser.house import House, furnish
from tests.browser.pages import ROOMS
from tests.browser.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(clock: Traveller) -> Iterator[House]:
    """A furnished house whose addresses include those that go wrong on purpose."""
    with override_settings(ROOT_URLCONF="tests.browser.urls"):
        yield furnish()


@pytest.fixture
def window_of(window: Window, live_server: LiveServer, house: House) -> Callable[[str], Page]:
    """One window for each person who looks: a name in House, or "visitor"."""
    windows: dict[str, Page] = {}

    def open_for(who: str) -> Page:
        if who not in windows:
            windows[who] = window()
            if who != "visitor":
                let_in(windows[who].context, getattr(house, who), live_server.url)
        return windows[who]

    return open_for


@pytest.mark.parametrize("room", ROOMS)
def test_every_page_serves_everybody(
    room: str, house: House, window_of: Callable[[str], Page], watch: Watch
) -> None:
    problems: list[str] = []
    for view in ROOMS[room]:
        page = window_of(view.who)
        if view.answers != 200:
            watch.expect(f"status of {view.answers} ")
        looking.resize(page, 1280)
        view.way(page, house)
        problems += [f"{view.name} {problem}" for problem in looking.problems(page, view.part)]
    assert not problems, "\n".join(problems)


def test_the_page_for_the_first_account_serves_everybody(window: Window, clock: Traveller) -> None:
    page = window()
    page.goto(f"/setup/{new_setup_token()}/")
    page.locator("form").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Make the account").click()
    page.get_by_role("alert").wait_for()
    assert not (problems := looking.problems(page)), "\n".join(problems)
