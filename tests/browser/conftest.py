"""A real browser in front of a real server: one Chromium for all tests, a fresh window for each."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer
from time_machine import Traveller

from accounts.models import User
from tests.browser.watching import Watch
from tests.cast import NINE

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# How long anything may take to be there; what never comes, fails all the same.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

Window = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """What pytest-playwright starts: the Chromium of this machine, silent on the network."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; apt-get install chromium, or set CHROMIUM")
    return {"executable_path": str(CHROMIUM), "args": ARGUMENTS}


@pytest.fixture
def clock() -> Iterator[Traveller]:
    """The server's clock: MONDAY, nine in the morning in Berlin, and time runs. The browser keeps its own."""
    with time_machine.travel(NINE, tick=True) as traveller:
        yield traveller


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Whatever a test does: nothing is blocked, nothing leaves the host, no script breaks."""
    watching = Watch()
    yield watching
    assert watching.complaints == []


@pytest.fixture
def window(browser: Browser, live_server: LiveServer, watch: Watch) -> Iterator[Window]:
    """Open a watched window at the live server; more options are those of a browser context."""
    opened: list[BrowserContext] = []

    def open_window(**options: Any) -> Page:
        context = browser.new_context(**at(live_server.url, **options))
        context.set_default_timeout(PATIENCE_MS)
        watch.follow(context, live_server.url)
        opened.append(context)
        return context.new_page()

    yield open_window
    for context in opened:
        context.close()


def at(base: str, **options: Any) -> dict[str, Any]:
    """Options of a window, with ours where nothing else is asked for."""
    return {
        "base_url": base,
        "viewport": DESK,
        "reduced_motion": "reduce",
        "color_scheme": "light",
        "locale": "en-GB",
    } | options


def let_in(context: BrowserContext, user: User, base: str) -> None:
    """Sign in without the form, for tests about something else."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])


@pytest.fixture
def signed_in(window: Window, live_server: LiveServer, clock: Traveller) -> Callable[..., Page]:
    """A window of somebody who is signed in already."""

    def open_signed_in(user: User, **options: Any) -> Page:
        page = window(**options)
        let_in(page.context, user, live_server.url)
        return page

    return open_signed_in
