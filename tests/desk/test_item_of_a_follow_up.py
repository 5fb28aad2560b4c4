"""Something useful is planned: what goes out is chosen from the library; row, draft and touch say so."""

from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import IntegrityError
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from followups.agenda import agenda_for
from followups.kinds import Kind, TouchKind
from followups.models import FollowUp, Touch
from library.items import ItemFacts, add_item, set_archived
from library.kinds import Purpose
from library.models import ValueItem
from prospects.conversations import PermissionChannel, TopicKind
from prospects.new_no import About, Agreement
from tests.cast import NINE
from tests.desk.reading import Element, filled_in, form_to, read
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log, nine_on, open_row

GUIDE = ItemFacts("Two planners", "https://example.org/guide", topics=("Waste",))


@pytest.fixture
def item(owner: User) -> ValueItem:
    return add_item(GUIDE, by=owner, now=NINE)


@pytest.fixture
def useful(owner: User) -> FollowUp:
    """Planned for about the fifteenth day after a no, for somebody who cares about waste."""
    about = About(topics=((TopicKind.GOAL, "Waste"),))
    agreement = Agreement((PermissionChannel.MAIL,))
    loss = log(owner, email="ingrid@example.org", about=about, agreement=agreement)
    return open_row(loss.prospect, Kind.VALUE_ITEM)


def door(row: FollowUp) -> str:
    return f"/followups/{row.pk}/item/"


def page_of(client: Client, row: FollowUp) -> Element:
    return read(client.get(f"/followups/{row.pk}/"))


def choose(client: Client, row: FollowUp, item: ValueItem | None) -> Any:
    return client.post(door(row), {"value_item": str(item.pk)} if item else {})


def test_its_page_offers_what_fits_and_takes_one_by_a_press(
    desk: Client, useful: FollowUp, item: ValueItem
) -> None:
    page = page_of(desk, useful)
    section = page.one("section", aria_labelledby="choice-h")
    assert "cares about “Waste” · just helpful" in section.text
    form = form_to(page, door(useful))
    assert desk.post(form.attrs["action"], filled_in(form)).status_code == 303
    useful.refresh_from_db()
    assert useful.value_item == item
    page = page_of(desk, useful)
    assert page.one("h1").text == "Send them “Two planners”."
    assert "“Two planners” goes out with it." in page.text
    assert Change.objects.get(action="choose_item").object_id == useful.pk


def test_the_row_and_its_draft_name_it(desk: Client, owner: User, useful: FollowUp, item: ValueItem) -> None:
    choose(desk, useful, item)
    FollowUp.objects.filter(pk=useful.pk).update(opens_on=day(0), due_on=day(0), closes_on=day(0))
    [row] = [one for one in agenda_for(owner, day(0)).today if one.kind == Kind.VALUE_ITEM]
    assert (row.item_title, row.item_content) == ("Two planners", "https://example.org/guide")
    link = read(desk.get("/")).one(data_followup=str(useful.pk)).one("a", data_key="c")
    draft = unquote(link.attrs["href"])
    assert "This may help you, no answer needed." in draft
    assert "https://example.org/guide" in draft


def test_a_tip_of_our_own_goes_out_as_its_words(desk: Client, owner: User, useful: FollowUp) -> None:
    tip = add_item(ItemFacts("A tip", text="Count the trolleys.", topics=("Waste",)), by=owner, now=NINE)
    choose(desk, useful, tip)
    assert "Count the trolleys." in page_of(desk, useful).one("textarea", id="letter-useful").text


def test_done_the_touch_says_what_they_got(
    desk: Client, owner: User, useful: FollowUp, item: ValueItem
) -> None:
    choose(desk, useful, item)
    desk.post(f"/followups/{useful.pk}/complete/", {"outcome": "done", "relevance": "Their waste"})
    touch = Touch.objects.get(follow_up=useful)
    assert (touch.value_item, touch.kind) == (item, TouchKind.HELPFUL)
    assert not read(desk.get(f"/prospects/{useful.prospect_id}/")).all("section", aria_labelledby="useful-h")


def test_who_asked_us_to_stop_got_nothing(desk: Client, useful: FollowUp, item: ValueItem) -> None:
    choose(desk, useful, item)
    desk.post(f"/followups/{useful.pk}/complete/", {"outcome": "asked_to_stop", "relevance": "x"})
    assert Touch.objects.get(follow_up=useful).value_item is None


def test_something_about_our_work_is_an_offer_with_all_that_stands_against_one(
    desk: Client, owner: User, useful: FollowUp
) -> None:
    ours = add_item(
        ItemFacts("Ours", text="Our work", purpose=Purpose.PITCH, topics=("Waste",)), by=owner, now=NINE
    )
    choose(desk, useful, ours)
    done = {"outcome": "done", "relevance": "Their waste"}
    page = read(desk.post(f"/followups/{useful.pk}/complete/", done))
    assert "First be of use to them" in page.text
    assert not Touch.objects.filter(follow_up=useful).exists()
    desk.post(f"/followups/{useful.pk}/complete/", done | {"override_reason": "She asked for it"})
    assert Touch.objects.get(follow_up=useful).kind == TouchKind.PITCH


def test_it_can_be_left_open_again(desk: Client, useful: FollowUp, item: ValueItem) -> None:
    choose(desk, useful, item)
    form = form_to(page_of(desk, useful), door(useful))
    desk.post(form.attrs["action"], filled_in(form))
    useful.refresh_from_db()
    assert useful.value_item is None
    assert "Take this" in page_of(desk, useful).text


def test_chosen_on_the_persons_page_it_waits_for_its_day(
    desk: Client, useful: FollowUp, item: ValueItem
) -> None:
    page = read(desk.get(f"/prospects/{useful.prospect_id}/?item={item.pk}"))
    form = form_to(page, door(useful))
    answer = desk.post(form.attrs["action"], filled_in(form))
    assert answer["Location"] == f"/prospects/{useful.prospect_id}/"
    useful.refresh_from_db()
    assert useful.value_item == item


def test_choosing_is_no_act_and_twice_is_once(desk: Client, useful: FollowUp, item: ValueItem) -> None:
    choose(desk, useful, item)
    choose(desk, useful, item)
    useful.refresh_from_db()
    assert useful.version == 1
    assert Change.objects.filter(action="choose_item").count() == 1


def test_what_is_gone_done_or_of_another_kind_is_said(
    desk: Client, owner: User, useful: FollowUp, item: ValueItem
) -> None:
    set_archived(item, True, by=owner, now=NINE)
    choose(desk, useful, item)
    assert "not in the library any more" in page_of(desk, useful).text
    set_archived(item, False, by=owner, now=NINE)
    other = open_row(useful.prospect, Kind.CHECK_IN)
    choose(desk, other, item)
    assert "Nothing of the library goes out with this." in page_of(desk, other).text
    desk.post(f"/followups/{useful.pk}/skip/")
    choose(desk, useful, item)
    assert "Somebody was faster" in page_of(desk, useful).text
    assert not FollowUp.objects.filter(value_item__isnull=False).exists()


def test_another_teams_item_cannot_be_taken(desk: Client, stranger: User, useful: FollowUp) -> None:
    theirs = add_item(GUIDE, by=stranger, now=NINE)
    choose(desk, useful, theirs)
    useful.refresh_from_db()
    assert useful.value_item is None
    assert choose(signed_in(stranger), useful, theirs).status_code == 404


def test_a_no_taken_back_says_that_something_was_chosen_since(
    desk: Client, useful: FollowUp, item: ValueItem
) -> None:
    choose(desk, useful, item)
    page = read(desk.post(f"/losses/{useful.loss_id}/undo/", follow=True))
    assert "Since then: “What goes out was chosen”" in page.text
    assert FollowUp.objects.filter(pk=useful.pk).exists()


def test_nothing_but_something_useful_has_an_item(useful: FollowUp, item: ValueItem) -> None:
    with pytest.raises(IntegrityError):
        FollowUp.objects.filter(pk=open_row(useful.prospect, Kind.CHECK_IN).pk).update(value_item=item)


def test_what_they_had_is_not_offered_again_on_the_next(
    desk: Client, owner: User, useful: FollowUp, item: ValueItem
) -> None:
    later = nine_on(day(20)) - timedelta(hours=1)
    add_item(ItemFacts("Another", text="A tip", topics=("Waste",)), by=owner, now=later)
    Touch.objects.create(
        team=owner.team, prospect=useful.prospect, by=owner, channel="mail", direction="out",
        happened_on=day(-30), value_item=item,
    )  # fmt: skip
    section = page_of(desk, useful).one("section", aria_labelledby="choice-h")
    assert "Another" in section.text
    assert "Two planners" not in section.text
