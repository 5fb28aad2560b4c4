"""The whole way of the baton, with two people of ours and one buyer, mail over a real server: handed over,
taken, two useful mails, a hand raised on a phone, first on the Today of sales. Nothing lost or doubled."""

import re
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from time_machine import Traveller

from accounts.models import Team, User
from followups.kinds import STANDING_KINDS, Baton, Kind, Status
from followups.models import FollowUp, FollowUpPlan, HandOver, HandOverStep, Touch
from library.items import ItemFacts, add_item
from lostdeals.clock import reconcile, tick
from nurture.kinds import SendingState
from nurture.models import Sending
from outbox.models import Delivery
from prospects.conversations import PermissionChannel, PermissionStrength, TopicKind
from prospects.models import Prospect
from prospects.new_no import About, Agreement
from tests.browser.conftest import PHONE, Window, let_in
from tests.browser.watching import Watch
from tests.cast import NINE
from tests.followups.telling import day, log, nine_on
from tests.nurture.stage import complete
from tests.rig.sink import MailSink, Received

pytestmark = [pytest.mark.browser, pytest.mark.needs_service, pytest.mark.django_db(transaction=True)]

SITE = "https://office.example.org"
FIRST, SECOND, TALK = day(16), day(30), day(31)
OURS_TO_US = "X-Lostdeals-Kind"


@pytest.fixture
def sink(settings: Any) -> Iterator[MailSink]:
    """A mail server, and the app set up to use it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = MailSink(port, timezone.now)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL_AS_FILES = False
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.SITE_URL = SITE
    yield server
    server.stop()


@pytest.fixture
def ingrid(owner: User, marketer: User, clock: Traveller) -> Prospect:
    """She said no, and yes to useful things by mail every two weeks; the library has two for her."""
    complete(owner.team)
    for title in ("Two planners", "A scrap diary"):
        facts = ItemFacts(title, f"https://example.org/{title.split()[-1]}", topics=("Less waste",))
        add_item(facts, by=owner, now=NINE)
    agreement = Agreement((PermissionChannel.MAIL,), PermissionStrength.CONFIRMED, "Yes, do", 2)
    about = About(topics=((TopicKind.GOAL, "Less waste"),))
    return log(owner, email="ingrid@havbruk.example", agreement=agreement, about=about).prospect


def at(clock: Traveller, now: datetime) -> None:
    """Go on to that moment, as the clock of the house does: what is due by then is done."""
    clock.move_to(now, tick=True)
    assert tick(now).ok
    assert reconcile(now).ok


def to_buyers(sink: MailSink) -> list[Received]:
    return [one for one in sink.received if OURS_TO_US not in one.message]


def hand_over(page: Page, person: Prospect, taker: User) -> None:
    page.goto(person.get_absolute_url())
    page.get_by_role("link", name="Hand over to marketing").first.click()
    page.get_by_label(re.compile("^To whom|^Who")).first.wait_for()
    page.get_by_role("button", name="Hand over", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(taker.name)


def take_over(page: Page) -> None:
    page.goto("/")
    section = page.locator("[data-section=to-accept]")
    expect(section).to_contain_text("Ingrid Solheim")
    page.goto("/handovers/")
    page.get_by_role("link", name="Ingrid Solheim").first.click()
    page.get_by_role("button", name=re.compile("^Take over")).first.click()
    expect(page.get_by_role("status").first).to_be_visible()


def send_what_waits(page: Page, why: str) -> None:
    """One glance: why it matters to her, and Send."""
    page.goto("/mail/useful/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ingrid Solheim")
    page.get_by_label(re.compile("Why it matters to them")).fill(why)
    page.get_by_role("button", name=re.compile("^Send")).click()
    expect(page.get_by_role("status").first).to_be_visible()


def test_the_baton_goes_to_marketing_and_comes_back_by_a_raised_hand(
    signed_in: Callable[..., Page],
    window: Window,
    live_server: LiveServer,
    watch: Watch,
    clock: Traveller,
    sink: MailSink,
    owner: User,
    marketer: User,
    ingrid: Prospect,
) -> None:
    maren, tessa = signed_in(owner), signed_in(marketer)

    def later(now: datetime) -> None:
        """Both sign in again: so long no session lasts."""
        at(clock, now)
        let_in(maren.context, owner, live_server.url)
        let_in(tessa.context, marketer, live_server.url)

    hand_over(maren, ingrid, marketer)
    take_over(tessa)
    plan = FollowUpPlan.objects.get(prospect=ingrid)
    assert (plan.owner, ingrid.owner) == (marketer, owner)

    later(nine_on(FIRST))
    send_what_waits(tessa, "You said waste costs you most.")
    at(clock, nine_on(FIRST) + timedelta(hours=1))
    [first] = to_buyers(sink)
    assert_is_a_proper_mail(first, ingrid, owner)
    # The first one names both, and is the salesperson's.
    assert owner.name in str(first.message["From"])
    assert marketer.name in first.part("plain")
    assert HandOver.objects.get().introduced_on == FIRST

    later(nine_on(SECOND))
    tessa.goto(ingrid.get_absolute_url())
    tessa.get_by_role("link", name=re.compile("^Send it")).first.click()
    tessa.get_by_role("button", name="Let the app send it").click()
    send_what_waits(tessa, "One more thing about waste.")
    at(clock, nine_on(SECOND) + timedelta(hours=1))
    [_first, second] = to_buyers(sink)
    assert_is_a_proper_mail(second, ingrid, owner)
    assert marketer.name in str(second.message["From"])
    assert second.message_id != first.message_id
    assert {one.item.title for one in Sending.objects.filter(state=SendingState.SENT)} == {
        "Two planners",
        "A scrap diary",
    }

    later(nine_on(TALK))
    raise_a_hand(window, second)
    at(clock, nine_on(TALK) + timedelta(minutes=1))
    [told] = [one for one in sink.received if one.kind == "raised-hand"]
    assert told.recipients == (owner.email,)

    maren.goto("/")
    top = maren.locator("[data-section=today] [data-followup]").first
    expect(top).to_contain_text("Ingrid Solheim")
    expect(top).to_contain_text(re.compile("would like to talk", re.IGNORECASE))
    assert_nothing_is_lost_or_doubled(ingrid, owner, sink)
    # It is not in marketing's care any more, and the way tells why.
    tessa.goto("/")
    expect(tessa.get_by_role("main")).not_to_contain_text("Ingrid Solheim")
    watch.expect("status of 404 ")
    assert tessa.goto(ingrid.get_absolute_url()).status == 404  # type: ignore[union-attr]
    tessa.goto(HandOver.objects.get().get_absolute_url())
    expect(tessa.get_by_role("main")).to_contain_text("They would like to talk")


def raise_a_hand(window: Window, mail: Received) -> None:
    """On a phone, from the mail: the page it links to, and one press."""
    [address] = re.findall(rf"{SITE}(/preferences/\S+/)", mail.part("plain"))
    page = window(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ingrid")
    page.get_by_role("button", name="I'd like to talk").tap()
    expect(page.get_by_role("main")).to_contain_text("Maren Vogt will call you")


def assert_is_a_proper_mail(mail: Received, person: Prospect, owner: User) -> None:
    """To her alone, answers to sales, a way out by one press, our links at our address, no picture."""
    message = mail.message
    assert mail.recipients == (person.email,)
    assert owner.email in str(message["Reply-To"])
    assert re.fullmatch(rf"<{SITE}/unsubscribe/[\w-]+/>", str(message["List-Unsubscribe"]))
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Team.objects.get(pk=person.team_id).postal_address in mail.part("plain")
    links = re.findall(r'(?:href|src)="([^"]+)"', mail.part("html"))
    assert links
    assert {urlsplit(link).scheme for link in links} == {"https"}
    assert {urlsplit(link).netloc for link in links} == {"office.example.org", "example.org"}
    assert "<img" not in mail.part("html")


def assert_nothing_is_lost_or_doubled(person: Prospect, owner: User, sink: MailSink) -> None:
    plan = FollowUpPlan.objects.get(prospect=person, status="active")
    assert (plan.owner, plan.is_hot) == (owner, True)
    rows = FollowUp.objects.open().filter(plan=plan)
    assert rows.filter(kind__in=STANDING_KINDS).count() == 1
    assert {row.owner for row in rows} == {owner}
    assert HandOver.objects.get().state == Baton.RETURNED
    steps = [step.step for step in HandOverStep.objects.order_by("at")]
    assert steps == ["offered", "taken", "introduced", "raised_hand"]
    out = Touch.objects.filter(prospect=person, direction="out", value_item__isnull=False)
    assert sorted(out.values_list("value_item__title", "is_queued")) == [
        ("A scrap diary", False),
        ("Two planners", False),
    ]
    assert Touch.objects.filter(prospect=person, channel="page").count() == 1
    assert FollowUp.objects.filter(plan=plan, kind=Kind.VALUE_ITEM, status=Status.OPEN).count() == 0
    sent = Delivery.objects.filter(kind="useful")
    assert [one.transmissions for one in sent] == [1, 1]
    ids = [one.message_id for one in sink.received]
    assert len(ids) == len(set(ids))
