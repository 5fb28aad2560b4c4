"""Ways to the pages of passkeys, codes and where one is signed in."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from playwright.sync_api import Page, expect

from tests.browser.house import LONG, House
from tests.cast import PASSWORD

SECURITY = "/settings/security/"


def with_a_second_step(house: House) -> Authenticator:
    """The owner has everything there is; their passkey, which has a long name."""
    if not Authenticator.objects.filter(user=house.owner).exists():
        TOTP.activate(house.owner, "A" * 32)
        RecoveryCodes.activate(house.owner)
        Authenticator.objects.create(user=house.owner, type="webauthn", data={"name": LONG, "credential": {}})
    return Authenticator.objects.get(user=house.owner, type="webauthn")


def sure(page: Page, path: str) -> None:
    """Open a page, and prove once more who asks where that is wanted."""
    page.goto(path)
    if page.get_by_role("heading", level=1, name="Is it you?").count():
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("heading", level=1, name="Is it you?")).to_have_count(0)


def with_everything(page: Page, house: House) -> None:
    with_a_second_step(house)
    page.goto(SECURITY)


def adding_a_passkey(page: Page, house: House) -> None:
    sure(page, "/accounts/2fa/webauthn/add/")


def renaming(page: Page, house: House) -> None:
    sure(page, f"/accounts/2fa/webauthn/keys/{with_a_second_step(house).pk}/edit/")


def removing(page: Page, house: House) -> None:
    sure(page, f"/accounts/2fa/webauthn/keys/{with_a_second_step(house).pk}/remove/")


def codes_of_an_app(page: Page, house: House) -> None:
    sure(page, "/accounts/2fa/totp/activate/")
    page.get_by_text("Can't scan it?").click()


def wrong_code(page: Page, house: House) -> None:
    codes_of_an_app(page, house)
    page.get_by_label("Code from the app").fill("000000")
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("alert")).to_be_visible()


def turning_off(page: Page, house: House) -> None:
    with_a_second_step(house)
    sure(page, "/accounts/2fa/totp/deactivate/")


def recovery_codes(page: Page, house: House) -> None:
    with_a_second_step(house)
    sure(page, "/accounts/2fa/recovery-codes/")


def new_codes(page: Page, house: House) -> None:
    with_a_second_step(house)
    sure(page, "/accounts/2fa/recovery-codes/generate/")


def addresses(page: Page, house: House) -> None:
    """One to sign in with, one that is confirmed, one that is not."""
    for address, verified in ((f"{'long' * 14}@vogt.example", True), ("new@vogt.example", False)):
        EmailAddress.objects.get_or_create(user=house.owner, email=address, defaults={"verified": verified})
    page.goto("/accounts/email/")
    expect(page.get_by_role("button", name="Use for sign-in")).to_be_visible()


def one_more_step(page: Page, house: House) -> None:
    with_a_second_step(house)
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(house.owner.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="One more step")).to_be_visible()
