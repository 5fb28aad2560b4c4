"""Passkeys and codes in a real browser, with an authenticator that Chromium plays (WebAuthn over CDP)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import Window
from tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SECURITY = "/settings/security/"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """What keeps the passkeys of a window."""

    def __init__(self, page: Page) -> None:
        self._talk = page.context.new_cdp_session(page)
        self._talk.send("WebAuthn.enable")
        made = self._talk.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.id = made["authenticatorId"]

    def keys(self) -> list[Any]:
        """The passkeys it keeps."""
        kept: list[Any] = self._talk.send("WebAuthn.getCredentials", {"authenticatorId": self.id})[
            "credentials"
        ]
        return kept

    def recognises_nobody(self) -> None:
        """Its owner's finger is not the one it knows."""
        self._talk.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label(re.compile("^E-?mail")).fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_have_count(0)


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()


def prove_it(page: Page) -> None:
    """Sign in once more, where asked."""
    expect(page.get_by_role("heading", level=1, name="Is it you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def add_passkey(page: Page, name: str) -> None:
    page.goto(SECURITY)
    page.get_by_role("link", name="Add a passkey").click()
    prove_it(page)
    page.get_by_label("What you call it").fill(name)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1, name="Recovery codes")).to_be_visible()


def by_passkey(page: Page) -> None:
    page.goto("/accounts/login/?next=/mail/")
    page.get_by_role("button", name="Use a passkey").click()


def app_code(secret: str, later: int = 0) -> str:
    """What an app on the phone shows; the server's clock is moved, and so is the phone's."""
    return str(format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30 + later)))


def turn_on_codes(page: Page) -> str:
    page.goto(SECURITY)
    page.get_by_role("link", name="Turn on codes from an app").click()
    prove_it(page)
    expect(page.get_by_role("img", name="QR code for your app")).to_be_visible()
    page.get_by_text("Can't scan it?").click()
    secret = page.locator(".totp-key").inner_text()
    page.get_by_label("Code from the app").fill(app_code(secret, -1))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", level=1, name="Recovery codes")).to_be_visible()
    return secret


def test_a_passkey_is_added_signs_in_and_is_removed(window: Window, owner: User, clock: object) -> None:
    page = window()
    device = Device(page)
    sign_in(page, owner)
    add_passkey(page, "My laptop")
    assert len(device.keys()) == 1
    sign_out(page)
    by_passkey(page)
    expect(page.get_by_role("heading", level=1, name="Mail")).to_be_visible()
    page.goto(SECURITY)
    expect(page.get_by_text("last used on")).to_be_visible()
    page.get_by_role("link", name="Remove My laptop").click()
    prove_it(page)
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("Passkey removed.")).to_be_visible()
    assert not Authenticator.objects.exists()
    sign_out(page)
    by_passkey(page)
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    expect(page.get_by_text("Incorrect code")).to_be_visible()


def test_a_device_that_keeps_one_already_says_so(window: Window, owner: User, clock: object) -> None:
    page = window()
    Device(page)
    sign_in(page, owner)
    add_passkey(page, "Phone")
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("This device keeps a passkey of yours already.")).to_be_visible()
    expect(page.get_by_text("No passkey was used.")).to_be_hidden()


def test_it_needs_the_finger_of_its_owner(window: Window, owner: User, clock: object) -> None:
    page = window()
    device = Device(page)
    sign_in(page, owner)
    add_passkey(page, "")
    assert Authenticator.objects.get(type="webauthn").wrap().name == "Passkey"
    sign_out(page)
    device.recognises_nobody()
    by_passkey(page)
    expect(page.get_by_text("No passkey was used.")).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_enabled()


def test_with_a_passkey_the_password_alone_does_not_get_in(
    window: Window, owner: User, clock: object
) -> None:
    page = window()
    Device(page)
    sign_in(page, owner)
    add_passkey(page, "Phone")
    sign_out(page)
    sign_in(page, owner)
    expect(page.get_by_role("heading", level=1, name="One more step")).to_be_visible()
    page.goto("/settings/")
    expect(page.get_by_role("heading", level=1, name="One more step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))


def test_a_passkey_proves_it_once_more(window: Window, owner: User, clock: object) -> None:
    page = window()
    Device(page)
    sign_in(page, owner)
    add_passkey(page, "Phone")
    sign_out(page)
    by_passkey(page)
    expect(page.get_by_role("heading", level=1, name="Mail")).to_be_visible()
    page.goto("/accounts/2fa/recovery-codes/")
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1, name="Recovery codes")).to_be_visible()


def test_codes_of_an_app_are_asked_for_after_the_password(window: Window, owner: User, clock: Any) -> None:
    page = window()
    sign_in(page, owner)
    secret = turn_on_codes(page)
    sign_out(page)
    sign_in(page, owner)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("Incorrect code")
    page.get_by_label("Code").fill(app_code(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile(r":\d+/$"))


def test_a_recovery_code_signs_in_once(window: Window, owner: User, clock: object) -> None:
    page = window()
    sign_in(page, owner)
    turn_on_codes(page)
    code = page.locator(".recovery code").first.inner_text()
    expects: list[tuple[str, Callable[[], Any]]] = [
        (code, lambda: expect(page).to_have_url(re.compile(r":\d+/$"))),
        (code, lambda: expect(page.get_by_role("alert").first).to_contain_text("Incorrect code")),
    ]
    for typed, happens in expects:
        sign_out(page) if page.url.endswith("/") and "login" not in page.url else None
        sign_in(page, owner)
        page.get_by_label("Code").fill(typed)
        page.get_by_role("button", name="Sign in", exact=True).click()
        happens()


def test_signing_out_elsewhere(window: Window, owner: User, clock: object) -> None:
    here, there = window(), window()
    for page in (here, there):
        sign_in(page, owner)
    here.goto(SECURITY)
    expect(here.get_by_text("Chrome on Linux")).to_have_count(2)
    here.get_by_role("button", name="Sign out everywhere else").click()
    expect(here.get_by_text("Signed out in one other place.")).to_be_visible()
    there.goto("/")
    expect(there.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
