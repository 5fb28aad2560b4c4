"""Hand-overs when people change hands: given on, members who leave, two rows that become one, days away; and
what is left when somebody is erased."""

from typing import Any

import pytest

from accounts.changes import Change
from accounts.models import User
from desk.erasing import erase
from exchange.person_rows import records_of
from followups.actions import (
    bring_back,
    bring_home,
    come_back,
    give_people,
    merge,
    reassign,
    retire_user,
    return_on_their_day,
    send_back,
    undo_change,
)
from followups.agenda import agenda_for
from followups.hand_overs import way_of
from followups.handing_on import held_by
from followups.kinds import Baton, BatonStep, Kind
from followups.models import FollowUp, HandOver, HandOverStep
from prospects.conversations import Manner
from prospects.models import Prospect
from tests.followups.being_away import away
from tests.followups.handing import in_care, offer, said_yes
from tests.followups.telling import day, log, nine_on, plan_of, step_of

LATER = nine_on(day(2))


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    """With a meeting, which stays with sales, and a thank-you, which does not."""
    return log(owner, next_contact_on=day(91), next_contact_manner=Manner.MEETING).prospect


@pytest.fixture
def baton(ingrid: Prospect, marketer: User) -> HandOver:
    return in_care(ingrid, marketer, returns_on=day(84))


def holders(person: Prospect) -> dict[str, User]:
    rows = FollowUp.objects.open().filter(prospect=person).exclude(kind=Kind.DEBRIEF)
    return {"plan": plan_of(person).owner} | {row.kind: row.owner for row in rows}


def state(baton: HandOver) -> tuple[str, str, User]:
    baton.refresh_from_db()
    return baton.state, way_of(baton)[-1].step, baton.giver


def everywhere() -> list[Any]:
    rows = FollowUp.objects.order_by("pk").values_list("pk", "owner", "due_on", "status")
    batons = HandOver.objects.order_by("pk").values_list("pk", "state", "giver")
    return [*rows, *batons, *Prospect.objects.order_by("pk").values_list("pk", "owner")]


@pytest.mark.parametrize("how", ["all of them", "some of them"])
def test_given_to_a_colleague_care_goes_on_and_comes_back_to_the_colleague(
    how: str, baton: HandOver, ingrid: Prospect, owner: User, colleague: User, manager: User, marketer: User
) -> None:
    before = everywhere()
    if how == "all of them":
        change = give_people(owner, colleague, by=manager, now=LATER).change
    else:
        change = reassign([step_of(ingrid).pk], colleague, by=manager, now=LATER).change
    ingrid.refresh_from_db()
    assert ingrid.owner == colleague
    assert holders(ingrid) == {"plan": marketer, Kind.AGREED_MEETING: colleague, Kind.THANK_YOU: marketer}
    assert state(baton) == (Baton.TAKEN, BatonStep.TAKEN, colleague)
    assert change
    undo_change(change.pk, by=manager, now=LATER)
    assert everywhere() == before
    give_people(owner, colleague, by=manager, now=LATER)
    return_on_their_day(nine_on(day(84)))
    assert set(holders(ingrid).values()) == {colleague}


def test_given_to_the_very_marketer_there_is_nothing_to_hand_over(
    baton: HandOver, ingrid: Prospect, manager: User, marketer: User
) -> None:
    reassign([step_of(ingrid).pk], marketer, by=manager, now=LATER)
    assert state(baton)[:2] == (Baton.RETURNED, BatonStep.RETURNED)
    assert set(holders(ingrid).values()) == {marketer}


def test_an_offer_goes_along(
    ingrid: Prospect, owner: User, colleague: User, manager: User, marketer: User
) -> None:
    said_yes(ingrid, by=owner)
    waits = offer(ingrid, marketer, returns_on=day(84))
    give_people(owner, colleague, by=manager, now=LATER)
    assert state(waits) == (Baton.OFFERED, BatonStep.OFFERED, colleague)
    send_back(waits.pk, "no topic", by=marketer, now=LATER)


def test_what_marketing_has_in_its_care_is_not_its_to_give(
    baton: HandOver, ingrid: Prospect, colleague: User, manager: User, marketer: User
) -> None:
    erik = log(marketer, "Erik").prospect
    give_people(marketer, colleague, by=manager, now=LATER)
    assert holders(ingrid)["plan"] == marketer
    assert set(holders(erik).values()) == {colleague}


@pytest.mark.parametrize("to_somebody", [True, False])
def test_marketing_leaves_and_everything_goes_home(
    to_somebody: bool,
    baton: HandOver,
    ingrid: Prospect,
    owner: User,
    colleague: User,
    manager: User,
    marketer: User,
) -> None:
    erik = log(owner, "Erik").prospect
    said_yes(erik, by=owner)
    waits = offer(erik, marketer)
    assert held_by(marketer, day(2)).is_nothing()
    retire_user(marketer, colleague if to_somebody else None, by=manager, now=LATER)
    assert set(holders(ingrid).values()) == {owner}
    assert state(baton)[:2] == (Baton.RETURNED, BatonStep.RETURNED)
    assert state(waits)[:2] == (Baton.WITHDRAWN, BatonStep.WITHDRAWN)
    assert not FollowUp.objects.open().filter(owner__is_active=False).exists()


def test_sales_leaves_and_it_comes_back_to_whoever_follows(
    baton: HandOver, ingrid: Prospect, owner: User, colleague: User, manager: User, marketer: User
) -> None:
    retire_user(owner, colleague, by=manager, now=LATER)
    assert holders(ingrid) == {"plan": marketer, Kind.AGREED_MEETING: colleague, Kind.THANK_YOU: marketer}
    assert state(baton) == (Baton.TAKEN, BatonStep.TAKEN, colleague)
    bring_back(baton.pk, by=colleague, now=LATER)
    assert set(holders(ingrid).values()) == {colleague}


def test_two_rows_that_become_one_are_sales(
    baton: HandOver, ingrid: Prospect, owner: User, colleague: User, manager: User, marketer: User
) -> None:
    twin = log(colleague, "Ingrid S.").prospect
    other = in_care(twin, marketer)
    before = everywhere()
    change = merge(ingrid.pk, twin.pk, owner_id=owner.pk, by=manager, now=LATER)
    assert set(holders(ingrid).values()) == {owner}
    for one in (baton, other):
        assert state(one)[:2] == (Baton.RETURNED, BatonStep.RETURNED)
        assert (one.prospect, one.plan) == (ingrid, plan_of(ingrid))
    undo_change(change.pk, by=manager, now=LATER)
    assert everywhere() == before


def test_home_from_days_away_is_with_whoever_has_it_by_now(
    owner: User, colleague: User, marketer: User
) -> None:
    ingrid = log(owner).prospect
    offset = (step_of(ingrid).due_on - day(0)).days
    away(owner, offset, offset, colleague)
    in_care(ingrid, marketer, on=day(1), returns_on=day(100))
    assert step_of(ingrid).owner == colleague
    bring_home(nine_on(day(offset + 1)))
    assert step_of(ingrid).owner == marketer


def test_the_same_when_the_days_are_taken_away(owner: User, colleague: User, marketer: User) -> None:
    ingrid = log(owner).prospect
    offset = (step_of(ingrid).due_on - day(0)).days
    absence = away(owner, offset, offset, colleague).absence
    in_care(ingrid, marketer, on=day(1), returns_on=day(100))
    come_back(absence.pk, by=owner, today=day(2), now=LATER)
    assert step_of(ingrid).owner == marketer


def test_on_today_nobody_stands_in_for_marketing(baton: HandOver, ingrid: Prospect, owner: User) -> None:
    meeting = next(item for item in agenda_for(owner, day(91)).today if item.kind == Kind.AGREED_MEETING)
    assert meeting.plan_owner == ""


def test_somebody_in_care_is_erased_with_all_of_it(
    baton: HandOver, ingrid: Prospect, owner: User, manager: User
) -> None:
    HandOver.objects.filter(pk=baton.pk).update(note="Zwetschgenmus")
    erase(ingrid, by=manager, now=LATER)
    assert not HandOver.objects.exists()
    assert not HandOverStep.objects.exists()
    told = [f"{change.label}{change.before}{change.after}" for change in Change.objects.all()]
    assert not [text for text in told if "hand" in text or "Ingrid" in text]


def test_it_stands_in_the_persons_file(baton: HandOver, ingrid: Prospect, owner: User) -> None:
    records = records_of(ingrid, owner)
    assert [row["id"] for row in records["followups.handover"]] == [str(baton.pk)]
    assert [row["step"] for row in records["followups.handoverstep"]] == ["offered", "taken"]
    assert "submission" not in records["followups.handover"][0]
    assert {"hand_over", "take_over"} <= {row["action"] for row in records["accounts.change"]}
