"""The library: adding, finding, editing, putting aside; who would be glad of an item; sending it by hand."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from followups.actions import ask_to_stop
from followups.kinds import TouchKind
from followups.models import Touch
from library.items import ItemFacts, add_item, set_archived
from library.kinds import Purpose
from library.models import ValueItem
from prospects.conversations import TopicKind
from prospects.models import Prospect
from prospects.new_no import About
from tests.cast import NINE
from tests.desk.reading import Element, filled_in, form_to, read
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log

NOBODYS = "6f0d2c5e-0000-4000-8000-000000000000"
GUIDE = ItemFacts(
    "Two planners", "https://example.org/guide", why="For short teams.", topics=("Waste", "Short teams")
)


def add(by: User, facts: ItemFacts = GUIDE, days_ago: int = 0) -> ValueItem:
    return add_item(facts, by=by, now=NINE - timedelta(days=days_ago))


def somebody(owner: User, name: str, *goals: str, **more: Any) -> Prospect:
    about = About(topics=tuple((TopicKind.GOAL, goal) for goal in goals))
    return log(owner, name, on=day(-20), about=about, **more).prospect


def library(client: Client, query: str = "") -> Element:
    return read(client.get(f"/library/{query}"))


def titles(page: Element) -> list[str]:
    return [line.text for line in page.all("div", class_="t")]


@pytest.fixture
def item(owner: User) -> ValueItem:
    return add(owner)


def test_an_empty_library_takes_a_link_at_once(desk: Client) -> None:
    form = form_to(library(desk), "/library/new/")
    page = read(desk.get("/library/new/", {**filled_in(form), "link": "https://example.org/a"}))
    assert filled_in(form_to(page, "/library/new/"))["link"] == "https://example.org/a"


def test_what_the_form_sends_stands_in_the_library(desk: Client, owner: User) -> None:
    form = form_to(read(desk.get("/library/new/")), "/library/new/")
    typed = {
        "link": "example.org/guide",
        "title": "Two planners",
        "topics": "Waste, Short teams",
        "language": "en",
    }
    answer = desk.post("/library/new/", {**filled_in(form), **typed})
    item = ValueItem.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/library/{item.pk}/")
    assert (item.link, item.purpose, item.added_by) == ("https://example.org/guide", Purpose.HELPFUL, owner)
    page = read(desk.get(answer["Location"]))
    assert "Added." in page.text
    assert [chip.text for chip in page.all("span", class_="chip chip-wrap")] == ["Short teams", "Waste"]
    # The same form once more is the same item.
    desk.post("/library/new/", {**filled_in(form), **typed})
    assert ValueItem.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": "", "link": "example.org"}, "This field is required."),
        ({"title": "Two planners"}, "Paste a link, or write the text itself."),
        ({"title": "Two planners", "link": "javascript:alert(1)"}, "That is no address of a page."),
        ({"title": "Two planners", "link": "example.org", "language": "Elvish tongue"}, ""),
        ({"title": "Two planners", "link": "example.org", "purpose": "spam"}, "spam is not one of the"),
    ],
)
def test_mistakes_are_said_and_what_was_typed_stays(
    desk: Client, typed: dict[str, str], sentence: str
) -> None:
    answer = desk.post("/library/new/", typed | {"why": "My own words"})
    page = read(answer)
    assert answer.status_code == 200
    assert sentence in page.text
    sent = filled_in(form_to(page, "/library/new/"))
    assert sent["why"] == "My own words"
    assert sent["link"] == typed.get("link", "")
    assert not ValueItem.objects.exists()


def test_editing_begins_with_what_is_known(desk: Client, item: ValueItem) -> None:
    address = f"/library/{item.pk}/edit/"
    form = form_to(read(desk.get(address)), address)
    sent = filled_in(form)
    assert (sent["title"], sent["link"], sent["topics"]) == (item.title, item.link, "Short teams, Waste")
    assert desk.post(address, {**sent, "title": "Three planners", "topics": "Waste"}).status_code == 303
    item.refresh_from_db()
    assert (item.title, item.topics.count()) == ("Three planners", 1)


def test_topics_are_suggested_as_everywhere(desk: Client) -> None:
    page = read(desk.get("/library/new/"))
    assert page.one("input", name="topics").attrs["list"] == page.one("datalist").attrs["id"]


def test_what_is_put_aside_is_found_again_under_its_own_heading(desk: Client, item: ValueItem) -> None:
    desk.post(f"/library/{item.pk}/archive/")
    assert titles(library(desk)) == []
    page = library(desk, "?shown=aside")
    assert titles(page) == ["Two planners"]
    assert "Who would be glad" not in read(desk.get(f"/library/{item.pk}/")).text
    desk.post(f"/library/{item.pk}/archive/", {"archived": "no"})
    assert titles(library(desk)) == ["Two planners"]


def test_the_newest_stands_first_and_the_rest_is_a_page_away(desk: Client, owner: User) -> None:
    for n in range(53):
        add(owner, ItemFacts(f"Item {n:02}", text="A tip", topics=("Waste",)), days_ago=n)
    page = library(desk)
    assert titles(page)[:2] == ["Item 00", "Item 01"]
    following = next(link for link in page.all("a") if "Next page" in link.text)
    assert titles(read(desk.get(following.attrs["href"]))) == ["Item 50", "Item 51", "Item 52"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=planners", ["Two planners"]),
        ("?q=SHORT", ["Two planners"]),
        ("?q=nothing", []),
        ("?purpose=pitch", ["About us"]),
        ("?purpose=helpful", ["Two planners"]),
        ("?purpose=nonsense&topic=nonsense&after=nonsense", ["About us", "Two planners"]),
        (f"?topic={NOBODYS}", []),
        (f"?after={NOBODYS}", ["About us", "Two planners"]),
    ],
)
def test_what_is_asked_for_is_shown(
    desk: Client, owner: User, item: ValueItem, query: str, found: list[str]
) -> None:
    add(owner, ItemFacts("About us", text="Our work", purpose=Purpose.PITCH))
    assert sorted(titles(library(desk, query))) == found


def test_the_topics_are_one_press_away_with_how_many_they_hold(
    desk: Client, owner: User, item: ValueItem
) -> None:
    add(owner, ItemFacts("Scrap", text="A tip", topics=("Waste",)))
    chips = {link.text: link.attrs["href"] for link in library(desk).all("a", class_="pick-link")}
    assert set(chips) == {"All 2", "Waste 2", "Short teams 1", "Just helpful 2"}
    assert titles(read(desk.get(chips["Short teams 1"]))) == ["Two planners"]


def test_who_would_be_glad_of_it_stands_beside_it_and_why(desk: Client, owner: User, item: ValueItem) -> None:
    both = somebody(owner, "Anna Both", "Waste", "Short teams")
    somebody(owner, "Zoe One", "Waste")
    somebody(owner, "Nobody Else", "Sailing")
    stopped = somebody(owner, "Stop Please", "Waste")
    ask_to_stop(stopped, by=owner, today=day(0), now=NINE)
    page = read(desk.get(f"/library/{item.pk}/"))
    people = [row.text for row in page.all("div", class_="fit")]
    assert len(people) == 2
    assert "Anna Both" in people[0]
    assert "cares about Short teams, Waste" in people[0]
    assert "Zoe One" in people[1]
    assert "fits 2" in library(desk).text
    assert page.one("a", href=f"/prospects/{both.pk}/?item={item.pk}#useful")


def test_a_colleagues_people_are_not_counted_and_not_named(
    owner: User, colleague: User, item: ValueItem
) -> None:
    somebody(owner, "Anna Both", "Waste")
    page = read(signed_in(colleague).get(f"/library/{item.pk}/"))
    assert "Anna Both" not in page.text
    assert "fits" not in library(signed_in(colleague)).text


def test_their_page_proposes_what_fits_and_says_why(desk: Client, owner: User, item: ValueItem) -> None:
    add(owner, ItemFacts("About us", text="Our work", purpose=Purpose.PITCH, topics=("Waste",)))
    person = somebody(owner, "Anna Both", "Waste")
    block = read(desk.get(f"/prospects/{person.pk}/")).one("section", aria_labelledby="useful-h")
    assert "Two planners" in block.text
    assert "cares about “Waste” · just helpful · new" in block.text
    assert "About us" not in block.text
    assert "waits for 2 that simply help" in block.text


def test_sent_by_hand_it_is_noted_and_never_proposed_again(
    desk: Client, owner: User, item: ValueItem
) -> None:
    person = somebody(owner, "Anna Both", "Waste", email="anna@example.org")
    page = read(desk.get(f"/prospects/{person.pk}/?item={item.pk}"))
    letter = page.one("textarea", id="letter-useful")
    assert "https://example.org/guide" in letter.text
    assert page.one("a", data_words="#letter-useful").attrs["href"].startswith("mailto:anna@example.org?")
    form = form_to(page, f"/prospects/{person.pk}/touches/")
    answer = desk.post(form.attrs["action"], filled_in(form))
    assert answer.status_code == 303
    touch = Touch.objects.get(value_item=item)
    assert (touch.kind, touch.channel, touch.summary) == (TouchKind.HELPFUL, "mail", "Two planners")
    assert touch.relevance == "cares about Waste"
    assert not read(desk.get(f"/prospects/{person.pk}/")).all("section", aria_labelledby="useful-h")
    page = read(desk.get(f"/library/{item.pk}/"))
    assert "Already sent" in page.text
    assert "sent once" in page.text


def test_what_a_colleague_sent_to_the_same_address_is_not_proposed(
    owner: User, colleague: User, item: ValueItem
) -> None:
    theirs = somebody(colleague, "Anna Both", "Waste", email="anna@example.org")
    mine = somebody(owner, "A. Both", "Waste", email="anna@example.org")
    assert mine != theirs
    address = f"/prospects/{theirs.pk}/"
    form = form_to(read(signed_in(colleague).get(f"{address}?item={item.pk}")), f"{address}touches/")
    all_the_same = {"override_reason": "They asked for it"}
    signed_in(colleague).post(form.attrs["action"], {**filled_in(form), **all_the_same})
    assert Touch.objects.filter(value_item=item, prospect=theirs).exists()
    page = read(signed_in(owner).get(f"/prospects/{mine.pk}/"))
    assert not page.all("section", aria_labelledby="useful-h")
    assert "Already sent" in read(signed_in(owner).get(f"/library/{item.pk}/")).text


def test_an_item_about_our_work_is_an_offer_whatever_the_form_says(desk: Client, owner: User) -> None:
    ours = add(owner, ItemFacts("About us", text="Our work", purpose=Purpose.PITCH, topics=("Waste",)))
    person = somebody(owner, "Anna Both", "Waste")
    page = read(desk.get(f"/prospects/{person.pk}/?item={ours.pk}"))
    assert "About our work" in page.one("section", id="useful").text
    typed = {
        "channel": "mail",
        "direction": "out",
        "kind": "personal",
        "value_item": str(ours.pk),
        "relevance": "x",
    }
    page = read(desk.post(f"/prospects/{person.pk}/touches/", typed))
    assert not Touch.objects.filter(value_item=ours).exists()
    assert page.one("input", name="override_reason")
    desk.post(f"/prospects/{person.pk}/touches/", typed | {"override_reason": "They asked for it"})
    assert Touch.objects.get(value_item=ours).kind == TouchKind.PITCH


@pytest.mark.parametrize("pk", ["nonsense", NOBODYS])
def test_an_item_nobody_has_is_no_mistake_of_ours(desk: Client, owner: User, pk: str) -> None:
    person = somebody(owner, "Anna Both", "Waste")
    assert desk.get(f"/prospects/{person.pk}/?item={pk}").status_code == 200
    answer = desk.post(f"/prospects/{person.pk}/touches/", {"channel": "mail", "value_item": pk})
    assert answer.status_code == 200
    assert not Touch.objects.filter(channel="mail").exists()


def test_another_teams_item_cannot_be_sent(desk: Client, owner: User, stranger: User) -> None:
    theirs = add(stranger)
    person = somebody(owner, "Anna Both", "Waste")
    assert theirs.title not in read(desk.get(f"/prospects/{person.pk}/?item={theirs.pk}")).text
    desk.post(f"/prospects/{person.pk}/touches/", {"channel": "mail", "value_item": str(theirs.pk)})
    assert not Touch.objects.filter(value_item=theirs).exists()


def test_nothing_is_proposed_for_whom_nobody_may_write_to(desk: Client, owner: User, item: ValueItem) -> None:
    person = somebody(owner, "Anna Both", "Waste")
    ask_to_stop(person, by=owner, today=day(0), now=NINE)
    page = read(desk.get(f"/prospects/{person.pk}/?item={item.pk}"))
    assert not page.all("section", aria_labelledby="useful-h")
    assert not page.all("textarea", id="letter-useful")


def test_the_queries_do_not_grow_with_the_library(desk: Client, owner: User) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        return len(queries)

    person = somebody(owner, "Person 0", "Waste")
    item = add(owner)
    addresses = ("/library/", f"/library/{item.pk}/", f"/prospects/{person.pk}/")
    few = [asked(address) for address in addresses]
    for n in range(1, 12):
        somebody(owner, f"Person {n}", "Waste", "Short teams")
        add(owner, ItemFacts(f"Item {n}", text="A tip", topics=("Waste", f"Topic {n}")))
    set_archived(add(owner), True, by=owner, now=NINE)
    assert [asked(address) for address in addresses] == few
