"""The links of account mail in a browser: an invitation, a new password."""

from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.invitations import invite, token_of
from accounts.models import User
from accounts.password_resets import reset_link
from accounts.roles import Role
from tests.browser.conftest import Window

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def link(manager: User, clock: object) -> str:
    """An invitation to somebody without an account."""
    invitation = invite("jonas@example.org", {Role.SALES}, by=manager, now=timezone.now())
    return f"/invite/{token_of(invitation)}/"


def test_several_mistakes_of_one_field_stand_below_each_other(window: Window, link: str) -> None:
    page = window()
    page.goto(link)
    page.get_by_label("Your name").fill("Jonas Berg")
    page.get_by_label("Password").fill("jonas")
    page.get_by_role("button", name="Join the team").click()
    lines = page.locator("ul.form-error > li")
    expect(lines).to_have_count(3)
    tops = [line.bounding_box() for line in lines.all()]
    lefts = {round(box["x"]) for box in tops if box}
    assert len(lefts) == 1, lefts
    assert page.get_by_label("Your name").input_value() == "Jonas Berg"


def test_a_new_password_is_saved_and_no_script_breaks(window: Window, owner: User, clock: object) -> None:
    page = window()
    page.goto(urlsplit(reset_link(owner)).path)
    for label in ("New Password", "New Password (again)"):
        page.get_by_label(label, exact=True).fill("another long password")
    page.get_by_role("button", name="Save the password").click()
    expect(page.get_by_role("heading", level=1, name="Password saved")).to_be_visible()
