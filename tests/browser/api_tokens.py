"""Ways to the states of the API tokens."""

from playwright.sync_api import Page, expect

from accounts.api_tokens import NewApiToken, make_api_token
from accounts.models import ApiToken
from accounts.token_scopes import Scope
from tests.browser.hands import Mouse
from tests.browser.house import House
from tests.cast import NINE

PAGE = "/settings/tokens/"
LONG_NAME = "Donaudampfschifffahrtsgesellschaftskapitaenskajuetenprogramm"


def listed(page: Page, house: House) -> None:
    """Two there are, one with a very long name."""
    if not ApiToken.objects.filter(user=house.owner).exists():
        for name, scope in ((LONG_NAME, Scope.WRITE), ("My phone", Scope.READ)):
            make_api_token(NewApiToken(name, scope), by=house.owner, now=NINE)
    page.goto(PAGE)


def mistaken(page: Page, house: House) -> None:
    """Sent without a name."""
    page.goto(PAGE)
    page.locator("form#new").evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    expect(page.locator("form#new .form-error").first).to_be_visible()


def made(page: Page, house: House) -> None:
    """Just made: its secret stands there."""
    page.goto(PAGE)
    page.get_by_label("What is it for?").fill("My phone")
    Mouse().choose(page.get_by_role("radio", name="Read and write"))
    page.get_by_role("button", name="Make a token").click()
    expect(page.locator("#api-token")).to_be_visible()
