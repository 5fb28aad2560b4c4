"""What somebody agreed to, on their page: how it stands, what they say next, the end of everything."""

from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from followups.models import FollowUp
from prospects.conversations import PermissionChannel
from prospects.models import Permission, Prospect
from prospects.new_no import About, Agreement
from prospects.permissions import granted_to_us
from tests.desk.reading import Element, described_by, filled_in, form_to, read, said
from tests.desk.visiting import signed_in
from tests.followups.telling import log, open_rows
from tests.security.tables import everything_stored

CALL, MAIL = PermissionChannel.CALL, PermissionChannel.MAIL


@pytest.fixture
def person(owner: User) -> Prospect:
    return log(owner, email="ingrid@havbruk.example").prospect


def tell(client: Client, person: Prospect, **typed: Any) -> HttpResponse:
    return client.post(f"/prospects/{person.pk}/permissions/", typed)


def block_of(client: Client, person: Prospect) -> Element:
    return read(client.get(f"/prospects/{person.pk}/")).one(id="permissions")


def test_who_was_never_asked_is_said_to_be_so(desk: Client, person: Prospect) -> None:
    assert "Nobody has asked them yet." in block_of(desk, person).text


def test_what_was_agreed_at_the_no_stands_there(desk: Client, owner: User) -> None:
    agreed = Agreement((CALL,), words="Ring me any Friday", every_weeks=6)
    block = block_of(desk, log(owner, agreement=agreed).prospect)
    assert "Call" in block.text
    assert "Ring me any Friday" in block.text
    assert "Said aloud, every 6 weeks" in block.text
    assert "2 Mar 2026" in block.text


def test_a_yes_is_noted_with_how_and_in_which_words(desk: Client, owner: User, person: Prospect) -> None:
    answer = tell(
        desk, person, change="grant", permission_channels=["call", "newsletter"], given_on="2026-03-01",
        permission_strength="confirmed", permission_words="Yes, please", permission_every="4",
    )  # fmt: skip
    assert (answer.status_code, answer["Location"]) == (303, f"/prospects/{person.pk}/")
    rows = list(Permission.objects.all())
    assert {row.channel for row in rows} == {"call", "newsletter"}
    assert {(row.strength, row.words, row.every_weeks, row.recorded_by) for row in rows} == {
        ("confirmed", "Yes, please", 4, owner)
    }
    page = read(desk.get(answer["Location"]))
    assert "Confirmed in writing" in page.one(id="permissions").text
    story = page.one("ol", class_="timeline").text
    assert "Agreed to: Call, Our letter" in story
    assert "Noted by: Maren Vogt" in story


def test_a_no_longer_is_noted_beside_the_yes_before(
    desk: Client, person: Prospect, clock: time_machine.Traveller
) -> None:
    tell(desk, person, permission_channels=["call"])
    clock.shift(60)
    tell(desk, person, change="withdraw", permission_channels=["call"], permission_words="Not in summer")
    assert granted_to_us(person).channels == set()
    page = read(desk.get(f"/prospects/{person.pk}/"))
    assert "Not in summer" in page.one(id="permissions").text
    story = page.one("ol", class_="timeline").text
    assert story.index("No longer: Call") < story.index("Agreed to: Call")


def test_the_form_as_it_stands_needs_a_channel(desk: Client, person: Prospect) -> None:
    form = form_to(block_of(desk, person), f"/prospects/{person.pk}/permissions/")
    before = everything_stored()
    answer = desk.post(form.attrs["action"], filled_in(form))
    page = read(answer)
    assert answer.status_code == 200
    assert described_by(page, "permission_channels")
    assert "open" in page.one(id="permissions").one("details").attrs
    assert everything_stored() == before


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"permission_channels": ["pigeon"]}, "permission_channels"),
        ({"change": "maybe"}, "change"),
        ({"permission_strength": "loud"}, "permission_strength"),
        ({"given_on": "2026-03-03"}, "given_on"),
        ({"given_on": "?"}, "given_on"),
        ({"permission_every": "0"}, "permission_every"),
        ({"permission_words": "x" * 4001}, "permission_words"),
    ],
)
def test_a_mistake_is_said_beside_its_field(
    desk: Client, person: Prospect, typed: dict[str, Any], field: str
) -> None:
    before = everything_stored()
    page = read(tell(desk, person, **{"permission_channels": ["call"], **typed}))
    assert described_by(page, field)
    assert everything_stored() == before


def test_a_yes_is_taken_back_from_the_story(desk: Client, person: Prospect) -> None:
    tell(desk, person, permission_channels=["call"])
    change = Change.objects.get(action="grant_permission")
    story = read(desk.get(f"/prospects/{person.pk}/")).one("ol", class_="timeline")
    undo = form_to(story, f"/changes/{change.pk}/undo/")
    desk.post(undo.attrs["action"], filled_in(undo))
    assert not Permission.objects.exists()


@pytest.mark.parametrize(
    ("country", "strength", "warned"),
    [("DE", "said", True), ("AT", "said", True), ("DE", "confirmed", False), ("NO", "said", False)],
)
def test_strict_countries_say_what_mail_needs(
    desk: Client, owner: User, country: str, strength: str, warned: bool
) -> None:
    person = log(owner, about=About(country=country)).prospect
    tell(desk, person, permission_channels=["mail"], permission_strength=strength)
    text = "every mail the app sends needs their yes in writing"
    assert (text in block_of(desk, person).text) == warned


def test_stop_ends_everything_at_once_and_says_so(desk: Client, person: Prospect) -> None:
    tell(desk, person, permission_channels=["call"])
    page = read(desk.get(f"/prospects/{person.pk}/"))
    stop = form_to(page, f"/prospects/{person.pk}/stop/")
    answer = desk.post(stop.attrs["action"], filled_in(stop))
    assert (answer.status_code, answer["Location"]) == (303, f"/prospects/{person.pk}/")
    assert open_rows(person) == []
    after = read(desk.get(f"/prospects/{person.pk}/"))
    assert "Ingrid Solheim asked you to stop. Nothing is planned any more." in said(after)
    assert "Asked you to stop" in after.one("ol", class_="timeline").text
    assert not after.all("form", action=f"/prospects/{person.pk}/stop/")
    assert not after.all("form", action=f"/prospects/{person.pk}/permissions/")
    assert not after.all("a", href="mailto:ingrid@havbruk.example")


def test_a_stop_pressed_by_mistake_is_taken_back(desk: Client, person: Prospect) -> None:
    before = open_rows(person)
    desk.post(f"/prospects/{person.pk}/stop/")
    page = read(desk.get(f"/prospects/{person.pk}/"))
    change = Change.objects.get(action="ask_to_stop")
    undo = form_to(page.one("div", role="status"), f"/changes/{change.pk}/undo/")
    desk.post(undo.attrs["action"], filled_in(undo))
    assert open_rows(person) == before


def test_stop_pressed_twice_says_the_same(desk: Client, person: Prospect) -> None:
    desk.post(f"/prospects/{person.pk}/stop/")
    answer = desk.post(f"/prospects/{person.pk}/stop/")
    assert answer.status_code == 303
    assert Change.objects.filter(action="ask_to_stop").count() == 1


def test_a_colleagues_stop_is_known_here_too(desk: Client, colleague: User, person: Prospect) -> None:
    theirs = log(colleague, email="ingrid@havbruk.example").prospect
    signed_in(colleague).post(f"/prospects/{theirs.pk}/stop/")
    page = read(desk.get(f"/prospects/{person.pk}/"))
    assert "Nothing is planned any more." in page.text
    assert not FollowUp.objects.open().exists()


def test_after_a_stop_a_yes_is_refused(desk: Client, person: Prospect) -> None:
    desk.post(f"/prospects/{person.pk}/stop/")
    page = read(tell(desk, person, permission_channels=["call"]))
    assert "They asked us to stop." in page.one("div", role="alert").text


@pytest.mark.parametrize("who", ["colleague", "stranger"])
@pytest.mark.parametrize("door", ["permissions", "stop"])
def test_somebody_elses_person_does_not_exist(
    who: str, door: str, person: Prospect, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    before = everything_stored()
    answer = client.post(f"/prospects/{person.pk}/{door}/", {"permission_channels": ["call"]})
    assert answer.status_code == 404
    assert everything_stored() == before
