"""Ways to what is done on a person's page: touches, blocks edited in place, agreements, how often."""

import re
from functools import cache

from playwright.sync_api import Page, expect

from followups.actions import NewTouch, Typed, add_side_prospect, edit_prospect, log_touch
from followups.kinds import Channel, Direction
from prospects.conversations import (
    AskAnswer,
    AskKind,
    Likelihood,
    Pace,
    PermissionChannel,
    PermissionStrength,
    Relation,
    TopicKind,
    WakeUpKind,
)
from prospects.facts import ProspectFacts
from prospects.models import Loss, Prospect
from prospects.new_no import (
    About,
    Agreement,
    Asked,
    Behind,
    Condition,
    Named,
    Offer,
    Other,
    Promised,
    Who,
)
from tests.browser.hands import Mouse
from tests.browser.house import LONG, WORDS, House
from tests.followups.telling import day, log, nine_on

OLGA = Who(name="Olga Berg", organisation="Havbruk Nord", title="Plant manager", email="olga@nord.example",
           phone="+47 22 00 00 02")  # fmt: skip


def talkative(house: House, words: str = "", who: Who = OLGA) -> Loss:
    """A no weeks ago that held all a no can hold; `words` stands in every text of it."""
    loss = log(
        house.owner, who=who, on=day(-30), in_their_words=f"{WORDS} {words}", notes=f"A long talk {words}",
        offer=Offer(title=f"Two sites {words}".strip()), promise=Promised(f"the checklist {words}".strip()),
        condition=Condition(WakeUpKind.CONTRACT_END, words, on=day(300), notice_on=day(200)),
        referral=Named(f"Piet {words}".strip(), words), is_decision_maker=True,
        asks=(
            Asked(AskKind.FEEDBACK, AskAnswer.YES, f"Too slow {words}"),
            Asked(AskKind.REFERENCE, AskAnswer.LATER), Asked(AskKind.REENTRY, AskAnswer.NO),
        ),
        agreement=Agreement(
            (PermissionChannel.CALL, PermissionChannel.NEWSLETTER), PermissionStrength.SAID, f"Do {words}", 6
        ),
        behind=Behind(
            needs=f"One plan {words}", timing=f"In May {words}", competitors=(f"Bolt {words}".strip(),),
            people=(Other(f"Tom {words}".strip(), f"Buyer {words}".strip()[:110]),),
            likelihood=Likelihood.HIGH, right_but_early=True, delegated_to=words,
        ),
        about=About(
            topics=((TopicKind.GOAL, f"the new plant {words}"[:80].strip()), (TopicKind.INTEREST, "Sailing")),
            personal_cues=f"Sings {words}", postal_address=f"Havnegata 1\n5003 Bergen\n{words}",
            pace=Pace.SLOW, country="DE", form_of_address="Frau Berg", language="nb", time_zone="Asia/Tokyo",
        ),
        lesson=f"Name the people {words}".strip(),
    )  # fmt: skip
    person = loss.prospect
    told = NewTouch(Channel.MAIL, day(-12), direction=Direction.IN, summary=f"Thanks for it {words}")
    log_touch(person, told, by=house.owner, today=day(-12), now=nine_on(day(-12)))
    known = {"learned": f"They bought a site {words}", "is_reference": True, "reference_for": words}
    edit_prospect(person, Typed(details=known), by=house.owner, now=nine_on(day(0)))
    return loss


def open_talkative(page: Page, house: House) -> None:
    page.goto(_talkative(house).get_absolute_url())
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()


@cache
def _talkative(house: House) -> Prospect:
    return talkative(house).prospect


def longest(page: Page, house: House) -> None:
    """Nothing about them fits on a line."""
    who = Who(name=f"Långt {LONG}", organisation=LONG, title=LONG)
    page.goto(talkative(house, LONG, who).prospect.get_absolute_url())


def type_a_touch(page: Page, house: House) -> None:
    """Everything a touch can ask for, and nothing of it answered."""
    open_talkative(page, house)
    page.keyboard.press("a")
    expect(page.get_by_label("What happened?")).to_be_focused()
    page.get_by_label("What happened?").press_sequentially("An article on stock counts")
    page.get_by_label("How", exact=True).select_option("mail")
    page.get_by_label("For them it was").select_option("pitch")
    page.get_by_role("button", name="Note it").first.click()
    expect(page.get_by_role("alert")).to_be_visible()


def type_an_offer_too_early(page: Page, house: House) -> None:
    open_talkative(page, house)
    page.get_by_label("What happened?").fill("A quote")
    page.get_by_label("How", exact=True).select_option("letter")
    page.get_by_label("For them it was").select_option("pitch")
    page.get_by_label("Why does it matter to them?").fill("They asked in January")
    page.get_by_role("button", name="Note it").first.click()
    expect(page.get_by_label("It happened all the same, because")).to_be_visible()


def edit_in_place(page: Page, house: House) -> None:
    """Every block of the aside as a form, one of them with a mistake."""
    open_talkative(page, house)
    for part in ("matters", "learned", "told", "reach", "reference"):
        page.locator(f"#known-{part} a[hx-get]").click()
        expect(page.locator(f"#known-{part} form")).to_be_visible()
    page.get_by_label("Goals, parted by commas").fill(f"{LONG} {LONG}")
    page.locator("#known-matters").get_by_role("button", name="Save").click()
    expect(page.locator("#known-matters [aria-invalid=true]")).to_be_visible()


def open_agreements(page: Page, house: House) -> None:
    open_talkative(page, house)
    page.get_by_text("They said something new").click()
    page.locator("#permissions").get_by_role("button", name="Note it").click()
    expect(page.get_by_text("Choose at least one.").last).to_be_visible()


def open_the_window(page: Page, house: House) -> None:
    open_talkative(page, house)
    keep = page.locator("#keep")
    keep.get_by_text("Change").click()
    Mouse().choose(keep.get_by_role("radio", name="Other"))
    expect(keep.get_by_label("From day")).to_be_visible()


def open_menu(page: Page, house: House) -> None:
    open_talkative(page, house)
    page.get_by_label(re.compile("^More for")).click()
    expect(page.get_by_role("button", name="They asked us to stop")).to_be_visible()


def edit_with_mistakes(page: Page, house: House) -> None:
    page.goto(f"/prospects/{_talkative(house).pk}/edit/")
    page.locator("form[data-save]").evaluate("form => { form.noValidate = true; }")
    page.get_by_label("Name", exact=True).fill("")
    page.get_by_label("Country").fill("Atlantis")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()


def without_a_no(page: Page, house: House) -> None:
    page.goto(_partner(house).get_absolute_url())


@cache
def _partner(house: House) -> Prospect:
    typed = ProspectFacts("Piet Claes", "Noordzee Vis", "Buyer")
    return add_side_prospect(
        typed, Relation.PARTNER, by=house.owner, today=day(0), now=nine_on(day(0))
    ).prospect


def add_with_mistakes(page: Page, house: House) -> None:
    page.goto("/prospects/new/")
    page.locator("form[data-save]").evaluate("form => { form.noValidate = true; }")
    page.get_by_label("E-mail").fill("nobody")
    Mouse().choose(page.get_by_role("radio", name="Other"))
    page.get_by_role("button", name="Save and plan a check-in").click()
    expect(page.get_by_role("alert")).to_be_visible()
