"""Ways to the form of a no: filled in, sent with too little, kept."""

from playwright.sync_api import Page, expect

from tests.browser.hands import Mouse, shown
from tests.browser.house import LONG, House


def fill_in(page: Page, house: House) -> None:
    page.goto("/no/")
    Mouse().choose(page.get_by_role("radio", name="Went quiet"))
    page.get_by_label("Who said no?").press_sequentially("Ingrid Solhem")
    page.get_by_label("In their words").fill(LONG)
    expect(page.get_by_role("group", name="Somebody you know?")).to_be_visible()
    for fold in page.locator("form details summary").all():
        fold.click()
    for ask in (
        "stay_in_touch",
        "feedback",
        "referral",
        "reference",
        "reentry",
        "mailing_list",
        "next_meeting",
    ):
        Mouse().choose(page.locator(f"[name=ask_{ask}][value=yes]"))
    page.get_by_label("When do you speak again?").fill("nach den Sommerferien")
    page.get_by_label("What they said to it").fill(LONG)
    expect(page.get_by_text("Something useful every … weeks until then?")).to_be_visible()
    expect(page.get_by_role("region", name="Before you hang up")).to_be_visible()


def save_too_little(page: Page, house: House) -> None:
    page.goto("/no/")
    form = page.get_by_role("form", name="Log a “no”")
    form.evaluate("form => { form.noValidate = true; form.elements.said_on.value = '2027-01-01'; }")
    page.get_by_label("E-mail").fill("nobody")
    shown(page.get_by_role("button", name="Save the plan")).click()
    expect(page.get_by_role("alert")).to_be_visible()


def see_the_plan(page: Page, house: House) -> None:
    page.goto("/")
    Mouse().choose(page.get_by_role("radio", name="Not now"))
    page.get_by_label("Who said no?").fill(LONG)
    page.get_by_role("button", name="See the plan").click()
    expect(page.locator("[data-kind=check_in]")).to_be_visible()


def restored(page: Page, house: House) -> None:
    page.goto("/no/")
    page.get_by_label("In their words").fill(LONG)
    page.wait_for_function(
        "word => Object.values(localStorage).some((kept) => kept.includes(word))", arg=LONG
    )
    page.goto("/no/")
    expect(page.get_by_role("button", name="Discard")).to_be_visible()


def log_about_somebody_known(page: Page, house: House) -> None:
    page.goto(f"/no/?prospect={house.longest.prospect_id}")
