"""A form that adds something, sent again because its answer never arrived, adds it once."""

from typing import Any

import pytest
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from followups.models import Touch
from prospects.models import Deal, LossReason, Permission, Prospect
from tests.desk.reading import Element, Fields, filled_in, form_to, read, said
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log


@pytest.fixture
def person(owner: User) -> Prospect:
    return log(owner, on=day(-20)).prospect


def form_on(client: Client, page: str, address: str) -> Fields:
    """What the form to an address would send."""
    return filled_in(form_to(read(client.get(page)), address))


def sent(client: Client, address: str, fields: Fields) -> tuple[str, str]:
    """Where an answer leads, and what is said there."""
    answer: Any = client.post(address, fields)
    assert answer.status_code == 303
    return answer["Location"], said(read(client.get(answer["Location"])))


def asked(answer: Any) -> Element:
    """The page that asks whether it is another one."""
    assert answer.status_code == 200
    page = read(answer)
    assert "This is noted already." in page.one(role="alert").text
    return page


@pytest.fixture
def touches(person: Prospect) -> str:
    return f"/prospects/{person.pk}/touches/"


def own_touches() -> list[str]:
    rows = Touch.objects.filter(follow_up__isnull=True, loss__isnull=True)
    return sorted(rows.values_list("summary", flat=True))


def test_a_touch_is_noted_once_and_told_again(desk: Client, person: Prospect, touches: str) -> None:
    page = person.get_absolute_url()
    fields = form_on(desk, page, touches) | {"channel": "mail", "direction": "in", "summary": "Thanks"}
    first, second = sent(desk, touches, fields), sent(desk, touches, fields)
    assert first == second
    assert "The check-in moves to" in second[1]
    assert own_touches() == ["Thanks"]
    assert Change.objects.filter(action="log_touch").count() == 1


def test_a_touch_told_again_can_be_taken_back(desk: Client, person: Prospect, touches: str) -> None:
    page = person.get_absolute_url()
    fields = form_on(desk, page, touches) | {"summary": "She sails"}
    sent(desk, touches, fields)
    desk.post(touches, fields)
    change = Change.objects.get(action="log_touch")
    assert form_to(read(desk.get(page)), f"/changes/{change.pk}/undo/")
    assert desk.post(f"/changes/{change.pk}/undo/").status_code == 303
    assert own_touches() == []


def test_another_touch_typed_into_the_same_form_is_asked_about(
    desk: Client, person: Prospect, touches: str
) -> None:
    fields = form_on(desk, person.get_absolute_url(), touches) | {"summary": "She sails"}
    sent(desk, touches, fields)
    page = asked(desk.post(touches, fields | {"summary": "She moves to Oslo"}))
    assert own_touches() == ["She sails"]
    again = filled_in(form_to(page, touches))
    assert again["summary"] == "She moves to Oslo"
    sent(desk, touches, again)
    assert own_touches() == ["She moves to Oslo", "She sails"]


def test_the_next_form_notes_another_one(desk: Client, person: Prospect, touches: str) -> None:
    for _time in range(2):
        fields = form_on(desk, person.get_absolute_url(), touches)
        sent(desk, touches, fields | {"summary": "Rang, nobody there"})
    assert len(own_touches()) == 2


def test_a_key_says_nothing_about_somebody_elses_form(
    desk: Client, manager: User, person: Prospect, touches: str
) -> None:
    fields = form_on(desk, person.get_absolute_url(), touches) | {"summary": "She sails"}
    sent(desk, touches, fields)
    sent(signed_in(manager), touches, fields)
    assert len(own_touches()) == 2


@pytest.mark.parametrize("change", ["grant", "withdraw"])
def test_a_permission_is_noted_once(desk: Client, person: Prospect, change: str) -> None:
    address = f"/prospects/{person.pk}/permissions/"
    fields = form_on(desk, person.get_absolute_url(), address)
    fields |= {"change": change, "permission_channels": ["call", "mail"], "permission_words": "On Fridays"}
    assert sent(desk, address, fields) == sent(desk, address, fields)
    assert Permission.objects.count() == 2
    assert Change.objects.filter(object_id=person.pk, action__endswith="_permission").count() == 1


def test_another_word_typed_into_the_same_form_is_asked_about(desk: Client, person: Prospect) -> None:
    address = f"/prospects/{person.pk}/permissions/"
    fields = form_on(desk, person.get_absolute_url(), address) | {"permission_channels": ["call"]}
    sent(desk, address, fields)
    page = asked(desk.post(address, fields | {"change": "withdraw"}))
    assert Permission.objects.count() == 1
    sent(desk, address, filled_in(form_to(page, address)))
    assert (
        list(Permission.objects.order_by("created_at").values_list("is_granted", flat=True)).count(False) == 1
    )


def test_somebody_without_a_no_is_added_once(desk: Client) -> None:
    fields = form_on(desk, "/prospects/new/", "/prospects/new/") | {"name": "Piet Claes"}
    first, second = sent(desk, "/prospects/new/", fields), sent(desk, "/prospects/new/", fields)
    assert first == second
    assert "Noted. Next check-in" in second[1]
    assert Prospect.objects.count() == 1


def test_the_next_person_may_be_typed_into_the_page_before(desk: Client) -> None:
    fields = form_on(desk, "/prospects/new/", "/prospects/new/")
    for name in ("Piet Claes", "An Peeters"):
        sent(desk, "/prospects/new/", fields | {"name": name})
    assert Prospect.objects.count() == 2


def test_a_new_need_is_noted_once(desk: Client, person: Prospect) -> None:
    page = f"/deals/{person.deals.get().pk}/"
    fields = form_on(desk, page, f"{page}new-need/") | {"title": "A second site", "value": "5000"}
    assert sent(desk, f"{page}new-need/", fields) == sent(desk, f"{page}new-need/", fields)
    assert Deal.objects.filter(title="A second site").count() == 1


def test_a_reason_is_added_once_and_told_again(manager: User) -> None:
    client = signed_in(manager)
    fields = form_on(client, "/settings/reasons/", "/settings/reasons/new/") | {"label": "No headcount"}
    first = sent(client, "/settings/reasons/new/", fields)
    assert first == sent(client, "/settings/reasons/new/", fields)
    assert first[1] == "Added."
    assert LossReason.objects.filter(label="No headcount").count() == 1


def test_without_a_key_what_is_sent_is_meant(desk: Client, person: Prospect, touches: str) -> None:
    for _time in range(2):
        sent(desk, touches, {"channel": "note", "summary": "She sails"})
    assert len(own_touches()) == 2
