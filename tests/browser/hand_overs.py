"""Hand-overs in the house: somebody's colleague of marketing, what waits for her, what is in her care."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from followups.actions import ask_giver
from followups.models import HandOver
from prospects.models import Prospect
from tests.browser.house import LONG, House
from tests.cast import make_user
from tests.followups.handing import in_care, offer, said_yes

QUESTION = f"Which letter do they mean? {LONG}"


def of_marketing(house: House) -> User:
    """The one who takes people over."""
    known = User.objects.filter(email="tessa@example.com").first()
    return known or make_user(
        house.owner.team, "tessa@example.com", name=f"Tessa {LONG}", is_sales=False, is_marketing=True
    )


def handed_over(house: House) -> HandOver:
    """The one with the longest names is asked about; two more are in care. What is there already stays."""
    known = HandOver.objects.filter(prospect=house.longest.prospect).first()
    if known:
        return known
    taker = of_marketing(house)
    for name in ("Tom Okafor", "Aisha Bello"):
        in_care(Prospect.objects.get(name=name), taker)
    said_yes(house.longest.prospect, by=house.owner)
    row = offer(house.longest.prospect, taker, note=f"{LONG}\n{LONG}", every_weeks=6)
    return ask_giver(row.pk, QUESTION, by=taker, now=timezone.now())


def the_list(page: Page, house: House) -> None:
    handed_over(house)
    page.goto("/handovers/")
    expect(page.get_by_role("list", name="With marketing")).to_be_visible()


def one_asked_about(page: Page, house: House) -> None:
    page.goto(handed_over(house).get_absolute_url())
    expect(page.get_by_role("button", name="Answer", exact=True)).to_be_visible()


def answered_with_nothing(page: Page, house: House) -> None:
    page.goto(handed_over(house).get_absolute_url())
    page.locator("form#answer").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def in_care_of_somebody(page: Page, house: House) -> None:
    handed_over(house)
    page.goto(HandOver.objects.filter(state="taken").order_by("pk")[0].get_absolute_url())
    page.get_by_text("Fetch it back now").click()


def to_hand_over(page: Page, house: House) -> None:
    of_marketing(house)
    said_yes(house.ingrid.prospect, by=house.owner)
    page.goto(f"/prospects/{house.ingrid.prospect_id}/handover/")
    expect(page.get_by_role("button", name="Hand over")).to_be_visible()


def to_hand_over_with_mistakes(page: Page, house: House) -> None:
    to_hand_over(page, house)
    page.get_by_label("About every").fill("60")
    page.get_by_role("button", name="Hand over").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def nobody_agreed(page: Page, house: House) -> None:
    of_marketing(house)
    page.goto(f"/prospects/{Prospect.objects.get(name='Priya Raman').pk}/handover/")
    expect(page.get_by_text("They have not agreed to mail.")).to_be_visible()
