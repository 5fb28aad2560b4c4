"""An import looked over, spread out, and in."""

from playwright.sync_api import Page, expect

from exchange.models import Import
from tests.browser.house import LONG, House
from tests.exchange.imports.deals_brought import a_deal, bring_in, brought

NOBODY = {"contact_name": "", "email": ""}


def _several(house: House) -> Import:
    """Rows of every lot, some of them as long as they come."""
    rows = [
        a_deal(1, owner="Colleague"),
        a_deal(2, contact_name=LONG, company=f"{LONG} {LONG}", deal_name=LONG * 2, owner=LONG),
        a_deal(3, company="Isdal", **NOBODY),
        a_deal(4, company=LONG, **NOBODY),
        a_deal(5, close_date=LONG),
        a_deal(6, deal_name=LONG * 3),
        a_deal(7, status="Won"),
        a_deal(8, status="Open", deal_name=LONG),
    ]
    return brought(house.owner, rows, name=f"{LONG}.csv")


def _look(page: Page, imp: Import, part: str, heading: str) -> None:
    page.goto(f"/import/{imp.pk}/{part}")
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def check(page: Page, house: House) -> None:
    _look(page, _several(house), "check/", "Check the rows")


def names(page: Page, house: House) -> None:
    _look(page, _several(house), "check/?show=names", "Check the rows")


def name_too_long(page: Page, house: House) -> None:
    """It stays as typed, with what is wrong beside it."""
    names(page, house)
    field = page.get_by_label("Isdal")
    field.evaluate("field => field.removeAttribute('maxlength')")
    field.fill(LONG * 4)
    page.get_by_role("button", name="Save the names").click()
    expect(page.get_by_text("At most 200 characters, please.")).to_be_visible()


def stuck(page: Page, house: House) -> None:
    _look(page, _several(house), "check/?show=stuck", "Check the rows")


def outside(page: Page, house: House) -> None:
    _look(page, _several(house), "check/?show=out", "Check the rows")


def nothing_comes_in(page: Page, house: House) -> None:
    _look(page, brought(house.owner, [a_deal(1, status="Won")]), "check/", "Check the rows")


def many(page: Page, house: House) -> None:
    imp = brought(house.owner, [a_deal(number) for number in range(120)])
    _look(page, imp, "check/?page=2", "Check the rows")


def spread(page: Page, house: House) -> None:
    _look(page, _several(house), "spread/", "Spread them out")


def spread_of_a_seller(page: Page, house: House) -> None:
    _look(page, brought(house.newcomer, [a_deal(1)]), "spread/", "Spread them out")


def nothing_to_spread(page: Page, house: House) -> None:
    _look(page, brought(house.owner, [a_deal(1, status="Won")]), "spread/", "Spread them out")


def they_are_in(page: Page, house: House) -> None:
    imp = _several(house)
    bring_in(imp)
    _look(page, imp, "", "They are in")


def not_yet(page: Page, house: House) -> None:
    _look(page, brought(house.owner, [a_deal(1)]), "", "Not brought in yet")
