"""Ways to the pages right after a no: what to send, the thank-you, the card, putting it right."""

import re

from playwright.sync_api import Page, expect

from followups.kinds import Kind
from prospects.conversations import AskAnswer, AskKind, Likelihood, Manner, ToldBy, TopicKind
from prospects.models import Loss
from prospects.new_no import About, Agreement, Asked, Behind, Named, Offer, Other, Promised, Who
from tests.browser.house import LONG, LONG_ADDRESS, WORDS, House
from tests.followups.telling import day, log, open_row

KARI = Who(name="Kari Berg", organisation="Havbruk Vest", email="kari@vest.example", phone="+47 22 00 00 01")


def fresh(house: House) -> Loss:
    """A no of today, by phone, with everything that goes out at once."""
    return log(
        house.owner, who=KARI, told_by=ToldBy.CALL, in_their_words=WORDS, next_contact_on=day(30),
        next_contact_manner=Manner.MEETING, promise=Promised("the two-page checklist"),
        asks=(Asked(AskKind.REFERRAL, AskAnswer.YES), Asked(AskKind.FEEDBACK, AskAnswer.YES, "Too slow")),
        referral=Named("Piet Claes", "Noordzee Vis"), agreement=Agreement(),
        behind=Behind(
            people=(Other("Tom Okafor", "Plant manager"),), needs="Planning for two sites", timing="In May",
            competitors=("Acme", "Bolt"), main_competitor="Bolt", likelihood=Likelihood.HIGH,
        ),
        about=About(
            topics=((TopicKind.CHALLENGE, "night shifts"), (TopicKind.GOAL, "the new plant")),
            wanted_from_our_time="A second opinion", postal_address="Havnegata 1\n5003 Bergen",
        ),
    )  # fmt: skip


def longest(house: House, told_by: ToldBy = ToldBy.MAIL) -> Loss:
    """A no of today in which nothing fits on a line."""
    who = Who(name=f"{LONG} {LONG}", organisation=LONG, email=f"b{LONG_ADDRESS}", phone="+49 1234567")
    return log(
        house.owner, who=who, told_by=told_by, in_their_words=LONG, offer=Offer(title=LONG),
        promise=Promised(LONG), notes=LONG, behind=Behind(needs=LONG, people=(Other(LONG, LONG),)),
        about=About(topics=((TopicKind.GOAL, LONG),), postal_address=LONG), lesson=LONG,
    )  # fmt: skip


def receipt(page: Page, house: House) -> None:
    page.goto(fresh(house).prospect.get_absolute_url())
    expect(page.get_by_role("button", name="I have sent it")).to_be_visible()


def longest_receipt(page: Page, house: House) -> None:
    page.goto(longest(house).prospect.get_absolute_url())
    expect(page.get_by_role("button", name="I have sent it")).to_be_visible()


def words_with_a_mistake(page: Page, house: House) -> None:
    page.goto(f"/losses/{fresh(house).pk}/confirmation-sent/")
    box = page.get_by_label("To send within the hour")
    box.fill("")
    box.evaluate("box => { box.form.noValidate = true; }")
    page.get_by_role("button", name="I have sent it").click()
    expect(page.get_by_text("Which words went out?")).to_be_visible()


def sent(page: Page, house: House) -> None:
    address = f"/losses/{fresh(house).pk}/confirmation-sent/"
    page.goto(address)
    page.get_by_role("button", name="I have sent it").click()
    expect(page.get_by_role("status")).to_contain_text("Kept, as you sent it.")
    page.goto(address)


def thank_you(page: Page, house: House) -> None:
    page.goto(open_row(fresh(house).prospect, Kind.THANK_YOU).get_absolute_url())


def longest_thank_you(page: Page, house: House) -> None:
    page.goto(open_row(longest(house, ToldBy.MET).prospect, Kind.THANK_YOU).get_absolute_url())


def answer_by_mail(page: Page, house: House) -> None:
    page.goto(open_row(longest(house).prospect, Kind.THANK_YOU).get_absolute_url())


def card(page: Page, house: House) -> None:
    thank_you(page, house)
    page.get_by_role("button", name="As a card to print").click()
    expect(page.get_by_role("heading", name=re.compile("A card for"))).to_be_visible()


def longest_card(page: Page, house: House) -> None:
    longest_thank_you(page, house)
    page.get_by_role("button", name="As a card to print").click()
    expect(page.get_by_role("heading", name=re.compile("A card for"))).to_be_visible()


def put_right(page: Page, house: House) -> None:
    page.goto(f"/losses/{fresh(house).pk}/edit/")


def put_right_with_mistakes(page: Page, house: House) -> None:
    page.goto(f"/losses/{longest(house).pk}/edit/")
    page.locator("form.settings").evaluate("form => { form.noValidate = true; }")
    page.get_by_label("When did they say it?").fill("2027-01-01")
    page.get_by_label("What was offered").fill("")
    page.get_by_label("Value").fill("a lot")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()


def meeting(page: Page, house: House) -> None:
    page.goto(open_row(fresh(house).prospect, Kind.AGREED_MEETING).get_absolute_url())
