"""Handing somebody over from their page: the form, its note, what stands against it, the line after."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from followups.actions import let_go
from followups.kinds import Baton, Kind
from followups.models import FollowUp, HandOver
from prospects.conversations import Manner, PermissionChannel, TopicKind
from prospects.models import Prospect
from prospects.new_no import About, Agreement, Promised
from tests.cast import MONDAY, NINE, make_user
from tests.desk.reading import Element, filled_in, form_to, read
from tests.desk.visiting import signed_in
from tests.followups.handing import in_care, offer, said_yes
from tests.followups.telling import day, log

CALL, MAIL = PermissionChannel.CALL, PermissionChannel.MAIL


@pytest.fixture
def tom(owner: User) -> Prospect:
    return log(
        owner,
        "Tom Whitfield",
        on=day(-20),
        in_their_words="We stay with ours for now.",
        about=About(topics=((TopicKind.GOAL, "less waste"),)),
        agreement=Agreement((MAIL,), every_weeks=6),
        promise=Promised("the two-page checklist"),
    ).prospect


def door_of(person: Prospect) -> str:
    return f"/prospects/{person.pk}/handover/"


def form_page(client: Client, person: Prospect) -> Element:
    return read(client.get(door_of(person)))


def send(client: Client, person: Prospect, **typed: Any) -> Any:
    form = form_to(form_page(client, person), door_of(person))
    return client.post(door_of(person), {**filled_in(form), **typed})


def test_one_way_leads_there_from_the_persons_page(desk: Client, tom: Prospect, marketer: User) -> None:
    links = read(desk.get(tom.get_absolute_url())).all("a", href=door_of(tom))
    assert {link.text for link in links} == {"Hand over to marketing"}


def test_without_anybody_of_marketing_nothing_offers_it(desk: Client, tom: Prospect, colleague: User) -> None:
    assert not read(desk.get(tom.get_absolute_url())).all("a", href=door_of(tom))
    page = form_page(desk, tom)
    assert "Choose somebody of marketing" in read(send(desk, tom)).text
    assert page.one("h1").text == "Hand over to marketing"


def test_the_form_begins_with_what_is_known(desk: Client, tom: Prospect, marketer: User) -> None:
    typed = filled_in(form_to(form_page(desk, tom), door_of(tom)))
    assert (typed["taker"], typed["channels"], typed["every_weeks"]) == (str(marketer.pk), "mail", "6")
    assert typed["returns_on"] == day(90).isoformat()
    note = str(typed["note"])
    for said in (
        "Tessa, please look after Tom Whitfield (Havbruk Nordic) until Sunday 31 May 2026.",
        "Decided on 10 February, in their words: “We stay with ours for now”.",
        "I told them: “",
        "They agreed to mail, about every 6 weeks, on less waste; given aloud.",
        "Not agreed: calls, our letter and meetings.",
        "Promised: the two-page checklist, still to do.",
        "Back to me on Sunday 31 May 2026, or the same day if they answer, ask for a price or want to talk.",
        "The first mail names us both. Maren",
    ):
        assert said in note, said


def test_sent_it_waits_with_its_note(desk: Client, tom: Prospect, marketer: User) -> None:
    answer = send(desk, tom, returns_on=day(60).isoformat())
    assert (answer.status_code, answer["Location"]) == (303, tom.get_absolute_url())
    row = HandOver.objects.get()
    assert (row.state, row.taker, row.channels, row.every_weeks) == (Baton.OFFERED, marketer, "mail", 6)
    # A note nobody touched says what was chosen.
    assert "until Friday 1 May 2026" in row.note
    page = read(desk.get(tom.get_absolute_url()))
    assert "Offered. Until Tessa takes over, Tom Whitfield stays with you." in page.text
    assert "Offered to Tessa of marketing" in page.one("p", data_baton=True).text
    assert not page.all("a", href=door_of(tom))


def test_a_note_of_ones_own_stays_as_it_was_typed(desk: Client, tom: Prospect, marketer: User) -> None:
    send(desk, tom, note="Just the letter, please.", returns_on=day(60).isoformat())
    assert HandOver.objects.get().note == "Just the letter, please."


def test_the_same_form_twice_is_one_hand_over(desk: Client, tom: Prospect, marketer: User) -> None:
    typed = filled_in(form_to(form_page(desk, tom), door_of(tom)))
    assert {desk.post(door_of(tom), typed).status_code for _time in range(2)} == {303}
    assert HandOver.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"channels": ["mail", "call"]}, "They have not agreed to calls."),
        ({"channels": []}, "What is it about? Choose at least one."),
        ({"returns_on": MONDAY.isoformat()}, "Choose a day after today."),
        ({"every_weeks": "60"}, "Between 1 and 52 weeks."),
        ({"taker": ""}, "Choose somebody of marketing in your team."),
    ],
)
def test_what_stands_against_it_is_said_and_nothing_typed_is_lost(
    desk: Client, tom: Prospect, marketer: User, typed: dict[str, Any], said: str
) -> None:
    answer = send(desk, tom, note="Mine.", **typed)
    assert answer.status_code == 200
    page = read(answer)
    assert said in page.text
    assert filled_in(form_to(page, door_of(tom)))["note"] == "Mine."
    assert not HandOver.objects.exists()


def test_nobody_who_agreed_to_nothing_is_handed_over(desk: Client, owner: User, marketer: User) -> None:
    person = log(owner, "Ada").prospect
    page = form_page(desk, person)
    assert "They have not agreed to mail. Ask them first and note it" in page.text
    assert not [form for form in page.all("form") if form.attrs.get("action") == door_of(person)]


def test_a_channel_without_permission_is_explained(desk: Client, tom: Prospect, marketer: User) -> None:
    text = form_page(desk, tom).text
    assert "Calls: nobody has asked them yet" in text
    assert "Note what they agreed to" in text


def test_an_agreed_meeting_stays_and_the_rest_comes_back_ahead(
    desk: Client, owner: User, marketer: User
) -> None:
    person = log(owner, "Ada", next_contact_on=day(60), next_contact_manner=Manner.MEETING).prospect
    said_yes(person, by=owner)
    page = form_page(desk, person)
    assert "You meet them on 1 May. That stays with you; they are back by 24 April." in page.text
    assert filled_in(form_to(page, door_of(person)))["returns_on"] == day(53).isoformat()
    answer = send(desk, person, returns_on=day(58).isoformat())
    assert "they must be back by 24 April" in read(answer).text
    assert send(desk, person).status_code == 303
    assert FollowUp.objects.get(prospect=person, kind=Kind.AGREED_MEETING).owner == owner


def test_in_care_the_page_says_with_whom_and_until_when(desk: Client, tom: Prospect, marketer: User) -> None:
    row = in_care(tom, marketer)
    line = read(desk.get(tom.get_absolute_url())).one("p", data_baton=True)
    assert "Tessa of marketing looks after Tom Whitfield, since today and until 1 May." in line.text
    assert line.one("a").attrs["href"] == f"/handovers/{row.pk}/"
    # The form leads to the one that runs.
    assert desk.get(door_of(tom))["Location"] == f"/handovers/{row.pk}/"


def test_where_nothing_is_planned_there_is_nothing_to_hand_over(
    desk: Client, tom: Prospect, owner: User, marketer: User
) -> None:
    let_go(tom.deals.get(), by=owner, today=MONDAY, now=NINE)
    assert not read(desk.get(tom.get_absolute_url())).all("a", href=door_of(tom))
    assert "Nothing is planned for them any more." in form_page(desk, tom).text


def test_only_who_looks_after_them_or_a_manager_hands_them_over(
    tom: Prospect, marketer: User, colleague: User, manager: User, stranger: User
) -> None:
    for other in (colleague, marketer, stranger):
        assert signed_in(other).get(door_of(tom)).status_code == 404
        assert signed_in(other).post(door_of(tom), {"taker": str(marketer.pk)}).status_code == 404
    assert send(signed_in(manager), tom).status_code == 303
    assert HandOver.objects.get().giver == tom.owner


def test_with_several_marketers_the_note_names_whom_was_chosen(
    desk: Client, tom: Prospect, marketer: User
) -> None:
    other = make_user(marketer.team, "uma@example.com", name="Uma Lind", is_sales=False, is_marketing=True)
    note = str(filled_in(form_to(form_page(desk, tom), door_of(tom)))["note"])
    assert note.startswith("Please look after Tom Whitfield")
    send(desk, tom, taker=str(other.pk))
    assert HandOver.objects.get().note.startswith("Uma, please look after Tom Whitfield")


def test_a_second_offer_of_the_same_person_is_refused(desk: Client, tom: Prospect, marketer: User) -> None:
    form = filled_in(form_to(form_page(desk, tom), door_of(tom)))
    offer(tom, marketer)
    assert "They are on their way to marketing already." in read(desk.post(door_of(tom), form)).text
