"""Undo, without a time limit, as long as nothing built on it."""

from datetime import date

import pytest
from django.db import transaction

from accounts.changes import Change
from accounts.models import User
from followups.actions import (
    NothingToUndo,
    SomethingBuiltOnIt,
    last_change,
    re_pick_days_off,
    skip,
    snooze,
    undo,
)
from followups.kinds import Kind, Outcome, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.conversations import DealStatus, ExitConversation
from prospects.models import Deal, Prospect
from prospects.new_no import Offer
from tests.followups.telling import complete, day, log, nine_on, open_row, open_rows, plan_of, step_of

ON = day(45)
NOW = nine_on(ON)


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner).prospect


def take_back(row: FollowUp, version: int | None = None) -> FollowUp:
    with transaction.atomic():
        return undo(row.pk, by=row.owner, now=NOW, expected_version=version)


def fresh(row: FollowUp) -> FollowUp:
    return FollowUp.objects.get(pk=row.pk)


def state(person: Prospect) -> tuple[object, ...]:
    """Everything about a person's plan but the versions."""
    plan = FollowUpPlan.objects.filter(prospect=person).values_list(
        "status", "ended_why", "last_two_way_on", "is_hot", "loss"
    )
    rows = FollowUp.objects.filter(prospect=person).order_by("pk")
    values = rows.values_list(
        "pk", "status", "outcome", "note", "opens_on", "due_on", "closes_on", "closed_at"
    )
    deals = (
        Deal.objects.filter(prospect=person)
        .order_by("pk")
        .values_list("pk", "status", "why_yes", "closed_on")
    )
    return list(plan), list(values), list(deals), Touch.objects.filter(prospect=person).count()


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome != Outcome.ASKED_TO_STOP])
def test_every_outcome_can_be_taken_back(ingrid: Prospect, outcome: Outcome) -> None:
    before = state(ingrid)
    step = step_of(ingrid)
    complete(step, outcome, on=ON, note="a note", next_on=day(60))
    take_back(step)
    assert state(ingrid) == before


def test_skip_and_snooze_can_be_taken_back(owner: User, ingrid: Prospect) -> None:
    before = state(ingrid)
    step = step_of(ingrid)
    skip(step.pk, by=owner, today=ON, now=NOW)
    take_back(step)
    assert state(ingrid) == before
    snooze(step.pk, day(70), by=owner, today=ON, now=NOW, past_window_is_fine=True)
    take_back(step)
    assert state(ingrid) == before


def test_it_can_be_done_again(ingrid: Prospect) -> None:
    step = step_of(ingrid)
    complete(step, Outcome.NO_ANSWER, on=ON)
    take_back(step)
    complete(step, Outcome.SPOKE, on=ON)
    assert Touch.objects.get(follow_up=step).outcome == Outcome.SPOKE
    assert step_of(ingrid).opens_on == day(75)
    take_back(step)
    assert step_of(ingrid).pk == step.pk


def test_its_version_never_repeats(owner: User, ingrid: Prospect) -> None:
    step = step_of(ingrid)
    versions = [step.version]
    for _ in range(2):
        for until in (50, 51):
            snooze(step.pk, day(until), by=owner, today=ON, now=NOW)
            versions.append(fresh(step).version)
        for _ in range(2):
            take_back(step)
            versions.append(fresh(step).version)
    assert versions == sorted(set(versions))


def test_a_second_press_of_the_same_button_takes_nothing_more_back(owner: User, ingrid: Prospect) -> None:
    step = step_of(ingrid)
    snooze(step.pk, day(50), by=owner, today=ON, now=NOW)
    complete(step, Outcome.SPOKE, on=ON)
    shown = fresh(step).version
    take_back(step, shown)
    with pytest.raises(NothingToUndo):
        take_back(step, shown)
    assert fresh(step).due_on == day(50)


def test_acts_are_taken_back_in_the_reverse_order(owner: User, ingrid: Prospect) -> None:
    before = state(ingrid)
    step = step_of(ingrid)
    snooze(step.pk, day(50), by=owner, today=ON, now=NOW)
    complete(step, Outcome.SPOKE, on=ON)
    take_back(step)
    assert fresh(step).due_on == day(50)
    take_back(step)
    assert state(ingrid) == before
    with pytest.raises(NothingToUndo):
        take_back(step)


def test_there_is_nothing_to_take_back_on_a_row_nobody_acted_on(ingrid: Prospect) -> None:
    assert last_change(step_of(ingrid).pk) is None
    with pytest.raises(NothingToUndo):
        take_back(step_of(ingrid))


class TestWhatBuiltOnIt:
    def test_the_next_step_was_acted_on(self, ingrid: Prospect) -> None:
        first = step_of(ingrid)
        second = complete(first, Outcome.SPOKE, on=ON).next_step
        assert second is not None
        complete(second, Outcome.NO_ANSWER, on=day(91))
        before = state(ingrid)
        with pytest.raises(SomethingBuiltOnIt):
            take_back(first)
        assert state(ingrid) == before

    def test_and_that_was_itself_taken_back(self, owner: User, ingrid: Prospect) -> None:
        before = state(ingrid)
        first = step_of(ingrid)
        second = complete(first, Outcome.SPOKE, on=ON).next_step
        assert second is not None
        snooze(second.pk, day(92), by=owner, today=ON, now=NOW)
        with pytest.raises(SomethingBuiltOnIt):
            take_back(first)
        take_back(second)
        take_back(first)
        assert state(ingrid) == before

    def test_another_no_re_timed_the_next_step(self, owner: User, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        complete(step, Outcome.SPOKE, on=ON)
        log(owner, prospect_id=ingrid.pk, on=day(46))
        with pytest.raises(SomethingBuiltOnIt):
            take_back(step)
        assert step_of(ingrid).opens_on == day(76)

    def test_the_calendar_moved_the_next_step(self, owner: User, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        moved = complete(step, Outcome.SPOKE, on=ON).next_step
        assert moved is not None
        User.objects.filter(pk=owner.pk).update(working_days="4")
        assert re_pick_days_off(owner, today=ON, now=NOW) > 0
        with pytest.raises(SomethingBuiltOnIt):
            take_back(step)
        assert fresh(step).status == Status.DONE

    def test_the_calendar_moved_the_row_that_was_put_off(self, owner: User, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        snooze(step.pk, day(51), by=owner, today=ON, now=NOW)
        User.objects.filter(pk=owner.pk).update(working_days="4")
        re_pick_days_off(owner, today=ON, now=NOW)
        with pytest.raises(SomethingBuiltOnIt):
            take_back(step)

    def test_the_calendar_moved_something_else(self, owner: User, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        complete(step, Outcome.NOT_YET, on=ON, next_on=day(95))  # a Friday
        User.objects.filter(pk=owner.pk).update(working_days="4")
        re_pick_days_off(owner, today=ON, now=NOW)
        assert take_back(step).due_on == ON

    def test_a_new_plan_has_begun(self, owner: User) -> None:
        person = log(owner, "Erik Dahl", conversation=ExitConversation.WE_DECLINED).prospect
        step = step_of(person)
        complete(step, Outcome.SPOKE, on=day(35))
        log(owner, prospect_id=person.pk, on=day(40))
        before = state(person)
        with pytest.raises(SomethingBuiltOnIt):
            take_back(step)
        assert state(person) == before
        assert FollowUpPlan.objects.filter(prospect=person).active().count() == 1

    def test_the_new_need_was_declined_too(self, owner: User, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        complete(step, Outcome.NEW_NEED, on=ON, note="A second plant")
        grown = Deal.objects.get(status=DealStatus.OPEN)
        log(owner, prospect_id=ingrid.pk, on=day(46), offer=Offer(deal_id=grown.pk))
        with pytest.raises(SomethingBuiltOnIt):
            take_back(step)
        grown.refresh_from_db()
        assert grown.status == DealStatus.LOST


def test_a_debrief_and_a_thank_you_come_back_too(ingrid: Prospect) -> None:
    before = open_rows(ingrid)
    for kind in (Kind.DEBRIEF, Kind.THANK_YOU):
        row = open_row(ingrid, kind)
        complete(row, Outcome.DONE, on=day(1))
        take_back(row)
    assert open_rows(ingrid) == before


def test_there_is_no_time_limit(ingrid: Prospect) -> None:
    step = step_of(ingrid)
    complete(step, Outcome.SPOKE, on=ON)
    undo(step.pk, by=step.owner, now=nine_on(date(2028, 1, 3)))
    assert step_of(ingrid).pk == step.pk


def test_the_trail_says_who_took_what_back(manager: User, ingrid: Prospect) -> None:
    step = step_of(ingrid)
    complete(step, Outcome.SPOKE, on=ON)
    undo(step.pk, by=manager, now=NOW)
    change = Change.objects.get(action="undo")
    assert (change.actor, change.object_id) == (manager, step.pk)
    assert change.undoes is not None
    assert change.undoes.action == "complete"
    assert plan_of(ingrid).status == PlanStatus.ACTIVE
