"""What must always hold is a constraint: no hand, script or race gets around it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from followups.kinds import EndedWhy, Kind, Outcome, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.models import ExitAsk, Loss, Prospect
from tests.cast import NINE
from tests.followups.telling import complete, day, log, open_row, plan_of, step_of


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner).prospect


def copy_of(row: FollowUp, **changes: Any) -> FollowUp:
    """Another row of the same plan."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop("id")
    return FollowUp(**{**values, **changes})


@pytest.mark.parametrize("kind", [Kind.CHECK_IN, Kind.AGREED_MEETING])
def test_a_plan_has_one_open_check_in_or_meeting(ingrid: Prospect, kind: Kind) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_of(step_of(ingrid), kind=kind).save()


def test_a_closed_one_beside_it_is_fine(ingrid: Prospect) -> None:
    copy_of(step_of(ingrid), status=Status.DONE, closed_at=NINE).save()
    assert FollowUp.objects.standing().count() == 2


def test_a_person_has_one_active_plan(owner: User, ingrid: Prospect) -> None:
    plan = plan_of(ingrid)
    second = FollowUpPlan(
        team=plan.team,
        prospect=ingrid,
        owner=owner,
        loss=plan.loss,
        status=PlanStatus.ACTIVE,
        last_two_way_on=day(0),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()
    second.status, second.ended_why, second.ended_on = PlanStatus.ENDED, EndedWhy.CLOSED, day(1)
    second.save()
    assert FollowUpPlan.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": Status.DONE},  # without closed_at
        {"closed_at": NINE},  # and still open
        {"opens_on": day(46)},
        {"closes_on": day(44)},
        {"kind": "nonsense"},
    ],
)
def test_a_follow_up_holds_together(ingrid: Prospect, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(pk=step_of(ingrid).pk).update(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": PlanStatus.ENDED},
        {"status": PlanStatus.ENDED, "ended_why": EndedWhy.CLOSED},
        {"status": PlanStatus.ENDED, "ended_why": "tired", "ended_on": day(1)},
        {"ended_why": EndedWhy.CLOSED},
        {"ended_on": day(1)},
    ],
)
def test_an_ended_plan_says_why_and_when(ingrid: Prospect, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpPlan.objects.filter(prospect=ingrid).update(**wrong)


def test_a_follow_up_has_one_touch(ingrid: Prospect) -> None:
    thanks = open_row(ingrid, Kind.THANK_YOU)
    complete(thanks, Outcome.DONE, on=day(1))
    touch = Touch.objects.get(follow_up=thanks)
    touch.pk = None
    touch.id = type(touch)().id
    with pytest.raises(IntegrityError), transaction.atomic():
        touch.save(force_insert=True)


def test_a_no_is_not_said_after_it_was_written_down(ingrid: Prospect) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Loss.objects.update(said_on=day(1))


def test_a_no_has_a_kind_we_know(ingrid: Prospect) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Loss.objects.update(conversation="whatever")


def test_a_thing_is_asked_once(ingrid: Prospect) -> None:
    loss = Loss.objects.get()
    ExitAsk.objects.create(loss=loss, kind="stay_in_touch", answer="yes")
    with pytest.raises(IntegrityError), transaction.atomic():
        ExitAsk.objects.create(loss=loss, kind="stay_in_touch", answer="no")


def test_a_submission_is_saved_once(owner: User) -> None:
    log(owner, submission="key-1")
    log(owner, submission="key-2")
    with pytest.raises(IntegrityError), transaction.atomic():
        Loss.objects.filter(submission="key-2").update(submission="key-1")
