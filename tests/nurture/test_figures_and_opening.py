"""What came of an item, and the page a link leads over: a look notes nothing, a press does."""

import pytest
import time_machine
from django.test import Client

from accounts.models import Team, User
from followups.models import Touch
from library.models import ValueItem
from nurture.figures import Figures, figures_of
from nurture.models import Sending
from prospects.models import Prospect
from tests.followups.telling import day, nine_on
from tests.nurture.stage import an_item, approved, leave, somebody
from tests.security.tables import everything_stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return somebody(owner)


@pytest.fixture
def item(owner: User) -> ValueItem:
    return an_item(owner)


def test_figures_are_of_what_left_and_of_two_weeks(
    owner: User, ingrid: Prospect, item: ValueItem, client: Client
) -> None:
    other = somebody(owner, "Bjarne Holm", "bjarne@example.no")
    approved(ingrid, item)
    approved(other, item)
    assert figures_of(item) == Figures()
    sent = leave()
    assert figures_of(item) == Figures(sent=2)
    for person, on in ((ingrid, 29), (other, 30)):
        Touch.objects.create(
            team=owner.team, prospect=person, by=owner, channel="mail", direction="in", happened_on=day(on)
        )
    assert figures_of(item).answered == 1, "on the fifteenth day it is about something else"
    [link] = [line for line in sent[0].body.splitlines() if line.startswith("Unsubscribe: ")]
    with time_machine.travel(nine_on(day(16))):
        client.post("/unsubscribe/" + link.split("/unsubscribe/")[1])
    assert figures_of(item).unsubscribed == 1


def test_without_the_teams_wish_the_link_is_the_items_own(ingrid: Prospect, item: ValueItem) -> None:
    approved(ingrid, item)
    assert item.link in leave()[0].body


@pytest.fixture
def counted(ingrid: Prospect, item: ValueItem) -> str:
    """The path of the link in a mail of a team that notes openings."""
    Team.objects.update(counts_opens=True)
    approved(Prospect.objects.get(pk=ingrid.pk), item)
    [sent] = leave()
    assert item.link not in sent.body
    assert "We note that this link is opened." in sent.body
    [line] = [line for line in sent.body.splitlines() if "/go/" in line]
    return "/go/" + line.split("/go/")[1]


def test_looking_changes_nothing_and_pressing_leads_there(
    client: Client, counted: str, item: ValueItem
) -> None:
    stored = everything_stored()
    for look in (client.get, client.head, client.get):
        assert look(counted).status_code == 200
    assert everything_stored() == stored
    page = client.get(counted)
    assert "example.org" in page.content.decode()
    assert "Lost Deals" not in page.content.decode()
    assert "form-action 'self' https://example.org" in page["Content-Security-Policy"]
    answer = client.post(counted, {"next": "https://evil.example/"})
    assert (answer.status_code, answer["Location"]) == (303, item.link)
    first = Sending.objects.get().opened_at
    client.post(counted)
    assert Sending.objects.get().opened_at == first
    assert figures_of(item).opened == 1


def test_after_the_team_stopped_noting_links_still_lead_there(
    client: Client, counted: str, item: ValueItem
) -> None:
    Team.objects.update(counts_opens=False)
    assert client.post(counted)["Location"] == item.link
    assert Sending.objects.get().opened_at is None


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x"])
def test_it_leads_to_pages_only(client: Client, counted: str, link: str) -> None:
    ValueItem.objects.update(link=link)
    assert client.get(counted).status_code == 404
    assert client.post(counted).status_code == 404


def test_a_proposal_has_no_such_page(client: Client, counted: str) -> None:
    Sending.objects.update(state="proposed")
    assert client.post(counted).status_code == 404
