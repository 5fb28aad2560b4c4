"""The library, with something in it for the person with the longest names."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from followups.kinds import Kind, Status
from followups.models import FollowUp
from library.items import ItemFacts, add_item
from library.models import ValueItem
from prospects.models import ProspectTopic
from tests.browser.house import LONG, House

LONG_WORD = "Produktionsplanungsverantwortlichkeit" * 3


def stocked(house: House) -> ValueItem:
    """Two items; the first is for whoever has the longest names. What is there already stays."""
    known = ValueItem.objects.filter(title__startswith="Forecasting", team=house.owner.team_id).first()
    if known:
        return known
    person, now = house.longest.prospect, timezone.now()
    item = add_item(
        ItemFacts(
            f"Forecasting with two planners {LONG_WORD}"[:200], f"https://example.org/{LONG_WORD}",
            why=f"For teams that lost people. {LONG}"[:400],
            topics=("Short-handed in planning", LONG_WORD[:80]),
        ),
        by=house.owner, now=now,
    )  # fmt: skip
    add_item(ItemFacts("A tip of our own", text="Count the trolleys first."), by=house.owner, now=now)
    for row in item.topics.all():
        ProspectTopic.objects.get_or_create(prospect=person, topic=row.topic)
    return item


def the_list(page: Page, house: House) -> None:
    stocked(house)
    page.goto("/library/")
    expect(page.get_by_role("list", name="Worth sending")).to_be_visible()


def an_item(page: Page, house: House) -> None:
    page.goto(stocked(house).get_absolute_url())
    expect(page.get_by_role("heading", name="Who would be glad of this")).to_be_visible()
    expect(page.get_by_role("link", name="Send it")).to_be_visible()


def nothing_like_that(page: Page, house: House) -> None:
    stocked(house)
    page.goto("/library/?q=nothing like that")
    expect(page.get_by_text("Nothing here is like that.")).to_be_visible()


def add_with_mistakes(page: Page, house: House) -> None:
    page.goto("/library/new/")
    page.get_by_label("Link").fill("javascript:alert(1)")
    page.get_by_label("Title").fill("A title")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def edit(page: Page, house: House) -> None:
    page.goto(f"/library/{stocked(house).pk}/edit/")


def sent_by_hand(page: Page, house: House) -> None:
    item = stocked(house)
    page.goto(f"{house.longest.prospect.get_absolute_url()}?item={item.pk}")
    expect(page.get_by_role("button", name="I have sent it")).to_be_visible()


def proposed(page: Page, house: House) -> None:
    stocked(house)
    page.goto(house.longest.prospect.get_absolute_url())
    expect(page.get_by_role("heading", name="What would help them")).to_be_visible()


def to_choose(page: Page, house: House) -> None:
    """What goes out with something useful that is planned."""
    stocked(house)
    page.goto(_planned(house).get_absolute_url())
    expect(page.get_by_role("button", name="Take this").first).to_be_visible()


def chosen(page: Page, house: House) -> None:
    row = _planned(house)
    FollowUp.objects.filter(pk=row.pk).update(value_item=stocked(house))
    page.goto(row.get_absolute_url())
    expect(page.get_by_role("heading", name="This goes out")).to_be_visible()


def _planned(house: House) -> FollowUp:
    """Something useful for the person with the longest names, with nothing chosen."""
    step = FollowUp.objects.filter(prospect=house.longest.prospect).open().standing().get()
    day = step.due_on
    row, _made = FollowUp.objects.get_or_create(
        team=step.team, plan=step.plan, prospect=step.prospect, owner=step.owner, kind=Kind.VALUE_ITEM,
        status=Status.OPEN, defaults={"opens_on": day, "due_on": day, "closes_on": day},
    )  # fmt: skip
    FollowUp.objects.filter(pk=row.pk).update(value_item=None)
    return row
