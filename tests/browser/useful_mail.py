"""Something useful on its way by mail: a glance at it, what came of it, and the page a link leads over."""

from playwright.sync_api import Page, expect

from accounts.models import Team
from nurture.models import Sending
from tests.browser.house import LONG, House
from tests.browser.library import stocked


def waiting(house: House, state: str = "proposed") -> Sending:
    """A mail to whoever has the longest names, as it stands."""
    item = stocked(house)
    Team.objects.filter(pk=house.owner.team_id).update(
        public_name=f"Vogt {LONG}"[:120], postal_address="Kaistr. 1, 20457 Hamburg"
    )
    known, _new = Sending.objects.get_or_create(
        prospect=house.longest.prospect,
        item=item,
        defaults={"team": house.owner.team, "owner": house.owner, "state": state},
    )
    words = {"relevance": f"For {LONG}", "subject": LONG, "words": f"{LONG}\n\n{LONG}"}
    Sending.objects.filter(pk=known.pk).update(state=state, **words)
    return known


def a_glance(page: Page, house: House) -> None:
    waiting(house)
    page.goto("/mail/useful/")
    expect(page.get_by_role("heading", name="This is how it arrives")).to_be_visible()


def refused(page: Page, house: House) -> None:
    a_glance(page, house)
    page.get_by_label("Why it matters to them").fill("")
    page.get_by_role("button", name="Keep the words").click()
    expect(page.get_by_text("Kept. This is how it arrives.")).to_be_visible()


def declined(page: Page, house: House) -> None:
    page.goto(f"/mail/useful/{waiting(house, 'declined').pk}/")
    expect(page.get_by_role("button", name="Take it back")).to_be_visible()


def on_today(page: Page, house: House) -> None:
    waiting(house)
    page.goto("/")
    expect(page.locator("[data-section=glance]")).to_be_visible()


def nothing_waits(page: Page, house: House) -> None:
    page.goto("/mail/useful/")
    expect(page.get_by_role("heading", name="Nothing waits for your glance")).to_be_visible()
