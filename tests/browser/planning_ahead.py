"""The ways to the pages about days: absences, full days, the long run."""

import re
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from accounts.models import Absence
from followups.models import FollowUpPlan
from tests.browser.house import House
from tests.followups.being_away import away, put
from tests.followups.telling import step_of


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
