"""Ways to settings, mail, and who belongs to the team."""

import re
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.invitations import invite, token_of
from accounts.models import User
from accounts.roles import Role
from tests.browser.house import LONG, House


def wrong_settings(page: Page, house: House) -> None:
    page.goto("/settings/")
    form = page.locator("#profile")
    form.evaluate("form => { form.noValidate = true; }")
    form.get_by_label("Name", exact=True).fill("")
    for box in form.get_by_role("checkbox").all():
        if box.is_checked():
            box.evaluate("box => { box.checked = false; }")
    form.get_by_role("button", name="Save").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def wrong_reason(page: Page, house: House) -> None:
    page.goto("/settings/reasons/")
    field = page.get_by_label(re.compile("New reason under")).first
    field.evaluate("field => { field.form.noValidate = true; }")
    page.get_by_role("button", name="Add").first.click()


def open_exit_lines(page: Page, house: House) -> None:
    page.goto("/settings/lines/?open=drifted")
    page.get_by_label("Short").locator("visible=true").first.fill(LONG)
    expect(page.get_by_text(LONG).locator("visible=true").last).to_be_visible()


def wrong_exit_line(page: Page, house: House) -> None:
    page.goto("/settings/lines/?open=drifted")
    page.get_by_label("Short").locator("visible=true").first.fill("Hello {frist_name}")
    page.get_by_role("button", name="Save Went quiet").click()
    expect(page.get_by_role("alert")).to_be_visible()


def make_calendar_address(page: Page, house: House) -> None:
    page.goto("/settings/")
    page.locator("#calendar").get_by_role("button", name=re.compile("Make a")).click()
    expect(page.get_by_role("heading", name="Your calendar address")).to_be_visible()


def one_mail(page: Page, house: House) -> None:
    page.goto(f"/mail/{house.letter.pk}/")


def a_held_mail(page: Page, house: House) -> None:
    page.goto(f"/mail/{house.held.pk}/")


def ask_for_a_test_mail(page: Page, house: House) -> None:
    page.goto("/mail/")
    page.get_by_role("button", name="Send me a test mail").click()
    expect(page.get_by_role("status")).to_be_visible()


def invited(page: Page, house: House) -> None:
    """Mail stays as files: the link is shown, once."""
    page.goto("/settings/team/")
    page.locator("#invite").get_by_label("Their e-mail address").fill(f"a{uuid4().hex}@example.org")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.locator("#invitation-link")).to_be_visible()


def members(page: Page, house: House) -> None:
    invited(page, house)
    page.goto("/settings/team/")
    page.locator(".member-act > summary").first.click()


def invited_wrongly(page: Page, house: House) -> None:
    page.goto("/settings/team/")
    page.locator("#invite").evaluate("form => { form.noValidate = true; }")
    page.locator("#invite").get_by_label("Their e-mail address").fill("nonsense")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def leaving(page: Page, house: House) -> None:
    page.goto("/settings/team/")
    page.get_by_text("Change Colleague").click()
    page.get_by_role("link", name="They leave the team Colleague").click()
    expect(page.get_by_role("heading", name="Colleague leaves the team")).to_be_visible()


def given_on(page: Page, house: House) -> None:
    page.goto(f"/settings/hand-over/?giver={house.owner.pk}&to={house.colleague.pk}")
    expect(page.get_by_role("button", name="Give them on")).to_be_visible()


def gone_with_everything(page: Page, house: House) -> None:
    User.objects.filter(pk=house.colleague.pk).update(is_manager=True)
    page.goto(f"/settings/members/{house.owner.pk}/deactivate/?to={house.newcomer.pk}")
    expect(page.get_by_role("button", name="Close their account")).to_be_visible()


def invitation(page: Page, house: House) -> None:
    address, roles = f"b{uuid4().hex}@example.org", {Role.SALES, Role.MANAGER}
    page.goto(f"/invite/{token_of(invite(address, roles, by=house.owner, now=timezone.now()))}/")


def invitation_with_mistakes(page: Page, house: House) -> None:
    invitation(page, house)
    page.locator("form").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Join the team").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
