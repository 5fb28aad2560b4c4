"""PRODUCT.md, row 13: conditions with a day become follow-ups ahead of it, others wait to be triggered."""

import pytest

from library.models import Topic
from prospects.conversations import WakeUpState
from prospects.models import WakeUp
from tests.practices.desk import Desk, planned

DATED = {
    "notice": ({"wake_up_kind": "contract_end", "notice_on": "2026-09-30"}, ["2026-07-02"]),
    "contract end": ({"wake_up_kind": "contract_end", "wake_up_on": "2026-12-31"}, ["2026-07-06"]),
    "budget year": (
        {"wake_up_kind": "budget_year", "wake_up_on": "2027-01-01"}, ["2026-09-03", "2027-01-15"]
    ),
    "go-live": ({"wake_up_kind": "go_live", "wake_up_on": "2026-06-01"}, ["2026-07-01"]),
    "new person": ({"wake_up_kind": "new_person", "wake_up_on": "2026-06-01"}, ["2026-07-01"]),
    "they stumble": ({"wake_up_kind": "vendor_stumbles", "wake_up_on": "2026-06-15"}, ["2026-06-01"]),
    "we ship it": ({"wake_up_kind": "we_ship", "wake_up_on": "2026-06-01"}, ["2026-06-08"]),
    "somebody leaves": ({"wake_up_kind": "person_leaves", "wake_up_on": "2026-06-01"}, ["2026-06-15"]),
    "something else": (
        {"wake_up_kind": "other", "wake_up": "The audit", "wake_up_on": "2026-06-15"}, ["2026-06-01"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DATED)
def test_with_a_day_it_becomes_a_follow_up_ahead_of_it_or_after(desk: Desk, case: str) -> None:
    typed, days = DATED[case]
    page = desk.log(**typed)
    assert planned(page)["wake_up"] == days
    waiting = desk.look("/wake-ups/").one("section", aria_labelledby="dated-h")
    assert "Ingrid Solheim" in waiting.text
    assert WakeUp.objects.get().kind == typed["wake_up_kind"]


def test_without_a_day_it_waits_in_a_list(desk: Desk) -> None:
    page = desk.log(wake_up_kind="we_ship", wake_up="Single sign-on")
    assert "wake_up" not in planned(page)
    waiting = desk.look("/wake-ups/").one(id="main").text
    assert "Single sign-on" in waiting
    assert "1 person waits" in waiting
    assert WakeUp.objects.get().state == WakeUpState.WAITING


def test_when_it_happens_everybody_who_waits_gets_a_follow_up(desk: Desk) -> None:
    for number in range(3):
        desk.log(prospect_name=f"Person {number}", wake_up_kind="we_ship", wake_up="Single sign-on")
    desk.log(prospect_name="Tom Reed", wake_up_kind="we_ship", wake_up="A German manual")
    topic = Topic.objects.get(name="Single sign-on")
    page = desk.send(desk.look("/wake-ups/"), f"/wake-ups/{topic.pk}/trigger/")
    assert "“Single sign-on”: 3 people are planned, within five working days." in page.text
    # Tomorrow holds four thank-yous, and the limit is six: the third is put on the day after.
    days = sorted(planned(desk.person(f"Person {number}"))["wake_up"] for number in range(3))
    assert days == [["2026-03-03"], ["2026-03-03"], ["2026-03-04"]]
    assert "wake_up" not in planned(desk.person("Tom Reed"))
    assert dict(WakeUp.objects.values_list("prospect__name", "state"))["Tom Reed"] == WakeUpState.WAITING


def test_the_list_is_two_taps_from_today(desk: Desk) -> None:
    today = {link.attrs["href"] for link in desk.look("/").all("a", href=True)}
    assert "/prospects/" in today
    assert "/wake-ups/" in {link.attrs["href"] for link in desk.look("/prospects/").all("a", href=True)}


def test_what_they_wait_for_stands_on_their_page(desk: Desk) -> None:
    page = desk.log(wake_up_kind="person_leaves", wake_up="The head of IT")
    assert "The head of IT" in page.text
    assert "A person leaves" in page.text
