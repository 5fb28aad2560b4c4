"""The ways to the pages about days: absences, full days, the long run."""

import re
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from accounts.models import Absence
from followups.actions import NewTouch, log_touch
from followups.kinds import Channel, TouchKind
from followups.models import FollowUpPlan
from tests.browser.house import House
from tests.followups.being_away import away, put
from tests.followups.telling import day, nine_on, step_of


def _asked(house: House, **changes: str) -> str:
    fields = {
        "first_on": "2026-03-03", "last_on": "2026-03-13", "then": "hand_over",
        "stand_in": str(house.colleague.pk),
    }  # fmt: skip
    return f"/settings/away/new/?{urlencode(fields | changes)}"


def shown(page: Page, house: House) -> None:
    page.goto(_asked(house))
    expect(page.get_by_role("button", name="Note the absence")).to_be_visible()


def moved(page: Page, house: House) -> None:
    page.goto(_asked(house, then="move"))
    expect(page.get_by_text("tell them").first).to_be_visible()


def mistaken(page: Page, house: House) -> None:
    page.goto(_asked(house, last_on="2026-03-01", stand_in=""))
    expect(page.get_by_role("alert")).to_be_visible()


def removing(page: Page, house: House) -> None:
    if not Absence.objects.exists():
        away(house.owner, 1, 11, house.colleague)
    page.goto("/settings/")
    page.locator("#away").get_by_role("link", name=re.compile("Remove")).click()
    expect(page.get_by_role("button", name="Remove the absence")).to_be_visible()


def too_full(page: Page, house: House) -> None:
    for loss in (house.ingrid, house.longest):
        put(step_of(loss.prospect), -10, 3, 20)
    page.goto("/")
    page.get_by_role("link", name="Spread them out").click()
    expect(page.get_by_role("button", name="Spread them out")).to_be_visible()


def spread(page: Page, house: House) -> None:
    too_full(page, house)
    page.get_by_role("button", name="Spread them out").click()
    expect(page.get_by_text("You spread days out today.")).to_be_visible()


def in_the_long_run(page: Page, house: House) -> None:
    FollowUpPlan.objects.filter(owner=house.owner).update(unanswered_check_ins=2)
    page.goto("/long-run/")
    expect(page.get_by_role("heading", name="Let go, kindly")).to_be_visible()


def too_soon(page: Page, house: House) -> None:
    person = house.ingrid.prospect
    said = NewTouch(Channel.MAIL, day(-3), kind=TouchKind.HELPFUL, relevance="The audit", override_reason="!")
    log_touch(person, said, by=house.owner, today=day(-3), now=nine_on(day(-3)))
    page.goto(step_of(person).get_absolute_url())
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Say in a few words why you do it all the same.")).to_be_visible()


def too_soon_later(page: Page, house: House) -> None:
    too_soon(page, house)
    page.get_by_label("Later, on").fill(day(3).isoformat())
    page.get_by_role("button", name="Move to this day").click()
    expect(page.get_by_role("button", name="all the same")).to_be_visible()


def the_rules(page: Page, house: House) -> None:
    page.goto("/settings/")
    rules = page.locator("#contact-rules")
    rules.get_by_label("Contacts at most").fill("0")
    # The browser would stop at once what the server says as well.
    rules.evaluate("form => form.noValidate = true")
    rules.get_by_role("button", name="Save").click()
    expect(page.get_by_text("A whole number from 1 to 50.").first).to_be_visible()
