"""PRODUCT.md, row 26: a library of useful things, matched to what matters to a person, with the reason."""

from followups.kinds import Kind
from followups.models import FollowUp, Touch
from library.models import ValueItem
from tests.desk.reading import Element
from tests.followups.telling import day
from tests.practices.desk import Desk, flowing

NEW = "/library/new/"


def add(desk: Desk, title: str, topics: str, **typed: str) -> Element:
    """Something worth sending, from the library."""
    page = desk.look("/library/").one("a", href=NEW)
    return desk.send(desk.look(page.attrs["href"]), NEW, title=title, text="A tip", topics=topics, **typed)


def proposed(page: Element) -> list[str]:
    """What a person's page proposes, the best first."""
    block = page.all("section", aria_labelledby="useful-h")
    return [link.text for link in block[0].all("a", class_="strong")] if block else []


def test_what_fits_their_goals_is_proposed_with_the_reason(desk: Desk) -> None:
    add(desk, "A scrap diary", "Less waste")
    add(desk, "Winter tours", "Ski touring")
    desk.log(topics="Less waste, Short of planners")
    add(desk, "Two planners", "Short of planners, Less waste")
    page = desk.person()
    assert proposed(page) == ["Two planners", "A scrap diary"]
    assert "cares about “Less waste”" in flowing(page.one("section", aria_labelledby="useful-h"))


def test_helpful_things_come_before_those_about_our_work(desk: Desk) -> None:
    add(desk, "Our module", "Less waste", purpose="pitch")
    desk.log(topics="Less waste")
    assert proposed(desk.person()) == []
    add(desk, "A scrap diary", "Less waste")
    assert proposed(desk.person()) == ["A scrap diary"]
    assert "waits for 2 that simply help" in flowing(desk.person().one(id="main"))


def test_sent_from_ones_own_program_it_is_noted_and_not_proposed_again(desk: Desk) -> None:
    add(desk, "A scrap diary", "Less waste")
    desk.log(topics="Less waste", email="ingrid@example.org")
    later = desk.on(day(16))
    block = later.person().one("section", aria_labelledby="useful-h")
    page = later.look(next(link.attrs["href"] for link in block.all("a") if "Send it" in link.text))
    assert page.one("a", data_words="#letter-useful").attrs["href"].startswith("mailto:ingrid@example.org")
    doors = [form.attrs["action"] for form in page.one("section", id="useful").all("form")]
    [noting] = [door for door in doors if door.endswith("/touches/")]
    page = later.send(page.one("section", id="useful"), noting)
    assert Touch.objects.get(value_item__title="A scrap diary").kind == "helpful"
    assert proposed(page) == []


def test_the_library_says_who_would_be_glad_of_it(desk: Desk) -> None:
    desk.log(topics="Less waste")
    page = add(desk, "A scrap diary", "Less waste")
    assert "Ingrid Solheim" in flowing(page.one("section", aria_labelledby="it-h"))


def test_what_is_put_aside_is_proposed_no_more_until_it_is_offered_again(desk: Desk) -> None:
    desk.log(topics="Less waste")
    page = add(desk, "A scrap diary", "Less waste")
    item = ValueItem.objects.get()
    page = desk.send(page, f"/library/{item.pk}/archive/")
    assert proposed(desk.person()) == []
    desk.send(page, f"/library/{item.pk}/archive/")
    assert proposed(desk.person()) == ["A scrap diary"]


def test_an_item_is_changed_where_it_stands(desk: Desk) -> None:
    page = add(desk, "A scrap diary", "Less waste")
    address = f"/library/{ValueItem.objects.get().pk}/edit/"
    desk.send(desk.look(page.one("a", href=address).attrs["href"]), address, title="A diary of scrap")
    assert ValueItem.objects.get().title == "A diary of scrap"


def test_for_the_useful_thing_that_is_planned_one_is_taken_ahead(desk: Desk) -> None:
    add(desk, "A scrap diary", "Less waste")
    page = desk.log(topics="Less waste", ask_stay_in_touch="yes", permission_channels=["mail"])
    row = FollowUp.objects.get(kind=Kind.VALUE_ITEM)
    page = desk.row(page, "value_item")
    page = desk.send(page, f"/followups/{row.pk}/item/")
    assert page.one("h1").text == "Send them “A scrap diary”."
    later = desk.on(day(15))
    later.complete(later.person(), "value_item", "done", relevance="Their waste")
    assert Touch.objects.get(follow_up=row).value_item == ValueItem.objects.get()
