"""Ways to the deeper figures, with something of everything in them: long words, few and many, both kinds of
currency."""

from playwright.sync_api import Page

from followups.kinds import Status
from prospects.conversations import AskAnswer, AskKind, Decided, ExitConversation, Likelihood
from prospects.models import (
    Competitor,
    ExitAsk,
    Loss,
    LossCompetitor,
    LossReason,
    Permission,
    Promise,
    Prospect,
)
from tests.browser.house import LONG, WORDS, House
from tests.insights.noted import a_check_in, a_row, a_touch, plan_for, pressed, some_noes


def reasons(page: Page, house: House) -> None:
    """Everything noted, at length."""
    _note(house)
    page.goto("/insights/reasons/")


def follow_ups(page: Page, house: House) -> None:
    _note(house)
    page.goto("/insights/follow-ups/")
    page.get_by_text("How this is compared").click()


def asking(page: Page, house: House) -> None:
    _note(house)
    page.goto("/insights/asking/")


def quotes(page: Page, house: House) -> None:
    _note(house)
    page.goto("/insights/")


def _note(house: House) -> None:
    """Once for all of these pages."""
    owner = house.owner
    if Competitor.objects.filter(name=LONG).exists():
        return
    competitor = Competitor.objects.create(team=owner.team, name=LONG)
    reason = LossReason.objects.create(
        team=owner.team, conversation=ExitConversation.NOT_A_PRIORITY, label=LONG[:80]
    )
    many = some_noes(owner, 9, came_back=3, reason=reason, stage=LONG[:60], source="Trade fair", value=9_000)
    few = some_noes(
        owner,
        3,
        likelihood=Likelihood.HIGH,
        told_by="call",
        value=70_000,
        currency="CHF",
        in_their_words=WORDS,
    )
    for place, loss in enumerate(many):
        LossCompetitor.objects.create(loss=loss, competitor=competitor, is_main=place % 2 == 0)
        pressed(loss, list(Decided)[place % len(Decided)], line=LONG)
        ExitAsk.objects.create(loss=loss, kind=AskKind.REFERRAL, answer=list(AskAnswer)[place % 4])
        a_check_in(loss, 25 + 4 * place)
        a_touch(loss, 2, channel="letter")
        _agreed_and_promised(loss)
    a_row(plan_for(few[0], unanswered_tries=2), few[0].said_on, status=Status.SKIPPED)


def _agreed_and_promised(loss: Loss) -> None:
    team, person = loss.team, loss.prospect
    Permission.objects.create(
        team=team,
        prospect=person,
        loss=loss,
        channel="mail",
        is_granted=True,
        given_on=loss.said_on,
        source="wrote",
    )
    Promise.objects.create(team=team, prospect=person, loss=loss, what="A list")
    Prospect.objects.create(team=team, owner=person.owner, name=LONG, referred_by=person)
