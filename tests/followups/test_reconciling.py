"""Every active plan has exactly one open check-in or agreed meeting; what is missing is healed."""

import pytest

from accounts.changes import Change
from accounts.models import User
from followups import reconciliation
from followups.kinds import Outcome, Status
from followups.models import FollowUp, FollowUpPlan
from followups.reconciliation import reconcile
from prospects.conversations import AskAnswer
from prospects.models import Prospect
from tests.followups.telling import complete, day, log, nine_on, plan_of, step_of

NOW = nine_on(day(5))


def a_wounded_plan(by: User, name: str = "Ingrid Solheim") -> Prospect:
    """A person whose next step was lost by a hand in the database."""
    person = log(by, name).prospect
    FollowUp.objects.filter(pk=step_of(person).pk).delete()
    return person


def test_healthy_plans_are_left_alone(owner: User) -> None:
    step = step_of(log(owner).prospect)
    log(owner, "Erik Dahl", stay_in_touch=AskAnswer.NO)
    report = reconcile(NOW)
    assert (report.active, report.healed) == (1, ())
    assert step_of(step.prospect).version == step.version


def test_what_is_missing_is_planned_from_the_last_contact_and_reported(owner: User) -> None:
    ingrid = a_wounded_plan(owner)
    report = reconcile(NOW)
    healed = step_of(ingrid)
    assert (report.active, report.healed) == (1, (healed,))
    assert (healed.opens_on, healed.due_on, healed.closes_on) == (day(30), day(45), day(60))
    assert (healed.plan, healed.owner, healed.loss) == (plan_of(ingrid), owner, plan_of(ingrid).loss)
    change = Change.objects.get(action="reconcile")
    assert (change.actor, change.object_id) == (None, plan_of(ingrid).pk)


def test_a_contact_long_ago_is_picked_up_within_two_weeks(owner: User) -> None:
    ingrid = a_wounded_plan(owner)
    reconcile(nine_on(day(400)))
    assert (step_of(ingrid).opens_on, step_of(ingrid).closes_on) == (day(401), day(414))


def test_running_twice_heals_once(owner: User) -> None:
    a_wounded_plan(owner)
    assert [len(reconcile(NOW).healed) for _ in range(3)] == [1, 0, 0]


def test_a_cancelled_or_done_step_is_no_next_step(owner: User) -> None:
    ingrid = log(owner).prospect
    FollowUp.objects.filter(pk=step_of(ingrid).pk).update(status=Status.CANCELLED, closed_at=NOW)
    assert len(reconcile(NOW).healed) == 1
    assert complete(step_of(ingrid), Outcome.SPOKE, on=day(45)).next_step is not None


def test_one_plan_that_cant_be_healed_never_stops_the_others(
    owner: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    people = [a_wounded_plan(owner, name) for name in ("Ingrid", "Erik", "Aisha")]
    broken = plan_of(people[1]).pk
    heal = reconciliation._heal
    monkeypatch.setattr(reconciliation, "_heal", lambda pk, now: 1 / 0 if pk == broken else heal(pk, now))
    assert len(reconcile(NOW).healed) == 2
    assert str(broken) in caplog.text
    assert [plan.pk for plan in FollowUpPlan.objects.without_next_step()] == [broken]
