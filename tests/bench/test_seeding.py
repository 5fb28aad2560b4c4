"""What the benchmark fills a database with."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F

from accounts.models import User
from bench.seeding import DUE, Seed, Size, check_ins_due
from followups.agenda import agenda_for
from followups.models import FollowUp, FollowUpPlan
from prospects.models import Loss, Prospect

DAY = date(2026, 6, 10)
ROWS = 400


@pytest.fixture
def size(transactional_db: None) -> Size:
    size = Size.of(ROWS)
    Seed(size, DAY).write()
    return size


def test_as_many_follow_ups_as_asked_for_and_every_key_leads_somewhere(size: Size) -> None:
    assert FollowUp.objects.count() == ROWS
    assert Prospect.objects.count() == size.people
    connection.check_constraints()


def test_a_measured_desk_has_fifty_due_and_a_plan_beyond_them(size: Size) -> None:
    for number in range(size.measured):
        agenda = agenda_for(User.objects.get(email=f"user{number}@example.com"), DAY)
        assert len(agenda.digest_items()) == DUE
        assert agenda.window_open
        assert agenda.coming
        ids = {str(item.follow_up_id) for item in agenda.digest_items() if item.kind == "check_in"}
        assert set(check_ins_due(size, number)) == ids


def test_every_plan_has_its_next_step(size: Size) -> None:
    assert FollowUpPlan.objects.active().exists()
    assert not FollowUpPlan.objects.without_next_step().exists()


def test_indexes_and_keys_are_back(size: Size) -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, FollowUp._meta.db_table)
    assert "followup_open_due" in found
    assert sum(1 for constraint in found.values() if constraint["foreign_key"]) >= 5


def test_the_same_numbers_give_the_same_rows() -> None:
    one, other = (list(Seed(Size.of(ROWS), DAY).follow_ups()) for _twice in range(2))
    assert one == other
    moved = list(Seed(Size.of(ROWS), DAY + timedelta(days=1)).follow_ups())
    assert [row[0] for row in moved] == [row[0] for row in one]
    assert moved != one


def test_more_rows_than_people_become_history() -> None:
    size = Size.of(10_000, people=3000)
    rows = list(Seed(size, DAY).follow_ups())
    assert len(rows) == 10_000
    assert len({row[0] for row in rows}) == 10_000


def test_noes_lie_over_years_and_some_came_back_since(size: Size) -> None:
    noes = Loss.objects.all()
    assert noes.filter(said_on__lt=DAY - timedelta(days=365)).exists()
    assert noes.filter(reason__isnull=False).exists()
    assert noes.filter(reason__isnull=True).exists()
    back = noes.filter(came_back_on__isnull=False)
    assert 0 < back.count() < noes.count() / 3
    assert not back.filter(came_back_on__gt=DAY).exists()
    assert not back.exclude(came_back_on__gt=F("said_on")).exists()
    assert not back.exclude(deal__status="won_back", deal__closed_on=F("came_back_on")).exists()
    assert not noes.exclude(reason__isnull=True).exclude(reason__conversation=F("conversation")).exists()
