"""Why we hear no, on a page of its own: where there are too many noes for the page of figures."""

import pytest
from django.test import Client

from accounts.models import User
from insights import overview
from prospects.conversations import ExitConversation
from tests.desk.reading import read
from tests.desk.visiting import signed_in
from tests.followups.telling import day
from tests.insights.heard import back, heard

pytestmark = pytest.mark.usefixtures("clock")
WHY = "/insights/why/"


@pytest.fixture
def four(owner: User) -> None:
    """Three noes of one kind, two of them in other money, and one of another; one came back."""
    first = heard(owner, "Priya", day(-90), worth=1000, in_their_words="Not this year.")
    heard(owner, "Łukasz", day(-60), worth=700, currency="USD")
    heard(owner, "Aisha", day(-40), worth=300, currency="USD")
    heard(owner, "Tom", day(-20), worth=50, conversation=ExitConversation.DRIFTED)
    back(first, day(-30))


def test_kinds_stand_with_their_noes_money_and_what_came_back(desk: Client, four: None) -> None:
    rows = read(desk.get(WHY)).one("table").one("tbody").all("tr")
    kinds = [row for row in rows if row.one("th").text in {"Not now", "Went quiet"}]
    assert [[cell.text for cell in row.all("td")] for row in kinds] == [
        ["3", "€1,000$1,000", "1 of 3"],
        ["1", "€50", "0 of 1"],
    ]


def test_numbers_lead_to_as_many_rows(desk: Client, four: None) -> None:
    links = read(desk.get(WHY)).one("table").all("a")
    counted = [link for link in links if "/insights/noes/" in link.attrs["href"]]
    assert counted
    for link in counted:
        shown = read(desk.get(link.attrs["href"])).one("table").one("tbody").all("tr")
        assert len(shown) == int(link.text.split()[0])


def test_their_words_stand_beneath(desk: Client, four: None) -> None:
    assert "Not this year." in desk.get(WHY).content.decode()


def test_a_colleagues_noes_are_not_in_it(colleague: User, four: None) -> None:
    page = signed_in(colleague).get(WHY).content.decode()
    assert "Not this year." not in page
    assert "No “no” fits this." in page


def test_with_many_noes_the_page_of_figures_leads_here(
    desk: Client, four: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Not this year." in desk.get("/insights/").content.decode()
    monkeypatch.setattr(overview, "MOST_AT_ONCE", 3)
    page = read(desk.get("/insights/"))
    assert "Not this year." not in page.text
    there = [link.attrs["href"] for link in page.all("a") if link.attrs.get("href", "").startswith(WHY)]
    assert len(there) == 1
    assert "Not this year." in desk.get(there[0]).content.decode()
