"""The demonstration: a year of work that keeps to every rule, whatever day it is played on."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from desk.demo import DemoYear, _work, play_demo_year
from followups.agenda import agenda_for
from followups.kinds import STANDING_KINDS, Baton, Status
from followups.models import FollowUp, FollowUpPlan, HandOver, Touch
from prospects.conversations import DealStatus
from prospects.models import Deal, Loss
from tests.cast import MONDAY, NINE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PASSWORD = "a-long-walk-in-march"


@pytest.fixture(params=[datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 12, 24, 22, tzinfo=UTC)], ids=str)
def year(request: pytest.FixtureRequest) -> DemoYear:
    return play_demo_year(PASSWORD, request.param)


def test_a_year_is_played(year: DemoYear, request: pytest.FixtureRequest) -> None:
    today = year.user.today(request.node.callspec.params["year"])
    assert year.noes == Loss.objects.count() >= 40
    assert year.acts > 150
    assert Deal.objects.filter(status=DealStatus.WON_BACK).exists()
    agenda = agenda_for(year.user, today)
    assert agenda.window_closed or agenda.today
    assert agenda.window_open
    assert FollowUpPlan.objects.without_next_step().count() == 0
    assert Touch.objects.exclude(override_reason="").count() == 0
    assert FollowUp.objects.open().filter(kind__in=STANDING_KINDS).count() >= 10
    states = set(HandOver.objects.values_list("state", flat=True))
    assert states == {Baton.OFFERED, Baton.ASKED, Baton.TAKEN}


def test_a_row_that_was_ended_a_moment_ago_is_passed_over(row: FollowUp, owner: User) -> None:
    FollowUp.objects.filter(pk=row.pk).update(status=Status.CANCELLED, closed_at=NINE)
    chance = random.Random(1)
    worked = [_work(row, owner, MONDAY, NINE, MONDAY + timedelta(days=90), chance) for _ in range(20)]
    assert not any(worked)
