"""Pages of looking back, to be looked at: with something in them, with long words, with a mistake."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from insights.debriefs import LookBack
from insights.kinds import Answer, Question
from prospects.models import Loss
from tests.browser.hands import Mouse
from tests.browser.house import LONG, House
from tests.cast import MONDAY, make_user
from tests.followups.telling import day, log
from tests.insights.looking_back import all_said, looked_back

LONGEST = f"{LONG} {LONG}"[:200]


def page_of(loss: Loss) -> str:
    return f"/insights/debriefs/{loss.pk}/"


def some(house: House) -> Loss:
    """Answered, and with words that fit on no line."""
    loss = log(house.owner, "Pauline Roux", on=day(-3))
    lines = dict.fromkeys(Question, LONGEST)
    answers = {Question.NEEDS: Answer.NO, Question.DOOR: Answer.YES, Question.PACE: Answer.PARTLY}
    looked_back(loss, house.owner, LookBack(answers, lines, LONGEST, is_shared=True), on=day(-2))
    return loss


def many(house: House) -> None:
    """Enough for every figure: one's own, and the team's of closed quarters."""
    team = house.owner.team
    others = [make_user(team, f"{number}.{house.owner.pk}@example.com") for number in range(2)]
    for number in range(12):
        author = [house.owner, *others][number % 3]
        on = MONDAY - timedelta(days=70 + number)
        loss = log(author, f"Seen {number}", on=on)
        looked_back(loss, author, all_said(list(Answer)[number % 3]), on=on)
        mine = log(house.owner, f"Mine {number}", on=on)
        looked_back(mine, house.owner, all_said(list(Answer)[number % 2]), on=on)


def unanswered(page: Page, house: House) -> None:
    page.goto(page_of(house.ingrid))
    expect(page.get_by_role("heading", name="Looking back")).to_be_visible()


def answered(page: Page, house: House) -> None:
    page.goto(page_of(some(house)))
    expect(page.get_by_label("Next time I will …")).to_have_value(LONGEST)


def fixed(page: Page, house: House) -> None:
    loss = log(house.owner, "Mats Ek", on=day(-90))
    looked_back(loss, house.owner, all_said(Answer.PARTLY, lesson="Ask first"), on=day(-90))
    page.goto(page_of(loss))
    expect(page.get_by_text("The quarter these answers were given in is over")).to_be_visible()


def with_a_mistake(page: Page, house: House) -> None:
    unanswered(page, house)
    Mouse().choose(page.get_by_role("radio", name="Partly").first)
    page.get_by_label("Share?").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[aria-invalid=true]")).to_be_visible()


def overview(page: Page, house: House) -> None:
    some(house)
    many(house)
    page.goto("/insights/debriefs/")
    expect(page.get_by_role("heading", name="The team, by closed quarter")).to_be_visible()


def at_once(page: Page, house: House) -> None:
    page.goto("/insights/debriefs/together/")


def lessons(page: Page, house: House) -> None:
    some(house)
    looked_back(log(house.colleague, "Theirs"), house.colleague, LookBack(lesson="Bring one", is_shared=True))
    page.goto("/insights/lessons/")
    expect(page.get_by_text("Shared by a colleague")).to_be_visible()
