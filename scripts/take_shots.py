"""Photograph pages of a running Lost Deals: desktop and phone, light and dark.

    LOSTDEALS_PASSWORD=… python scripts/take_shots.py http://localhost:8000 maren@example.com docs/shots \\
        today=/ log=/no/ prospect=/prospects/<id>/

Writes <name>-<desktop|phone>-<light|dark>.png. Drives the Chromium at $CHROMIUM, else /usr/bin/chromium.
Pages without a session (`--signed-out`) are photographed as a visitor sees them.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

type_of_theme = Literal["light", "dark"]

SIZES: dict[str, ViewportSize] = {
    "desktop": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 844},
}
THEMES: tuple[type_of_theme, ...] = ("light", "dark")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium, quiet on the network, and close it again."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=CHROMIUM_ARGUMENTS
        )
        yield browser
        browser.close()


def new_window(browser: Browser, base: str, size: str, theme: type_of_theme) -> BrowserContext:
    """Open a window of one size that prefers one theme."""
    phone = size == "phone"
    return browser.new_context(
        base_url=base,
        viewport=SIZES[size],
        device_scale_factor=2 if phone else 1,
        is_mobile=phone,
        has_touch=phone,
        color_scheme=theme,
        reduced_motion="reduce",
        locale="en-GB",
    )


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in through the form, as a person does."""
    page.goto("/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/accounts/login" not in address)


def photograph(page: Page, address: str, target: Path, *, whole: bool) -> None:
    """Save one picture once fonts and layout have settled."""
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.screenshot(path=target, full_page=whole)


def take(
    base: str,
    account: tuple[str, str] | None,
    pages: list[tuple[str, str]],
    directory: Path,
    *,
    whole: bool = False,
) -> list[Path]:
    """Photograph `pages` (name, path) in both sizes and both themes; return the files written.

    `account` is e-mail and password, or None to stay signed out; `whole` takes the page to its end
    instead of what the window shows.
    """
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    with chromium() as browser:
        for size in SIZES:
            for theme in THEMES:
                context = new_window(browser, base, size, theme)
                page = context.new_page()
                if account:
                    sign_in(page, *account)
                for name, path in pages:
                    target = directory / f"{name}-{size}-{theme}.png"
                    photograph(page, path, target, whole=whole)
                    written.append(target)
                context.close()
    return written


def name_and_path(text: str) -> tuple[str, str]:
    """Read "today=/" as a name and a path."""
    name, separator, path = text.partition("=")
    if not separator or not path.startswith("/"):
        raise argparse.ArgumentTypeError(f"{text}: write name=/path/")
    return name, path


def main() -> None:
    """Run from the command line."""
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=as_written)
    parser.add_argument("base", help="address of the running server")
    parser.add_argument("email", help="account to sign in with; the password comes from LOSTDEALS_PASSWORD")
    parser.add_argument("directory", type=Path)
    parser.add_argument("pages", nargs="+", type=name_and_path, metavar="name=/path/")
    parser.add_argument("--signed-out", action="store_true")
    parser.add_argument("--whole", action="store_true", help="the page to its end, not only the window")
    given = parser.parse_args()
    account = None if given.signed_out else (given.email, os.environ.get("LOSTDEALS_PASSWORD", ""))
    for path in take(given.base, account, given.pages, given.directory, whole=given.whole):
        print(path)


if __name__ == "__main__":
    main()
