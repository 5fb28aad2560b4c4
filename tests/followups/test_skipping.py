"""Left out this time."""

import pytest
from django.db import transaction

from accounts.models import User
from followups.actions import Completed, NotOpen, skip
from followups.kinds import EndedWhy, Kind, Outcome, PlanStatus, Status
from followups.models import FollowUp, Touch
from prospects.conversations import ExitConversation
from tests.followups.telling import complete, day, log, nine_on, open_row, plan_of, step_of


def leave_out(row: FollowUp, on: int, version: int | None = None) -> Completed:
    return skip(row.pk, by=row.owner, today=day(on), now=nine_on(day(on)), expected_version=version)


def test_a_check_in_left_out_plans_the_next_window_from_today(owner: User) -> None:
    ingrid = log(owner).prospect
    step = step_of(ingrid)
    done = leave_out(step, 45)
    assert (done.follow_up.status, done.follow_up.closed_at) == (Status.SKIPPED, nine_on(day(45)))
    assert done.next_step == step_of(ingrid)
    assert (step_of(ingrid).opens_on, step_of(ingrid).closes_on) == (day(75), day(105))


def test_nothing_happened_so_there_is_no_touch_and_no_contact(owner: User) -> None:
    ingrid = log(owner).prospect
    leave_out(step_of(ingrid), 45)
    assert not Touch.objects.filter(follow_up__isnull=False).exists()
    assert plan_of(ingrid).last_two_way_on == day(0)


def test_a_retry_left_out_uses_the_window_up(owner: User) -> None:
    ingrid = log(owner).prospect
    retry = complete(step_of(ingrid), Outcome.NO_ANSWER, on=day(45)).next_step
    assert retry is not None
    leave_out(retry, 50)
    assert (step_of(ingrid).tries, step_of(ingrid).opens_on) == (0, day(80))


def test_a_raised_hand_that_is_left_out_is_down(owner: User) -> None:
    ingrid = log(owner).prospect
    complete(step_of(ingrid), Outcome.INTERESTED, on=day(45))
    leave_out(step_of(ingrid), 52)
    assert not plan_of(ingrid).is_hot


@pytest.mark.parametrize("kind", [Kind.THANK_YOU, Kind.DEBRIEF])
def test_a_thank_you_or_debrief_left_out_plans_nothing(owner: User, kind: Kind) -> None:
    ingrid = log(owner).prospect
    step = step_of(ingrid)
    assert leave_out(open_row(ingrid, kind), 1).next_step is None
    assert step_of(ingrid).version == step.version


def test_the_one_check_in_after_we_declined_left_out_ends_the_plan(owner: User) -> None:
    ingrid = log(owner, conversation=ExitConversation.WE_DECLINED).prospect
    assert leave_out(step_of(ingrid), 35).next_step is None
    assert (plan_of(ingrid).status, plan_of(ingrid).ended_why) == (PlanStatus.ENDED, EndedWhy.CLOSED)


def test_a_row_is_left_out_once(owner: User) -> None:
    step = step_of(log(owner).prospect)
    with pytest.raises(NotOpen), transaction.atomic():
        leave_out(step, 45, version=step.version + 1)
    leave_out(step, 45)
    with pytest.raises(NotOpen), transaction.atomic():
        leave_out(step, 45)
