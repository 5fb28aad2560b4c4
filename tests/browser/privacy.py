"""Ways to what is stored about somebody: merged, taken as a file, erased, kept for so long."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from followups.models import ErasureNotice
from prospects.models import Prospect
from tests.browser.house import House
from tests.cast import MONDAY


def _two(house: House) -> list[Prospect]:
    """The one with the longest name, and another."""
    return [house.longest.prospect, house.ingrid.prospect]


def choosing(page: Page, house: House) -> None:
    """Who may be the same person as the one with the longest name."""
    page.goto(f"{_two(house)[0].get_absolute_url()}merge/?q=a")


def comparing(page: Page, house: House) -> None:
    """What would become of two."""
    keep, gone = _two(house)
    page.goto(f"{keep.get_absolute_url()}merge/?other={gone.pk}")
    expect(page.get_by_role("button", name="Make them one")).to_be_visible()


def stored(page: Page, house: House) -> None:
    """A copy, or the way out."""
    page.goto(f"{_two(house)[0].get_absolute_url()}privacy/")


def erasing(page: Page, house: House) -> None:
    """What goes and what stays."""
    page.goto(f"{_two(house)[0].get_absolute_url()}erase/")


def announced(page: Page, house: House) -> None:
    """Two who are next."""
    for person in _two(house):
        ErasureNotice.objects.get_or_create(
            prospect=person, defaults={"team": person.team, "erase_on": MONDAY + timedelta(days=30)}
        )
    page.goto("/settings/retention/")
    expect(page.get_by_role("button", name="Keep").first).to_be_visible()


def months_mistaken(page: Page, house: House) -> None:
    """Too few months."""
    page.goto("/settings/retention/")
    page.get_by_label("Erase after so many months").fill("3")
    form = page.locator("form[action='/settings/retention/']")
    form.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    expect(page.locator(".form-error").first).to_be_visible()
