"""Taking everything along, and bringing it back."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone
from playwright.sync_api import Page, expect

from exchange.exports.packing import pack
from exchange.exports.taking import Taking
from exchange.kinds import Taken
from exchange.progress import Silent
from tests.browser.house import House


def coming_back(page: Page, house: House) -> None:
    """The page of an export where there is something already: what is in it, and why it can't come in."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lost-deals.zip"
        with path.open("wb") as stream:
            pack(stream, Taking(Taken.OWN, house.owner), timezone.now(), Silent())
        page.goto("/import/")
        page.set_input_files("input[name=files]", path)
        page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="It can't come in here")).to_be_visible()
