"""Ways to a person, their deal, and what was done."""

from playwright.sync_api import Page

from tests.browser.house import House


def prospect(page: Page, house: House) -> None:
    page.goto(house.ingrid.prospect.get_absolute_url())


def longest_prospect(page: Page, house: House) -> None:
    page.goto(house.longest.prospect.get_absolute_url())


def prospect_who_asked_to_stop(page: Page, house: House) -> None:
    page.goto(house.stopped.prospect.get_absolute_url())


def what_was_done(page: Page, house: House) -> None:
    """Everything done to the longest person there is."""
    page.goto(f"/prospects/{house.longest.prospect_id}/done/")


def edit_a_prospect(page: Page, house: House) -> None:
    page.goto(f"/prospects/{house.longest.prospect_id}/edit/")


def deal(page: Page, house: House) -> None:
    page.goto(house.longest.deal.get_absolute_url())
