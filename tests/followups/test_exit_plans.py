"""What a no writes for somebody new is what the prose of RULES.md asks for: application against oracle."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from accounts.models import User
from followups.actions import record_no
from followups.kinds import Kind, Status
from followups.models import FollowUp, FollowUpPlan
from followups.planning import desk_of, facts_of, propose, standing_for
from prospects.models import Loss
from prospects.new_no import NewNo, Offer
from tests.cast import MONDAY
from tests.followups.exit_cases import (
    Place,
    every_combination,
    every_day_around,
    every_wake_up,
    heard_noes,
    told,
)
from tests.followups.exit_oracle import Case, Expected, Promise, Row, Tender, WakeUp, expect
from tests.followups.telling import log, nine_on

MEDIAN = Decimal(10)
A_SAMPLE = 19  # shares no factor with the numbers of answers, so that each of them has its turn

drawn = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def salesperson(owner: User, colleague: User) -> User:
    """Somebody with an empty desk in a team with twenty noes: now the value decides on the debrief."""
    for number in range(20):
        log(colleague, f"Person {number}", organisation="", offer=Offer(value=MEDIAN))
    return owner


@contextmanager
def undone_after() -> Iterator[None]:
    """Every example begins with the same database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def settle(user: User, place: Place, case: Case) -> User:
    """Give somebody the working days, the limit and the full days of a case."""
    user.country, user.region, user.working_days = place.country, place.region, place.weekdays
    user.save()
    user.team.daily_limit = case.daily_limit
    user.team.save()
    plan = FollowUpPlan.objects.filter(team=user.team)[0]
    FollowUp.objects.bulk_create(
        FollowUp(
            team=user.team,
            plan=plan,
            prospect=plan.prospect,
            owner=user,
            kind=Kind.THANK_YOU,
            opens_on=day,
            due_on=day,
            closes_on=day,
        )
        for day, count in case.load.items()
        for _ in range(count)
    )
    return User.objects.get(pk=user.pk)


def a_no_worth(case: Case) -> NewNo:
    """The no of a case in a team with twenty noes; above the median it gets its debrief."""
    return told(case, Offer(title="S&OP redesign", value=MEDIAN + case.wants_debrief))


def written(no: NewNo, case: Case, by: User) -> Expected:
    """What saving the no left in the database."""
    loss = record_no(no, by=by, today=case.today, now=nine_on(case.today)).loss
    return Expected(tuple(sorted(_rows(loss))), _plan(loss).ended_why or None)


def _rows(loss: Loss) -> Iterator[Row]:
    for row in FollowUp.objects.filter(plan=_plan(loss)):
        assert (row.status, row.prospect_id) == (Status.OPEN, loss.prospect_id)
        yield Row(row.kind, row.opens_on, row.due_on, row.closes_on)


def _plan(loss: Loss) -> FollowUpPlan:
    return FollowUpPlan.objects.get(prospect=loss.prospect)


def previewed(no: NewNo, case: Case, by: User) -> Expected:
    """What the page says it will write."""
    standing = standing_for(None, team_id=by.team_id)
    proposal = propose(facts_of(no, by), standing, desk_of(by, case.today))
    rows = [*proposal.rows, *([proposal.step] if proposal.step else [])]
    found = (Row(row.kind.value, row.opens_on, row.due_on, row.closes_on) for row in rows)
    return Expected(tuple(sorted(found)), proposal.ends.value if proposal.ends else None)


EVERYTHING_ELSE = {
    "asks": {"congratulate": "yes", "reentry": "yes", "referral": "yes", "feedback": "later"},
    "promises": (Promise("send the numbers", MONDAY + timedelta(days=8)),),
    "wake_up": WakeUp("budget_year", MONDAY + timedelta(days=300)),
    "names_somebody": True,
    "tender": Tender(MONDAY + timedelta(days=20)),
}


@settings(drawn, max_examples=150)
@given(heard_noes())
def test_any_no_writes_what_the_rules_ask_for(salesperson: User, heard: tuple[Place, Case]) -> None:
    place, case = heard
    with undone_after():
        user = settle(salesperson, place, case)
        assert written(a_no_worth(case), case, user).lines() == expect(case).lines()


@settings(drawn, max_examples=200)
@given(heard_noes())
def test_any_no_is_previewed_as_the_rules_ask_for(salesperson: User, heard: tuple[Place, Case]) -> None:
    place, case = heard
    with undone_after():
        user = settle(salesperson, place, case)
        assert previewed(a_no_worth(case), case, user).lines() == expect(case).lines()


@pytest.mark.parametrize("besides", [{}, EVERYTHING_ELSE], ids=["nothing_else", "everything_else"])
def test_every_combination_is_previewed_as_the_rules_ask_for(owner: User, besides: dict[str, Any]) -> None:
    owner.country, owner.region = "DE", "BY"
    cases = list(every_combination(**besides))
    assert len(cases) == 8 * 5 * 4 * 3 * 3
    for case in cases:
        assert previewed(told(case), case, owner).lines() == expect(case).lines(), case


@pytest.mark.parametrize("besides", [{}, EVERYTHING_ELSE], ids=["nothing_else", "everything_else"])
def test_a_sample_of_every_combination_is_written_as_the_rules_ask_for(
    owner: User, besides: dict[str, Any]
) -> None:
    owner.country, owner.region = "DE", "BY"
    owner.save()
    for case in list(every_combination(**besides))[::A_SAMPLE]:
        with undone_after():
            assert written(told(case), case, owner).lines() == expect(case).lines(), case


def test_on_every_day_around_it_is_previewed_as_the_rules_ask_for(owner: User) -> None:
    owner.country, owner.region = "DE", "BY"
    for case in every_day_around():
        owner.team.daily_limit = case.daily_limit
        assert previewed(told(case), case, owner).lines() == expect(case).lines(), case


def test_every_wake_up_is_previewed_as_the_rules_ask_for(owner: User) -> None:
    owner.country, owner.region = "DE", "BY"
    for case in every_wake_up():
        assert previewed(told(case), case, owner).lines() == expect(case).lines(), case


def test_an_old_no_of_a_tender_stays_quiet_until_the_award(owner: User) -> None:
    owner.country, owner.region = "DE", "BY"
    case = Case(
        conversation="not_a_priority",
        said_on=MONDAY - timedelta(days=61),
        today=MONDAY,
        calendar=Place().calendar,
        tender=Tender(MONDAY + timedelta(days=9)),
    )
    assert previewed(told(case), case, owner).lines() == expect(case).lines()
