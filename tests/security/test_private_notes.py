"""Somebody in marketing's care: private notes stay with sales, whoever does the work meanwhile."""

import pytest
from django.db import models

from accounts.models import User
from followups.actions import NewTouch, bring_back, log_touch
from followups.kinds import Channel, Kind, Outcome
from followups.models import FollowUp, FollowUpPlan, HandOver
from prospects.conversations import Manner
from prospects.models import Deal, Loss, Prospect, WakeUp
from tests.cast import MONDAY, NINE, make_user
from tests.desk.visiting import signed_in
from tests.followups.handing import in_care, offer, said_yes, take
from tests.followups.telling import complete, day, log, nine_on, open_row, step_of

PRIVATE = {
    "notes": "Zwetschgenmus", "lesson": "Quittengelee", "cues": "Holundersirup", "note": "Mirabellenkompott",
    "debrief": "Sauerkirschlikoer",
}  # fmt: skip
OPEN = {"words": "Lieferantenwechsel", "call": "Messegespraech"}
BENEATH: list[type[models.Model]] = [Prospect, Deal, Loss, WakeUp, FollowUpPlan, FollowUp]


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    loss = log(
        owner, email="ingrid@example.com", in_their_words=OPEN["words"], notes=PRIVATE["notes"],
        lesson=PRIVATE["lesson"],
    )  # fmt: skip
    Prospect.objects.filter(pk=loss.prospect_id).update(personal_cues=PRIVATE["cues"])
    person = Prospect.objects.get(pk=loss.prospect_id)
    for channel, said in ((Channel.NOTE, PRIVATE["note"]), (Channel.CALL, OPEN["call"])):
        log_touch(person, NewTouch(channel, MONDAY, summary=said), by=owner, today=MONDAY, now=NINE)
    complete(open_row(person, Kind.DEBRIEF), Outcome.DONE, on=MONDAY, note=PRIVATE["debrief"])
    return person


@pytest.fixture
def baton(ingrid: Prospect, marketer: User) -> HandOver:
    return in_care(ingrid, marketer)


@pytest.fixture(params=["taker", "stand-in"])
def reader(request: pytest.FixtureRequest, baton: HandOver, marketer: User, colleague: User) -> User:
    """Whoever works on it meanwhile."""
    if request.param == "taker":
        return marketer
    FollowUp.objects.filter(pk=step_of(baton.prospect).pk).update(owner=colleague)
    return colleague


def pages(person: Prospect) -> list[str]:
    deal, loss = person.deals.get(), person.losses.get()
    rows = [f"/followups/{row.pk}/" for row in FollowUp.objects.open().filter(prospect=person)]
    return [
        f"/prospects/{person.pk}/", f"/prospects/{person.pk}/done/", f"/deals/{deal.pk}/", "/", "/focus/",
        "/prospects/", "/prospects/?q=Havbruk", f"/no/?prospect={person.pk}", f"/no/?deal={deal.pk}",
        f"/losses/{loss.pk}/confirmation-sent/", "/settings/changes/", "/wake-ups/", *rows,
    ]  # fmt: skip


def test_no_page_shows_what_is_private(reader: User, ingrid: Prospect) -> None:
    client = signed_in(reader)
    told = [client.get(address).content.decode() for address in pages(ingrid)]
    assert client.get(f"/prospects/{ingrid.pk}/").status_code == 200
    for words in PRIVATE.values():
        assert not [page for page in told if words in page], words
    for words in OPEN.values():
        assert [page for page in told if words in page], words


def test_no_search_finds_it(reader: User, ingrid: Prospect) -> None:
    client = signed_in(reader)
    for words in PRIVATE.values():
        assert ingrid.name not in client.get(f"/prospects/?q={words}").content.decode(), words
    for words in OPEN.values():
        assert ingrid.name in client.get(f"/prospects/?q={words}").content.decode(), words


def test_nothing_about_them_is_edited(reader: User, ingrid: Prospect) -> None:
    client, loss = signed_in(reader), ingrid.losses.get()
    for address in (f"/prospects/{ingrid.pk}/edit/", f"/losses/{loss.pk}/edit/"):
        assert client.get(address).status_code == 403
        assert client.post(address, {"name": "Somebody"}).status_code == 403
    assert client.get(f"/prospects/{ingrid.pk}/edit/?part=matters", HTTP_HX_REQUEST="true").status_code == 403
    assert client.post(f"/losses/{loss.pk}/undo/").status_code == 403
    page = client.get(f"/prospects/{ingrid.pk}/").content.decode()
    assert "/edit/" not in page
    for door in ("privacy/", "erase/", "export/"):
        assert client.get(f"/prospects/{ingrid.pk}/{door}").status_code in {403, 404, 405}


@pytest.mark.parametrize("who", ["owner", "manager"])
def test_whoever_looks_after_them_or_manages_sees_it_all(
    who: str, baton: HandOver, ingrid: Prospect, request: pytest.FixtureRequest
) -> None:
    page = signed_in(request.getfixturevalue(who)).get(f"/prospects/{ingrid.pk}/").content.decode()
    for words in (PRIVATE["notes"], PRIVATE["cues"], PRIVATE["note"]):
        assert words in page


def sees(user: User) -> list[bool]:
    managers = [model._default_manager for model in BENEATH]
    return [manager.visible_to(user).exists() for manager in managers]  # type: ignore[attr-defined]


def test_marketing_sees_a_person_from_taking_over_until_they_are_back(
    ingrid: Prospect, marketer: User, owner: User
) -> None:
    said_yes(ingrid, by=owner)
    baton = offer(ingrid, marketer)
    assert sees(marketer) == [False] * len(BENEATH)
    take(baton)
    assert sees(marketer) == [True, True, True, False, True, True]
    assert not FollowUp.objects.visible_to(marketer).filter(kind=Kind.DEBRIEF).exists()
    bring_back(baton.pk, by=owner, now=nine_on(day(3)))
    assert sees(marketer) == [False] * len(BENEATH)
    assert baton in HandOver.objects.visible_to(marketer)
    assert sees(owner)[:3] == [True] * 3


def test_other_marketing_sees_nothing(baton: HandOver, marketer: User) -> None:
    other = make_user(marketer.team, "other@example.com", is_sales=False, is_marketing=True)
    assert sees(other) == [False] * len(BENEATH)
    assert baton not in HandOver.objects.visible_to(other)
    assert signed_in(other).get(f"/prospects/{baton.prospect_id}/").status_code == 404


def test_also_when_nothing_is_theirs_to_do(owner: User, marketer: User) -> None:
    """All that is open is the meeting, which stays with sales."""
    person = log(owner, next_contact_on=day(91), next_contact_manner=Manner.MEETING, on=day(-20)).prospect
    FollowUp.objects.open().exclude(kind=Kind.AGREED_MEETING).delete()
    in_care(person, marketer)
    assert not FollowUp.objects.open().filter(owner=marketer).exists()
    assert person in Prospect.objects.visible_to(marketer)
    assert signed_in(marketer).get(f"/prospects/{person.pk}/").status_code == 200
    assert person.name in signed_in(marketer).get("/prospects/?q=Havbruk").content.decode()
