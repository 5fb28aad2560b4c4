"""Logging a no: facts, touch and plan in one transaction."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import Change, Trail
from accounts.models import User
from followups.actions import recording
from followups.actions.recording import record_no
from followups.kinds import Channel, Direction, EndedWhy, Kind, Outcome, PlanStatus
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.conversations import AskAnswer, ExitConversation, GoodDeal, Manner, ToldBy
from prospects.models import Deal, ExitAsk, Loss, Organisation, Prospect
from tests.cast import MONDAY, NINE, a_no
from tests.followups.telling import complete, day, log, open_row, open_rows, plan_of, step_of

EVERYTHING = (Organisation, Prospect, Deal, Loss, ExitAsk, FollowUpPlan, FollowUp, Touch, Change)


def count_everything() -> list[int]:
    return [model._default_manager.count() for model in EVERYTHING]


def test_a_no_writes_its_person_deal_plan_and_follow_ups(owner: User) -> None:
    loss = log(owner)
    plan = plan_of(loss.prospect)
    assert (plan.owner, plan.loss, plan.status, plan.last_two_way_on) == (
        owner,
        loss,
        PlanStatus.ACTIVE,
        MONDAY,
    )
    assert open_rows(loss.prospect) == [
        (Kind.DEBRIEF, day(1)),
        (Kind.THANK_YOU, day(1)),
        (Kind.CHECK_IN, day(45)),
    ]
    assert {row.loss for row in plan.follow_ups.all()} == {loss}
    assert {row.owner for row in plan.follow_ups.all()} == {owner}


def test_what_was_said_is_kept(owner: User) -> None:
    loss = log(
        owner,
        in_their_words="We have the smelter first.",
        told_by=ToldBy.CALL,
        is_decision_maker=True,
        offer_made=False,
        next_contact_on=day(30),
        next_contact_manner=Manner.CALL,
        notes="call after nine",
        stay_in_touch=AskAnswer.YES,
    )
    loss.refresh_from_db()
    assert loss.in_their_words == "We have the smelter first."
    assert (loss.told_by, loss.by_decision_maker, loss.offer_made) == (ToldBy.CALL, True, False)
    assert (loss.next_contact_on, loss.next_contact_manner, loss.notes) == (
        day(30),
        "call",
        "call after nine",
    )
    assert (loss.logged_by, loss.logged_on, loss.logged_at) == (owner, MONDAY, NINE)
    assert [(ask.kind, ask.answer) for ask in loss.asks.all()] == [("stay_in_touch", "yes")]


@pytest.mark.parametrize(
    ("told_by", "channel"),
    [
        (ToldBy.MET, Channel.MEETING),
        (ToldBy.CALL, Channel.CALL),
        (ToldBy.MAIL, Channel.MAIL),
        (ToldBy.OTHER, Channel.NOTE),
        (None, Channel.NOTE),
    ],
)
def test_a_no_is_a_touch_by_them(owner: User, told_by: ToldBy | None, channel: Channel) -> None:
    loss = log(owner, told_by=told_by, in_their_words="Not now.")
    touch = Touch.objects.get()
    assert (touch.channel, touch.direction, touch.is_two_way) == (channel, Direction.IN, True)
    assert (touch.happened_on, touch.summary, touch.loss) == (MONDAY, "Not now.", loss)


@pytest.mark.parametrize(
    ("facts", "touches"),
    [
        ({"told_by": ToldBy.SILENCE}, 0),
        ({"conversation": ExitConversation.DRIFTED}, 0),
        ({"conversation": ExitConversation.DRIFTED, "told_by": ToldBy.SILENCE}, 0),
        ({"conversation": ExitConversation.DRIFTED, "told_by": ToldBy.CALL}, 1),
    ],
)
def test_silence_is_no_touch(owner: User, facts: dict[str, Any], touches: int) -> None:
    log(owner, **facts)
    assert Touch.objects.count() == touches


def test_an_agreed_meeting_stands_in_place_of_the_check_in(owner: User) -> None:
    saturday = day(12)
    loss = log(owner, next_contact_on=saturday, next_contact_manner=Manner.MEETING)
    row = step_of(loss.prospect)
    assert (row.kind, row.due_on, row.is_agreed, row.manner) == (
        Kind.AGREED_MEETING,
        saturday,
        True,
        "meeting",
    )


@pytest.mark.parametrize(
    ("facts", "why", "kinds"),
    [
        ({"stay_in_touch": AskAnswer.NO}, EndedWhy.CLOSED, {Kind.THANK_YOU, Kind.DEBRIEF}),
        ({"good_deal": GoodDeal.NO}, EndedWhy.LET_GO, {Kind.THANK_YOU}),
        ({"stay_in_touch": AskAnswer.STOP}, EndedWhy.OPTED_OUT, set()),
    ],
)
def test_a_plan_can_be_over_from_the_start(
    owner: User, facts: dict[str, Any], why: EndedWhy, kinds: set[Kind]
) -> None:
    loss = log(owner, **facts)
    plan = plan_of(loss.prospect)
    assert (plan.status, plan.ended_why, plan.ended_on) == (PlanStatus.ENDED, why, MONDAY)
    assert {kind for kind, _ in open_rows(loss.prospect)} == kinds


def test_the_same_submission_twice_makes_one_loss(owner: User) -> None:
    no = a_no(submission="key-1")
    first = record_no(no, by=owner, today=MONDAY, now=NINE)
    before = count_everything()
    second = record_no(replace(no, in_their_words="again"), by=owner, today=MONDAY, now=NINE)
    assert (first.is_new, second.is_new, second.loss) == (True, False, first.loss)
    assert count_everything() == before


def test_the_same_key_of_two_people_is_two_submissions(owner: User, colleague: User) -> None:
    assert log(owner, submission="key-1") != log(colleague, submission="key-1")


def test_without_a_key_every_no_is_a_new_one(owner: User) -> None:
    assert log(owner) != log(owner)


@pytest.mark.parametrize("step", ["_write_plan", "_write_rows", "_write_touch", "stop_everything"])
def test_a_fault_half_way_leaves_nothing(owner: User, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def break_down(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(step)

    monkeypatch.setattr(recording, step, break_down)
    with pytest.raises(RuntimeError, match=step):
        log(owner, stay_in_touch=AskAnswer.STOP)
    assert count_everything() == [0] * len(EVERYTHING)


def test_a_fault_at_the_very_end_leaves_nothing(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("disk")

    monkeypatch.setattr(Trail, "write", break_down)
    with pytest.raises(RuntimeError, match="disk"):
        log(owner)
    assert count_everything() == [0] * len(EVERYTHING)


def test_a_no_is_not_said_in_the_future(owner: User) -> None:
    with pytest.raises(ValidationError, match="in the future"), transaction.atomic():
        log(owner, said_on=day(1))
    assert not Loss.objects.exists()


def test_everything_is_in_the_trail_in_the_order_of_writing(owner: User) -> None:
    loss = log(owner, stay_in_touch=AskAnswer.YES)
    change = Change.objects.get()
    assert (change.action, change.actor, change.object_id) == ("record_no", owner, loss.pk)
    assert [key.partition(":")[0] for key, _ in change.after] == [
        "prospects.organisation",
        "prospects.prospect",
        "prospects.deal",
        "prospects.loss",
        "prospects.exitask",
        "prospects.permission",
        "followups.followupplan",
        "followups.followup",
        "followups.followup",
        "followups.followup",
        "followups.touch",
    ]
    assert all(before is None for _, before in change.before)


def test_a_full_day_is_stepped_aside_from(owner: User) -> None:
    dues = [step_of(log(owner, f"Person {n}").prospect).due_on for n in range(8)]
    assert dues == [day(45)] * 6 + [day(44)] * 2  # Wednesday and Friday tie, the earlier one wins


def test_the_owners_load_counts_and_a_colleagues_does_not(owner: User, colleague: User) -> None:
    for n in range(6):
        log(colleague, f"Person {n}")
    assert step_of(log(owner).prospect).due_on == day(45)


def test_debriefs_are_no_load(owner: User) -> None:
    for n in range(6):
        debrief = open_row(log(owner, f"Person {n}").prospect, Kind.DEBRIEF)
        FollowUp.objects.filter(pk=debrief.pk).update(opens_on=day(56), due_on=day(56), closes_on=day(56))
    loss = log(owner, conversation=ExitConversation.COMPETITOR_CHOSEN)
    assert step_of(loss.prospect).due_on == day(56)  # day 55 is a Sunday


class TestAManagerLogsForAColleaguesPerson:
    def test_the_plan_and_its_rows_are_the_colleagues(self, owner: User, manager: User) -> None:
        ingrid = log(owner, email="ingrid@havbruk.example").prospect
        loss = log(manager, email="ingrid@havbruk.example", on=day(2))
        assert (loss.prospect, loss.logged_by) == (ingrid, manager)
        assert plan_of(ingrid).owner == owner
        assert set(FollowUp.objects.values_list("owner", flat=True)) == {owner.pk}

    def test_the_colleagues_load_and_calendar_count(self, owner: User, manager: User) -> None:
        ingrid = log(owner).prospect
        for n in range(6):
            log(owner, f"Person {n}", on=day(7))
        User.objects.filter(pk=owner.pk).update(working_days="0")
        log(manager, prospect_id=ingrid.pk, on=day(7))
        # Day 45 from then is Thursday, 23 April; the colleague works on Mondays.
        assert step_of(ingrid).due_on == date(2026, 4, 20)

    def test_the_day_is_the_colleagues_too(self, owner: User, manager: User) -> None:
        ingrid = log(owner).prospect
        complete(open_row(ingrid, Kind.THANK_YOU), Outcome.DONE, on=MONDAY)
        User.objects.filter(pk=owner.pk).update(time_zone="Pacific/Auckland")
        late = datetime.combine(MONDAY, time(12, 30), tzinfo=UTC)  # half past one on Tuesday in Auckland
        record_no(a_no(prospect_id=ingrid.pk, told_by=ToldBy.MAIL), by=manager, today=MONDAY, now=late)
        assert open_row(ingrid, Kind.THANK_YOU).due_on == day(1)  # the same day, which is Tuesday there


def test_a_stranger_cant_log_for_ours(owner: User, stranger: User) -> None:
    ingrid = log(owner).prospect
    before = count_everything()
    with pytest.raises(Prospect.DoesNotExist), transaction.atomic():
        log(stranger, prospect_id=ingrid.pk)
    assert count_everything() == before
