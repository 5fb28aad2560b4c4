"""PRODUCT.md, row 30: to marketing with what was said and agreed, taken or sent back, and the way home."""

import pytest
import time_machine

from accounts.models import User
from followups.actions import ask_to_stop
from followups.kinds import Baton, Kind
from followups.models import FollowUp, FollowUpPlan, HandOver
from tests.cast import MONDAY, NINE
from tests.followups.telling import day
from tests.practices.desk import Desk, flowing, of

AGREED = {
    "ask_stay_in_touch": "yes",
    "permission_channels": ["mail"],
    "permission_every": "6",
    "in_their_words": "Not this year.",
    "topics": "Less waste",
}


@pytest.fixture
def tessas_desk(marketer: User, clock: time_machine.Traveller) -> Desk:
    """The marketer's."""
    return of(marketer, clock)


def handed_over(desk: Desk, name: str = "Ingrid Solheim", **typed: str) -> HandOver:
    """From their page, by the link that stands there."""
    page = desk.person(name)
    link = next(link for link in page.all("a") if link.text == "Hand over to marketing")
    desk.send(desk.look(link.attrs["href"]), link.attrs["href"], **typed)
    return HandOver.objects.get(prospect__name=name, state=Baton.OFFERED)


def look(desk: Desk, name: str = "Ingrid Solheim") -> str:
    """Where one of them stands, found from Hand-overs."""
    page = desk.look(desk.look("/").all("a", href="/handovers/")[0].attrs["href"])
    link = next(link for link in page.all("a", class_="p-i") if name in link.text)
    return link.attrs["href"]


def test_marketing_is_told_what_they_were_told_and_agreed_to(desk: Desk, tessas_desk: Desk) -> None:
    desk.log(**AGREED)
    handed_over(desk)
    text = flowing(tessas_desk.look(look(tessas_desk)).one("section", aria_labelledby="ho-h"))
    for said in (
        "Not this year.",
        "What Ingrid was told",
        "Mail, about every 6 weeks",
        "Less waste",
        "No calls",
    ):
        assert said in text


def test_taken_over_the_plan_is_theirs_and_given_back_it_is_ours(
    desk: Desk, tessas_desk: Desk, owner: User, marketer: User
) -> None:
    desk.log(**AGREED)
    row = handed_over(desk)
    address = f"/handovers/{row.pk}/"
    tessas_desk.send(tessas_desk.look(look(tessas_desk)), f"{address}take-over/")
    assert FollowUpPlan.objects.get().owner == marketer
    assert "Tessa of marketing looks after Ingrid Solheim" in flowing(desk.person().one(id="main"))
    page = tessas_desk.look("/handovers/?tab=care")
    page = tessas_desk.look(page.one("a", class_="p-i").attrs["href"])
    tessas_desk.send(page, f"{address}return/", words="She would rather talk.")
    assert FollowUpPlan.objects.get().owner == owner
    assert "She would rather talk." in flowing(desk.look(address).one(id="main"))


def test_marketing_asks_first_or_sends_it_back_with_what_is_missing(desk: Desk, tessas_desk: Desk) -> None:
    desk.log(**AGREED)
    row = handed_over(desk)
    address = f"/handovers/{row.pk}/"
    tessas_desk.send(tessas_desk.look(address), f"{address}ask/", words="Which letter?")
    assert "Tessa asks you something first" in flowing(
        desk.look("/").one("section", data_section="to-accept")
    )
    desk.send(desk.look(address), f"{address}answer/", words="The quarterly one.")
    tessas_desk.send(
        tessas_desk.look(address), f"{address}send-back/", reason="no topics", missing="what she cares about"
    )
    assert "What I'd need: what she cares about." in flowing(desk.look(address).one(id="main"))


def test_a_conflict_with_the_permission_is_refused_in_words(desk: Desk, marketer: User) -> None:
    desk.log(**AGREED)
    page = desk.person()
    form = next(link.attrs["href"] for link in page.all("a") if link.text == "Hand over to marketing")
    fields = {"channels": ["mail", "call"], "returns_on": day(60).isoformat()}
    answer = desk.client.post(form, {**fields, "taker": str(marketer.pk)})
    assert "They have not agreed to calls." in answer.content.decode()
    assert not HandOver.objects.exists()


def test_an_agreed_meeting_stays_with_sales(desk: Desk, tessas_desk: Desk, owner: User) -> None:
    desk.log(next_contact_on=day(60).isoformat(), next_contact_manner="meeting", **AGREED)
    row = handed_over(desk)
    assert row.returns_on == day(53)
    tessas_desk.send(tessas_desk.look(look(tessas_desk)), f"/handovers/{row.pk}/take-over/")
    assert FollowUp.objects.get(kind=Kind.AGREED_MEETING).owner == owner


def test_all_clear_ones_at_once_and_the_others_are_named(
    desk: Desk, tessas_desk: Desk, owner: User, marketer: User
) -> None:
    for number, name in enumerate(("Ada Ek", "Bo Dahl", "Cy Moe")):
        desk.log(prospect_name=name, email=f"p{number}@example.org", **AGREED)
        handed_over(desk, name)
    stopped = HandOver.objects.get(prospect__name="Cy Moe")
    ask_to_stop(stopped.prospect, by=owner, today=MONDAY, now=NINE)
    page = tessas_desk.look("/handovers/")
    link = next(link for link in page.all("a") if "Take over all 2 clear ones" in link.text)
    after = tessas_desk.send(tessas_desk.look(link.attrs["href"]), "/handovers/take-over/")
    assert "You look after 2 people more." in flowing(after.one(id="main"))
    assert HandOver.objects.filter(taker=marketer, state=Baton.TAKEN).count() == 2
