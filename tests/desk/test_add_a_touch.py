"""A touch in one line, on a person's page."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from followups.actions import NewTouch, log_touch
from followups.kinds import NOTED_BY_HAND, Channel, Kind, TouchKind
from followups.models import Touch
from prospects.models import Prospect
from tests.cast import MONDAY, NINE
from tests.desk.reading import Element, described_by, filled_in, form_to, read, said
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log, step_of
from tests.security.tables import everything_stored

WHY = "They count stock twice a week"


@pytest.fixture
def person(owner: User) -> Prospect:
    """Said no three weeks ago: no rule minds a helpful word today."""
    return log(owner, on=day(-20)).prospect


def note(client: Client, person: Prospect, **typed: Any) -> HttpResponse:
    return client.post(f"/prospects/{person.pk}/touches/", {"channel": "mail", **typed})


def page_of(client: Client, person: Prospect) -> Element:
    return read(client.get(f"/prospects/{person.pk}/"))


def own_touches() -> list[Touch]:
    return list(Touch.objects.filter(follow_up__isnull=True, loss__isnull=True))


def test_the_form_begins_with_a_note_of_today(desk: Client, person: Prospect) -> None:
    form = form_to(page_of(desk, person), f"/prospects/{person.pk}/touches/")
    sent = filled_in(form)
    assert (sent["channel"], sent["direction"], sent["kind"]) == ("note", "out", "personal")
    assert (sent["summary"], sent["happened_on"], "spoke" in sent) == ("", "2026-03-02", False)


def test_the_key_a_leads_into_the_field(desk: Client, person: Prospect) -> None:
    page = page_of(desk, person)
    label = page.one("label", data_key="a")
    assert page.one("input", id=label.attrs["for"]).attrs["name"] == "summary"


def test_what_the_form_sends_is_saved(desk: Client, person: Prospect) -> None:
    form = form_to(page_of(desk, person), f"/prospects/{person.pk}/touches/")
    answer = desk.post(form.attrs["action"], {**filled_in(form), "summary": "She sails\u202e"})
    assert (answer.status_code, answer["Location"]) == (303, f"/prospects/{person.pk}/")
    touch = own_touches()[0]
    assert (touch.channel, touch.summary, touch.happened_on) == ("note", "She sails", MONDAY)
    page = page_of(desk, person)
    assert "Noted." in said(page)
    assert "She sails" in page.one("ol", class_="timeline").text


def test_the_receipt_says_where_the_check_in_went(desk: Client, person: Prospect) -> None:
    note(desk, person, direction="in", summary="Thanks for the article")
    step = step_of(person)
    assert step.opens_on == day(30)
    text = said(page_of(desk, person))
    assert "Noted. The check-in moves to" in text
    assert "any day 1 Apr – 1 May" in text


def test_the_receipt_takes_it_back(desk: Client, person: Prospect) -> None:
    before = step_of(person).due_on
    note(desk, person, direction="in")
    change = Change.objects.get(action="log_touch")
    page = page_of(desk, person)
    undo = form_to(page.one("div", role="status"), f"/changes/{change.pk}/undo/")
    answer = desk.post(undo.attrs["action"], filled_in(undo))
    assert (answer.status_code, answer["Location"]) == (303, f"/prospects/{person.pk}/")
    assert (own_touches(), step_of(person).due_on) == ([], before)
    assert "Taken back." in said(page_of(desk, person))


def test_it_can_be_taken_back_from_the_story_too(desk: Client, person: Prospect) -> None:
    note(desk, person, channel="note", summary="She sails")
    page_of(desk, person)  # the receipt has been seen
    change = Change.objects.get(action="log_touch")
    story = page_of(desk, person).one("ol", class_="timeline")
    undo = form_to(story, f"/changes/{change.pk}/undo/")
    desk.post(undo.attrs["action"], filled_in(undo))
    assert own_touches() == []


def test_only_what_the_contract_names_is_needed(desk: Client, person: Prospect) -> None:
    assert note(desk, person).status_code == 303
    touch = own_touches()[0]
    assert (touch.direction, touch.kind, touch.happened_on) == ("out", "personal", MONDAY)


@pytest.mark.parametrize("channel", [code.value for code in NOTED_BY_HAND])
@pytest.mark.parametrize("direction", ["in", "out"])
def test_every_channel_has_its_line_in_the_story(
    desk: Client, person: Prospect, channel: str, direction: str
) -> None:
    assert note(desk, person, channel=channel, direction=direction, summary="So it was").status_code == 303
    story = page_of(desk, person).one("ol", class_="timeline")
    assert "So it was" in story.text
    expected = {"in": "They", "out": "Called Wrote Met Sent Note"}[direction]
    titles = [title.text for title in story.all("b")]
    assert any(word in titles[0] for word in [*expected.split(), "A letter from them"])


def test_a_call_that_reached_them_is_a_talk(desk: Client, person: Prospect) -> None:
    note(desk, person, channel="call", spoke="on")
    assert own_touches()[0].is_two_way
    assert "Talked on the phone" in page_of(desk, person).one("ol", class_="timeline").text


def test_the_story_tells_kind_and_why_it_mattered(desk: Client, person: Prospect) -> None:
    note(desk, person, kind="helpful", relevance=WHY, summary="An article")
    story = page_of(desk, person).one("ol", class_="timeline").text
    assert f"Helpful: {WHY}" in story


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"channel": ""}, "channel"),
        ({"direction": "up"}, "direction"),
        ({"kind": "rude"}, "kind"),
        ({"happened_on": "2026-03-03"}, "happened_on"),
        ({"happened_on": "soon"}, "happened_on"),
        ({"happened_on": "0001-01-01"}, "happened_on"),
        ({"summary": "x" * 4001}, "summary"),
        ({"relevance": "x" * 201}, "relevance"),
        ({"channel": "note"}, "summary"),
        ({"kind": "helpful"}, "relevance"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_all_is_kept(
    desk: Client, person: Prospect, typed: dict[str, str], field: str
) -> None:
    before = everything_stored()
    answer = note(desk, person, **{"summary": "", "happened_on": "2026-03-01", **typed})
    page = read(answer)
    assert answer.status_code == 200
    assert described_by(page, field)
    assert page.one("h1").text == "Ingrid Solheim"
    assert everything_stored() == before


def test_what_was_typed_survives_a_mistake(desk: Client, person: Prospect) -> None:
    typed = {"kind": "helpful", "summary": "An article", "happened_on": "2026-03-01"}
    answer = note(desk, person, **typed)
    sent = filled_in(form_to(read(answer), f"/prospects/{person.pk}/touches/"))
    assert {name: sent[name] for name in typed} == typed


def test_an_offer_that_comes_too_early_is_asked_about(desk: Client, person: Prospect) -> None:
    before = everything_stored()
    answer = note(desk, person, kind="pitch", relevance=WHY, summary="A quote")
    page = read(answer)
    assert answer.status_code == 200
    sentence = described_by(page, "override_reason")
    assert "First be of use to them 2 more times, then make an offer." in sentence
    form = form_to(page, f"/prospects/{person.pk}/touches/")
    assert "Fine instead: Send something that helps them." in form.text
    assert filled_in(form)["summary"] == "A quote"
    assert everything_stored() == before


def test_it_may_have_happened_all_the_same(desk: Client, person: Prospect) -> None:
    refused = read(note(desk, person, kind="pitch", relevance=WHY, summary="A quote"))
    form = form_to(refused, f"/prospects/{person.pk}/touches/")
    reason = "She asked for the price"
    answer = desk.post(form.attrs["action"], {**filled_in(form), "override_reason": reason})
    assert answer.status_code == 303
    assert own_touches()[0].override_reason == reason
    story = page_of(desk, person).one("ol", class_="timeline").text
    assert f"All the same, because: {reason}" in story


def test_too_near_names_the_next_good_day(desk: Client, owner: User, person: Prospect) -> None:
    helpful = NewTouch(Channel.MAIL, day(-3), kind=TouchKind.HELPFUL, relevance=WHY)
    log_touch(person, helpful, by=owner, today=MONDAY, now=NINE)
    sentence = described_by(read(note(desk, person, kind="helpful", relevance=WHY)), "override_reason")
    assert "You wrote on 27 February. Leave them a little room." in sentence
    assert "The next good day is" in sentence


def test_to_whom_asked_to_stop_nothing_goes(desk: Client, person: Prospect) -> None:
    desk.post(f"/prospects/{person.pk}/stop/")
    before = everything_stored()
    page = read(note(desk, person, summary="One more try", override_reason="I like them"))
    assert "They asked us to stop. Nothing goes to them any more." in page.one("div", role="alert").text
    assert not page.all("input", name="override_reason")
    changed = {table for table, state in everything_stored().items() if state != before[table]}
    assert changed <= {"django_session"}
    assert note(desk, person, direction="in", summary="They called").status_code == 303


def test_a_manager_writes_into_a_colleagues_story(manager: User, person: Prospect) -> None:
    assert note(signed_in(manager), person, direction="in").status_code == 303
    assert own_touches()[0].by == manager
    assert step_of(person).owner == person.owner


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_somebody_elses_person_does_not_exist(
    who: str, person: Prospect, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    before = everything_stored()
    assert note(client, person, summary="Mine").status_code == 404
    assert everything_stored() == before


def test_looking_writes_nothing(desk: Client, person: Prospect) -> None:
    assert desk.get(f"/prospects/{person.pk}/touches/").status_code == 405


def test_the_open_follow_ups_keep_their_kind(desk: Client, person: Prospect) -> None:
    note(desk, person, direction="in")
    assert step_of(person).kind == Kind.CHECK_IN


def test_what_happens_on_their_page_is_not_noted_by_hand(desk: Client, person: Prospect) -> None:
    assert note(desk, person, channel="page", direction="in").status_code == 200
    assert own_touches() == []
