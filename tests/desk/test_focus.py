"""One at a time: everything for the call, the next one after it, back, and the end."""

import pytest
from django.test import Client

from accounts.models import User
from followups.kinds import Status
from followups.models import FollowUp
from library.items import ItemFacts, add_item
from prospects.conversations import TopicKind
from prospects.new_no import About, Promised
from tests.cast import NINE
from tests.desk.reading import Element, filled_in, form_to, read, said
from tests.desk.test_today import said_days_ago
from tests.desk.visiting import signed_in
from tests.followups.telling import step_of


@pytest.fixture
def three(owner: User) -> list[FollowUp]:
    """Three check-ins due today, in the order of the page."""
    losses = [
        said_days_ago(owner, 45, name, in_their_words=f"{name} said so.", promise=Promised("the checklist"))
        for name in ("Ingrid Solheim", "Priya Raman", "Tom Okafor")
    ]
    for number, loss in enumerate(losses):
        loss.prospect.phone, loss.prospect.email = "+47 22 00", f"person{number}@example.com"
        loss.prospect.save()
    rows = [step_of(loss.prospect) for loss in losses]
    return sorted(rows, key=lambda row: row.pk)


def focus(client: Client, address: str = "/focus/") -> Element:
    answer = client.get(address)
    assert answer.status_code == 200
    return read(answer)


def shown(page: Element) -> str:
    """The follow-up that is shown."""
    return page.one("article", data_followup=True).attrs["data-followup"]


def test_everything_for_the_call_is_there(desk: Client, three: list[FollowUp]) -> None:
    page = focus(desk)
    name = FollowUp.objects.get(pk=shown(page)).prospect.name
    assert page.one("h1").text == name
    assert f"{name} said so." in page.text
    assert "1 of 3" in page.text
    assert page.one("a", data_key="c").attrs["href"] == "tel:+4722 00".replace(" ", "")
    assert "You had something else in front of you. Is that behind you now?" in page.one(id="opener").text
    assert page.one(id="draft").text.startswith("Dear ")
    assert "the checklist" in page.one("aside", aria_label="What helps").text


def test_saving_leads_to_the_next_one(desk: Client, three: list[FollowUp]) -> None:
    page = focus(desk)
    first = shown(page)
    form = form_to(page, f"/followups/{first}/complete/")
    answer = desk.post(form.attrs["action"], filled_in(form))
    assert (answer.status_code, answer["Location"].startswith("/focus/")) == (303, True)
    page = focus(desk, answer["Location"])
    assert shown(page) != first
    assert "1 of 2" in page.text
    assert "a good talk." in said(page)


def test_what_was_saved_is_taken_back_from_there(desk: Client, three: list[FollowUp]) -> None:
    first = shown(focus(desk))
    answer = desk.post(f"/followups/{first}/skip/", {"next": "/focus/"})
    undo = form_to(focus(desk, answer["Location"]), f"/followups/{first}/undo/")
    answer = desk.post(undo.attrs["action"], filled_in(undo))
    assert answer["Location"] == "/focus/"
    assert FollowUp.objects.get(pk=first).status == Status.OPEN


def test_next_and_back_go_round_without_doing_anything(desk: Client, three: list[FollowUp]) -> None:
    seen, page = [], focus(desk)
    assert page.all("a", rel="prev") == []
    for _step in range(3):
        seen.append(shown(page))
        page = focus(desk, page.one("a", rel="next").attrs["href"])
    assert len(set(seen)) == 3
    assert shown(page) == seen[0]
    last = focus(desk, f"/focus/?at={seen[2]}")
    assert shown(focus(desk, last.one("a", rel="prev").attrs["href"])) == seen[1]
    assert FollowUp.objects.filter(status=Status.OPEN).count() >= 3


def test_a_mistake_keeps_the_way_back_to_focus(desk: Client, three: list[FollowUp]) -> None:
    first = shown(focus(desk))
    page = read(desk.post(f"/followups/{first}/complete/", {"outcome": "not_yet", "next": "/focus/?at=x"}))
    assert "Which day did they name?" in page.text
    assert filled_in(form_to(page, f"/followups/{first}/complete/"))["next"] == "/focus/?at=x"


def test_when_nobody_is_left_it_says_who_is_next(desk: Client, owner: User) -> None:
    said_days_ago(owner, 35, "Ingrid Solheim")
    page = focus(desk)
    assert page.one("h1").text == "That was everybody for today"
    assert "Next is Ingrid Solheim, Thu 12 Mar." in page.text


def test_nobody_sees_a_strangers_row_in_focus(three: list[FollowUp], stranger: User) -> None:
    page = focus(signed_in(stranger), f"/focus/?at={three[0].pk}")
    assert page.all("article", data_followup=True) == []


def test_beside_a_check_in_stands_what_would_help_them(desk: Client, owner: User) -> None:
    add_item(ItemFacts("Two planners", "https://example.org/guide", topics=("Waste",)), by=owner, now=NINE)
    about = About(topics=((TopicKind.GOAL, "Waste"),))
    person = said_days_ago(owner, 45, "Ingrid Solheim", about=about).prospect
    aside = focus(desk).one("aside", aria_label="What helps")
    assert "cares about “Waste” · just helpful" in aside.text
    send = aside.one("a", class_="btn btn-quiet")
    assert send.attrs["href"].startswith(f"/prospects/{person.pk}/?item=")
