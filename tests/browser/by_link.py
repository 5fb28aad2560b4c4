"""Ways to the pages behind the links of a mail: nobody is signed in."""

import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from followups.actions import skip
from followups.mailed_links import act_token
from followups.models import FollowUp
from prospects.mail_keys import mail_key_of
from prospects.models import Loss, Prospect
from tests.browser.hands import Mouse
from tests.browser.house import LONG, House
from tests.followups.telling import step_of


def link_to(row: FollowUp) -> str:
    """The address in a mail that leaves right now."""
    return f"/act/{act_token(row.pk, row.version, row.owner_id, now=timezone.now())}/"


def unsubscribe_link(person: Prospect) -> str:
    """The address in every mail to them."""
    return f"/unsubscribe/{mail_key_of(person)}/"


def _open(page: Page, loss: Loss) -> FollowUp:
    row = step_of(loss.prospect)
    page.goto(link_to(row))
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    return row


def act(page: Page, house: House) -> None:
    _open(page, house.ingrid)


def longest(page: Page, house: House) -> None:
    _open(page, house.longest)


def act_with_mistakes(page: Page, house: House) -> None:
    _open(page, house.ingrid)
    page.get_by_label("When then?").evaluate("field => { field.form.noValidate = true; }")
    Mouse().choose(page.get_by_role("radio", name="Not yet"))
    page.get_by_label("A line to remember").fill(LONG)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Which day did they name?")).to_be_visible()


def later(page: Page, house: House) -> None:
    _open(page, house.ingrid)
    page.get_by_text("Later", exact=True).click()
    expect(page.get_by_role("button", name="Tomorrow")).to_be_visible()


def past_the_window(page: Page, house: House) -> None:
    later(page, house)
    page.get_by_label("Another day").fill("2026-09-01")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("Move it to"))).to_be_visible()


def acted(page: Page, house: House) -> None:
    _open(page, house.ingrid)
    Mouse().choose(page.get_by_role("radio", name="No answer"))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Noted")).to_be_visible()


def too_late(page: Page, house: House) -> None:
    """A colleague leaves it out while something is being typed."""
    row = _open(page, house.longest)
    Mouse().choose(page.get_by_role("radio", name="No answer"))
    page.get_by_label("A line to remember").fill(LONG)
    now = timezone.now()
    skip(row.pk, by=house.owner, today=house.owner.today(now), now=now)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="This was acted on before")).to_be_visible()


def unsubscribe(page: Page, house: House) -> None:
    page.goto(unsubscribe_link(house.ingrid.prospect))


def unsubscribed(page: Page, house: House) -> None:
    unsubscribe(page, house)
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", name="You are unsubscribed")).to_be_visible()


def who_unsubscribed(page: Page, house: House) -> None:
    page.goto(house.ingrid.prospect.get_absolute_url())
    expect(page.get_by_text("by the link in a mail").first).to_be_visible()
