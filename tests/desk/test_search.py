"""Search on the pages: one box everywhere, and what a result shows."""

from urllib.parse import quote, unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from desk.people import FOUND
from prospects.conversations import AskAnswer, AskKind
from prospects.models import Prospect
from prospects.new_no import Asked, Offer, Promised
from tests.desk.reading import Element, read
from tests.desk.test_prospects import listed, names_on, page_of
from tests.desk.visiting import HTMX, signed_in
from tests.followups.search.houses import people, somebody
from tests.followups.telling import log

__all__ = ["people"]

AT_A_GLANCE = {**HTMX, "HX-Target": "glance"}
SCRIPT = "<script>alert(1)</script>"


def marks_on(page: Element) -> list[str]:
    return [mark.text for mark in page.one(id="people").all("mark")]


def places_on(page: Element) -> list[str]:
    return [place.text for place in page.one(id="people").all("span") if place.has_class("where")]


def glanced(client: Client, typed: str) -> Element:
    return read(client.get(f"/prospects/?q={quote(typed)}", headers=AT_A_GLANCE))


def test_the_words_searched_for_are_marked_in_name_and_house(desk: Client, people: User) -> None:
    assert marks_on(page_of(desk, "?q=havbr%20ing")) == ["Ingrid", "Havbruk"]
    assert marks_on(page_of(desk)) == []


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("spring", "Their words: Come back in spring."),
        ("ingrid redesign", "What was offered: S&OP redesign"),
        ("havbruk.example", "E-mail: ingrid@havbruk.example"),
        ("030 22", "Phone: +49 (30) 22 33-44"),
    ],
)
def test_a_result_says_where_it_was_found(desk: Client, people: User, typed: str, place: str) -> None:
    page = page_of(desk, f"?q={quote(typed)}")
    assert places_on(page) == [place]
    assert marks_on(page)


def test_words_in_several_places_show_each(desk: Client, owner: User) -> None:
    asked = (Asked(AskKind.FEEDBACK, AskAnswer.YES, "Your proposal was clear."),)
    log(owner, asks=asked, promise=Promised("the checklist"), offer=Offer(title="Shifts"))
    page = page_of(desk, "?q=proposal%20checklist")
    assert sorted(places_on(page)) == ["Promised: the checklist", "Their feedback: Your proposal was clear."]


def test_a_long_story_is_shown_around_what_was_found(desk: Client, owner: User) -> None:
    log(owner, in_their_words="a long story " * 100 + "about tangerines " + "and more " * 100)
    (place,) = places_on(page_of(desk, "?q=tangerine"))
    assert "tangerines" in place
    assert len(place) < 200


@pytest.mark.parametrize("typed", ["script", "alert", "<script>", '"><script>alert(1)</script>'])
def test_what_others_wrote_is_shown_as_text(desk: Client, owner: User, typed: str) -> None:
    log(owner, f"Ingrid {SCRIPT}", organisation=f"House {SCRIPT}", in_their_words=f"They said {SCRIPT}")
    for headers in ({}, HTMX, AT_A_GLANCE):
        answer = desk.get(f"/prospects/?q={quote(typed)}", headers=headers)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        assert "<mark>" in answer.content.decode()


def test_nobody_sees_what_belongs_to_a_colleague(people: User, colleague: User, stranger: User) -> None:
    somebody(colleague, "Ingrid Elsewhere", learned="Come back in autumn.")
    for typed in ("ingrid", "spring", "solhiem", "havbruk", "come back", "2233"):
        for user in (colleague, stranger):
            for headers in ({}, HTMX, AT_A_GLANCE):
                answer = signed_in(user).get(f"/prospects/?q={quote(typed)}", headers=headers)
                said = answer.content.decode()
                assert "Solheim" not in said
                assert "spring." not in said
                assert "Brandt" not in said


def test_what_looks_alike_says_so(desk: Client, people: User) -> None:
    page = page_of(desk, "?q=solhiem")
    assert "Nothing is spelt like that." in page.text
    assert (names_on(page), marks_on(page)) == (["Ingrid Solheim"], ["Solheim"])
    assert "Nothing is spelt like that." not in page_of(desk, "?q=solheim").text


def test_filters_hold_for_what_is_found(desk: Client, people: User) -> None:
    assert listed(desk, "?q=example") in (
        ["Walter Brandt", "Ingrid Solheim"],
        ["Ingrid Solheim", "Walter Brandt"],
    )
    assert listed(desk, "?q=example&state=ended") == ["Walter Brandt"]
    assert listed(desk, "?q=example&conversation=not_a_priority") == ["Ingrid Solheim"]
    assert listed(desk, "?q=example&show=side") == []


def test_the_pages_of_a_search_hold_everybody_once(desk: Client, owner: User) -> None:
    for number in range(60):
        somebody(owner, f"Anna {number}")
        somebody(owner, f"Somebody {number}", learned="Knows Anna.")
    seen: list[str] = []
    query = "?q=anna"
    while query:
        page = page_of(desk, query)
        seen += names_on(page)
        following = page.one(id="people").all("nav", class_="pager")
        query = following[0].one("a").attrs["href"] if following else ""
        assert "q=anna" in unquote(query) or not query
    assert len(seen) == len(set(seen)) == 120
    assert all(name.startswith("Anna") for name in seen[:60])


def test_a_search_costs_the_same_however_much_it_finds(desk: Client, owner: User) -> None:
    log(owner, "Anna Berg", in_their_words="tangerine")
    page_of(desk, "?q=tangerine")
    with CaptureQueriesContext(connection) as few:
        page_of(desk, "?q=tangerine")
    for number in range(FOUND):
        log(owner, f"Anna {number}", in_their_words="tangerine", organisation=f"House {number}")
    page_of(desk, "?q=tangerine")
    with CaptureQueriesContext(connection) as many:
        assert len(names_on(page_of(desk, "?q=tangerine"))) == FOUND
    assert len(many) <= len(few)
    assert len(few) <= 26


@pytest.mark.parametrize("path", ["/", "/no/", "/settings/", "/mail/", "/wake-ups/"])
def test_every_page_has_the_one_box(desk: Client, owner: User, path: str) -> None:
    form = read(desk.get(path)).one("form", role="search")
    assert (form.attrs["action"], form.attrs["method"]) == ("/prospects/", "get")
    assert form.one("input", type="search").attrs["name"] == "q"


def test_the_list_has_its_own_box_alone(desk: Client, owner: User) -> None:
    page = page_of(desk)
    assert len(page.all("input", type="search")) == len(page.all(id="q")) == 1


def test_the_box_shows_a_few_people_at_a_glance(desk: Client, people: User) -> None:
    page = glanced(desk, "spring")
    assert page.all("html") == []
    assert [link.attrs["href"] for link in page.all("a")] == [
        Prospect.objects.get(name="Ingrid Solheim").get_absolute_url()
    ]
    assert "Their words: Come back in spring." in page.text
    assert page.one("p", data_live=True).attrs["data-live"] == "One person found."


def test_a_glance_leads_to_all_when_there_are_more(desk: Client, owner: User) -> None:
    for number in range(9):
        somebody(owner, f"Anna {number}")
    page = glanced(desk, "anna")
    assert len(page.all("li")) == 6
    assert page.all("a")[-1].attrs["href"] == "/prospects/?q=anna"


def test_a_glance_at_nobody_says_so_and_at_nothing_is_empty(desk: Client, people: User) -> None:
    assert "Nobody fits this search." in glanced(desk, "xyzzy").text
    assert glanced(desk, " ").text == ""


def test_somebody_handed_over_while_the_list_was_open_is_gone(
    desk: Client, owner: User, colleague: User
) -> None:
    somebody(owner, "Ingrid Solheim")
    assert listed(desk, "?q=ingrid") == ["Ingrid Solheim"]
    Prospect.objects.update(owner=colleague)
    assert listed(desk, "?q=ingrid") == []
    assert listed(signed_in(colleague), "?q=ingrid") == ["Ingrid Solheim"]
