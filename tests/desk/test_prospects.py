"""The list of prospects: search, filters, pages by key."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from desk.people import FOUND, PAGE
from followups.actions import add_side_prospect, mark_won_back, note_new_need
from followups.models import FollowUpPlan
from prospects.conversations import AskAnswer, AskKind, GoodDeal, Relation
from prospects.facts import ProspectFacts
from prospects.models import Organisation, Prospect
from prospects.new_no import Asked, Named, Offer
from tests.cast import MONDAY, NINE
from tests.desk.reading import Element, filled_in, read
from tests.desk.visiting import HTMX, signed_in
from tests.followups.telling import day, log, nine_on, step_of

NAMES = [
    "Ågot",
    "Élodie",
    "ingrid",
    "Ingrid",
    "İpek",
    "Ørjan",
    "Zoë",
    "Łukasz",
    "O'Brien",
    "Анна",
    "李",
    "100%",
    "a_b",
]


def listed(client: Client, query: str = "") -> list[str]:
    return names_on(page_of(client, query))


def page_of(client: Client, query: str = "") -> Element:
    answer = client.get(f"/prospects/{query}")
    assert answer.status_code == 200
    return read(answer)


def names_on(page: Element) -> list[str]:
    return [row.all("span")[2].text for row in page.one(id="people").all("li")]


@pytest.fixture
def people(owner: User) -> User:
    log(
        owner, "Ingrid Solheim", email="ingrid@havbruk.example", in_their_words="Come back in spring.",
        organisation="Havbruk Nordic", offer=Offer(title="S&OP redesign"),
    )  # fmt: skip
    log(
        owner, "Walter Brandt", email="w.brandt@praezision.example", in_their_words="Nobody has hands free.",
        organisation="Brandt Präzision", conversation="cannot", stay_in_touch="no",
        offer=Offer(title="Shift planning"),
    )  # fmt: skip
    return owner


def many(owner: User, count: int) -> list[Prospect]:
    """People enough for several pages, many of one name."""
    return Prospect.objects.bulk_create(
        Prospect(team=owner.team, owner=owner, name=f"{NAMES[number % len(NAMES)]} {number % 7}")
        for number in range(count)
    )


def test_everybody_stands_in_order_of_name_with_what_is_next(desk: Client, people: User) -> None:
    page = page_of(desk)
    assert names_on(page) == ["Ingrid Solheim", "Walter Brandt"]
    step = step_of(Prospect.objects.get(name="Ingrid Solheim"))
    row = page.one(data_followup=str(step.pk))
    assert (row.attrs["data-kind"], row.attrs["data-status"]) == ("check_in", "open")
    assert row.one("time").attrs["datetime"] == step.due_on.isoformat()
    assert "Havbruk Nordic" in row.text
    assert row.one("a").attrs["href"] == f"/prospects/{step.prospect_id}/"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ingrid", ["Ingrid Solheim"]), ("SOLHEIM", ["Ingrid Solheim"]), ("havbruk", ["Ingrid Solheim"]),
        ("s&op", ["Ingrid Solheim"]), ("spring", ["Ingrid Solheim"]), ("w.brandt@", ["Walter Brandt"]),
        ("solheim redesign", ["Ingrid Solheim"]), ("ingrid brandt", []),
        ("r", ["Ingrid Solheim"]),
        ("%", []), ("_", []), ("nobody here", []), ("nobody hands", ["Walter Brandt"]),
        ("Präzision", ["Walter Brandt"]),
        ("präzision", ["Walter Brandt"]),
        ("PRÄZISION", ["Walter Brandt"]), ("\\", []), ("'", []), ("\x00ingrid\u202e", ["Ingrid Solheim"]),
        ("   ", ["Ingrid Solheim", "Walter Brandt"]),
    ],
)  # fmt: skip
def test_search_looks_everywhere(desk: Client, people: User, typed: str, found: list[str]) -> None:
    assert listed(desk, f"?q={quote(typed)}") == found


def test_a_word_found_twice_lists_a_person_once(desk: Client, people: User) -> None:
    log(people, "Ingrid Solheim", email="ingrid@havbruk.example", offer=Offer(title="S&OP again"))
    assert listed(desk, "?q=s%26op") == ["Ingrid Solheim"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=active", ["Ingrid Solheim"]), ("?state=ended", ["Walter Brandt"]),
        ("?conversation=cannot", ["Walter Brandt"]), ("?conversation=drifted", []),
        ("?state=active&conversation=cannot", []), ("?state=active&q=spring", ["Ingrid Solheim"]),
        ("?state=odd&conversation=odd&after=odd", ["Ingrid Solheim", "Walter Brandt"]),
        ("?after=%00|%00&state=%00", ["Ingrid Solheim", "Walter Brandt"]),
        (f"?after={'9' * 5000}", ["Ingrid Solheim", "Walter Brandt"]),
        ("?show=odd", ["Ingrid Solheim", "Walter Brandt"]), ("?show=references", []),
        (f"?q={'x' * 5000}", []), ("?q=%FF%FE", []), ("?q=ingrid&q=walter", ["Walter Brandt"]),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(desk: Client, people: User, query: str, found: list[str]) -> None:
    assert listed(desk, query) == found


@pytest.mark.parametrize("typed", ["ågot", "ÅGOT", "Ågot", "øRJAN"])
def test_letters_of_every_alphabet_are_found_in_either_case(desk: Client, owner: User, typed: str) -> None:
    for name in ("Ågot Lie", "Ørjan Lie"):
        Prospect.objects.create(team=owner.team, owner=owner, name=name)
    wanted = "Ørjan Lie" if "rjan" in typed.lower() else "Ågot Lie"
    assert listed(desk, f"?q={quote(typed)}") == [wanted]


def test_the_search_form_shows_what_was_searched(desk: Client, people: User) -> None:
    page = page_of(desk, "?q=%3Cb%3E&state=ended&conversation=cannot&show=named")
    form = page.one("form", role="search")
    assert filled_in(form) == {"q": "<b>", "state": "ended", "conversation": "cannot", "show": "named"}
    assert "Nobody fits this search." in page.text


def test_nobody_yet_leads_to_the_log(desk: Client) -> None:
    page = page_of(desk)
    assert "Nobody here yet." in page.text


def test_htmx_gets_the_list_alone(desk: Client, people: User) -> None:
    page = read(desk.get("/prospects/?q=ingrid", headers=HTMX))
    assert page.all("html") == []
    assert names_on(page) == ["Ingrid Solheim"]


def test_a_boosted_link_gets_the_whole_page(desk: Client, people: User) -> None:
    assert read(desk.get("/prospects/", headers={**HTMX, "HX-Boosted": "true"})).all("html")


@pytest.mark.parametrize("query", ["", "?q=1", "?state=ended"])
def test_the_pages_hold_everybody_once(desk: Client, owner: User, query: str) -> None:
    wanted = [row.pk for row in many(owner, 120) if query != "?q=1" or "1" in row.name]
    seen, turned, size = [], 0, FOUND if query == "?q=1" else PAGE
    while True:
        page = page_of(desk, query)
        links = [link.attrs["href"] for link in page.one(id="people").all("a", href=True)]
        seen += [link.split("/")[2] for link in links if link.startswith("/prospects/")]
        following = [link for link in links if link.startswith("?")]
        if not following:
            break
        query, turned = following[0], turned + 1
    assert sorted(seen) == sorted(str(pk) for pk in wanted)
    assert turned == (len(wanted) - 1) // size


def test_the_next_page_keeps_the_search(desk: Client, owner: User) -> None:
    many(owner, 120)
    page = page_of(desk, "?q=zo%C3%AB%20i&state=ended")
    assert page.one("form", role="search")
    nav = page_of(desk, "?state=ended").one("nav", class_="pager").one("a").attrs["href"]
    assert "state=ended" in nav


def test_the_list_costs_the_same_however_long_it_is(
    desk: Client, owner: User, django_assert_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    log(owner, "Ingrid Solheim")
    with CaptureQueriesContext(connection) as few:
        page_of(desk)
    for number in range(30):
        log(owner, f"Person {number}", organisation=f"House {number}")
    with django_assert_num_queries(len(few)):
        assert len(names_on(page_of(desk))) == 31
    assert len(few) <= 12


def test_everybody_sees_their_own(people: User, colleague: User, stranger: User, manager: User) -> None:
    log(colleague, "Mine Alone")
    assert listed(signed_in(colleague)) == ["Mine Alone"]
    assert listed(signed_in(stranger)) == []
    assert listed(signed_in(manager)) == ["Ingrid Solheim", "Mine Alone", "Walter Brandt"]
    assert listed(signed_in(stranger), "?q=spring") == []


def test_an_organisation_named_alike_in_another_team_is_not_found(people: User, stranger: User) -> None:
    Organisation.objects.create(team=stranger.team, name="Havbruk Nordic")
    assert listed(signed_in(stranger), "?q=havbruk") == []


def test_a_won_back_person_says_so(desk: Client, people: User) -> None:
    plans = FollowUpPlan.objects.filter(prospect__name="Ingrid Solheim")
    plans[0].follow_ups.update(status="cancelled", closed_at="2026-03-01T00:00Z")
    plans.update(status="ended", ended_why="won_back", ended_on="2026-03-01")
    assert "came back" in page_of(desk, "?q=ingrid").one(id="people").text.lower()


def test_those_who_would_speak_for_us_are_found(desk: Client, owner: User) -> None:
    asked = Asked(AskKind.REFERENCE, AskAnswer.YES, "How we count stock")
    log(owner, "Ingrid Solheim", asks=(asked,))
    log(owner, "Walter Brandt")
    assert listed(desk, "?show=references") == ["Ingrid Solheim"]


def test_those_somebody_named_are_found(desk: Client, owner: User) -> None:
    log(owner, "Ingrid Solheim", referral=Named("Piet Claes"))
    assert listed(desk, "?show=named") == ["Piet Claes"]


@pytest.mark.parametrize(
    ("show", "found"),
    [("side", ["Anna", "Carl", "Pia"]), ("partner", ["Pia"]), ("client", ["Carl"]), ("colleague", ["Anna"])],
)
def test_people_without_a_no_are_found_by_what_they_are(
    desk: Client, people: User, show: str, found: list[str]
) -> None:
    for name, relation in (("Pia", "partner"), ("Carl", "client"), ("Anna", "colleague")):
        typed = ProspectFacts(name)
        add_side_prospect(typed, Relation(relation), by=people, today=MONDAY, now=NINE)
    page = page_of(desk, f"?show={show}")
    assert names_on(page) == found
    assert not page.one(id="people").all("span", class_="chip chip-no")


@pytest.mark.parametrize(
    ("no", "found"),
    [
        ({"conversation": "we_declined"}, ["Ingrid Solheim"]),
        ({"good_deal": GoodDeal.NO}, ["Ingrid Solheim"]),
        ({"conversation": "cannot"}, []),
    ],
)
def test_who_came_back_although_we_said_no_is_found(
    desk: Client, owner: User, no: dict[str, Any], found: list[str]
) -> None:
    loss = log(owner, "Ingrid Solheim", **no)
    assert listed(desk, "?show=came-back") == []
    mark_won_back(loss.deal, "Nobody else dared", by=owner, today=day(30), now=nine_on(day(30)))
    assert listed(desk, "?show=came-back") == found


def test_a_new_deal_that_grew_out_of_our_no_counts_as_coming_back(desk: Client, owner: User) -> None:
    loss = log(owner, "Ingrid Solheim", conversation="we_declined")
    grown = note_new_need(loss.deal, "Something our kind", None, by=owner, now=nine_on(day(20)))
    mark_won_back(grown, "", by=owner, today=day(30), now=nine_on(day(30)))
    assert listed(desk, "?show=came-back") == ["Ingrid Solheim"]


def test_every_list_is_offered_and_so_is_adding_somebody(desk: Client, people: User) -> None:
    page = page_of(desk)
    offered = [option.attrs["value"] for option in page.one("select", name="show").all("option")]
    assert offered == ["", "references", "came-back", "named", "side", "partner", "client", "colleague"]
    assert page.all("a", href="/prospects/new/")
