"""Links and forms alone lead from Today to every address that docs/practices.md names."""

import pytest

from accounts.models import User
from followups.actions import ask_giver
from followups.models import FollowUpPlan
from insights.calendar_quarters import quarter_of
from insights.debriefs import LookBack
from insights.decisions import Wanted, decide
from nurture.proposing import propose
from outbox.states import State
from prospects.models import Deal, Prospect
from tests.cast import NINE, make_user
from tests.exchange.imports.deals_brought import a_deal, bring_in, brought
from tests.followups.handing import in_care, offer, said_yes
from tests.followups.telling import day, log, nine_on
from tests.insights.looking_back import looked_back
from tests.nurture.stage import an_item, approved, mail_of, somebody
from tests.practices.crawling import Crawl
from tests.practices.desk import Desk
from tests.practices.table import all_addresses

MOST_TAPS = 4


@pytest.fixture
def lived_in(owner: User, desk: Desk) -> Desk:
    """The desk of a team of one after some days: noes of several kinds, things done, people without a no."""
    owner.is_manager = True
    owner.save()
    desk.log(
        prospect_name="Priya Raman", wake_up_kind="we_ship", wake_up="Single sign-on", topics="Less waste"
    )
    desk.log(prospect_name="Aisha Bello", next_contact_on="2026-03-12", next_contact_manner="meeting")
    desk.send(desk.look("/prospects/new/"), "/prospects/new/", name="Piet Claes")
    tip = {"title": "A scrap diary", "text": "A tip", "topics": "Less waste"}
    desk.send(desk.look("/library/new/"), "/library/new/", **tip)
    later = desk.on(day(1))
    page = later.log(
        ask_stay_in_touch="yes", permission_channels=["mail"], topics="Less waste",
        deal_title="S&OP redesign", email="ingrid@example.org",
    )  # fmt: skip
    deal = next(
        link.attrs["href"] for link in page.all("a", href=True) if link.attrs["href"].startswith("/deals/")
    )
    later.send(later.look(deal), f"{deal}reopen/")
    later.complete(later.person("Priya Raman"), "thank_you", "done")
    later.send(later.person(), f"{later_address(later)}touches/", summary="Met her deputy at the fair")
    assert Deal.objects.count() == 3
    nobody_answers()
    looked_back(log(owner, "Ola Berg"), owner, LookBack(lesson="Ask first", is_shared=True))
    three_things_to_change(owner)
    on_their_way(owner)
    useful_mails(owner)
    from_elsewhere(owner)
    return later


def from_elsewhere(owner: User) -> None:
    """One import is on its way, one is in."""
    brought(owner, [a_deal(1)])
    bring_in(brought(owner, [a_deal(2)]))


def three_things_to_change(owner: User) -> None:
    """What was decided a quarter before the one that is looked back on."""
    quarter = quarter_of(day(0)).before().before()
    decide(quarter, [Wanted("Ask who signs", owner.pk, day(30))], by=owner, now=NINE)


def useful_mails(owner: User) -> None:
    """One waits for a glance, one for its hour, of one nobody knows whether it arrived."""
    item = an_item(owner)
    waits = somebody(owner, "Lea Falk", "lea@example.org", every=4)
    propose(waits, item, None, by=owner, now=nine_on(day(1)))
    approved(somebody(owner, "Mats Ek", "mats@example.org"), item)
    held = approved(somebody(owner, "Nora Lind", "nora@example.org"), item)
    mail_of(held).update(state=State.HELD, transmissions=1)


def on_their_way(owner: User) -> None:
    """Two people offered to them, one of theirs asked about, one in marketing's care."""
    owner.is_marketing = True
    owner.save()
    colleague = make_user(owner.team, "colleague@example.com")
    tessa = make_user(owner.team, "tessa@example.com", is_sales=False, is_marketing=True)
    for name in ("Tom Whitfield", "Birgit Novak"):
        offer(agreed(colleague, name), owner)
    asked = offer(agreed(owner, "Ada Ek"), tessa)
    ask_giver(asked.pk, "Which letter?", by=tessa, now=NINE)
    in_care(log(owner, "Bo Dahl").prospect, tessa)


def agreed(by: User, name: str) -> Prospect:
    """Somebody who may be mailed."""
    person = log(by, name).prospect
    said_yes(person, by=by)
    return person


def nobody_answers() -> None:
    """Months later in a moment: three tries in vain at one, two years without a word from another."""
    plans = FollowUpPlan.objects.filter(prospect__name__in=("Priya Raman", "Piet Claes"))
    plans.update(unanswered_tries=3)
    plans.filter(prospect__name="Piet Claes").update(last_two_way_on=day(-800))


def later_address(desk: Desk) -> str:
    """Where Ingrid's page is."""
    link = next(link for link in desk.look("/prospects/").all("a", class_="p-i") if "Ingrid" in link.text)
    return link.attrs["href"]


def test_every_address_of_the_table_is_reached_from_today(lived_in: Desk) -> None:
    taps = Crawl(lived_in.client).go().taps
    missing = all_addresses() - set(taps)
    assert not missing
    far = {address: taps[address] for address in all_addresses() if taps[address] > MOST_TAPS}
    assert not far


def test_a_log_page_is_one_tap_away_from_every_room(lived_in: Desk) -> None:
    for room in ("/", "/prospects/", "/mail/", "/settings/", "/wake-ups/"):
        assert "/no/" in {link.attrs["href"] for link in lived_in.look(room).all("a", href=True)}
