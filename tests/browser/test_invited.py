"""The page of an invitation in a browser: for whoever it is for, and for somebody else."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.invitations import invite, token_of
from accounts.models import User
from accounts.roles import Role
from tests.browser.conftest import Window

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SignedIn = Callable[..., Page]


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
