"""Planning that fails for somebody: counted, without harm to others, and made up for by the next tick."""

import sqlite3
from contextlib import closing
from datetime import datetime

import pytest
from django.db import connection

from accounts.models import User
from digests import steps
from digests.models import DigestSchedule
from digests.planning import PlanReport, plan_digests
from digests.schedule import Wishes
from digests.steps import wishes_of
from tests.cast import MONDAY
from tests.digests.stage import MINUTE, TUESDAY, WEDNESDAY, at, deliveries, hears_no, tick
from tests.outbox.stage import Memory

on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="one writer at a time is SQLite's way; PostgreSQL waits for the row"
)


@pytest.fixture
def people(owner: User, colleague: User) -> tuple[User, User]:
    """Two people with somebody to call on Tuesday."""
    for user in (owner, colleague):
        hears_no(user, f"Buyer of {user.email}")
    plan_digests(at(owner, MONDAY, 12, 0))
    return owner, colleague


@pytest.mark.django_db
def test_a_person_it_fails_for_is_counted_at_each_tick_until_it_goes_through(
    people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, colleague = people

    def picky(user: User) -> Wishes:
        if user == owner:
            raise RuntimeError("broken")
        return wishes_of(user)

    with monkeypatch.context() as patch:
        patch.setattr(steps, "wishes_of", picky)
        assert plan_digests(at(owner, TUESDAY)) == PlanReport(looked_at=2, made=1, failed=1)
        assert plan_digests(at(owner, TUESDAY) + MINUTE) == PlanReport(looked_at=1, made=0, failed=1)
        assert (deliveries(owner), len(deliveries(colleague))) == ([], 1)
    assert plan_digests(at(owner, TUESDAY) + 2 * MINUTE) == PlanReport(looked_at=1, made=1)


@pytest.mark.django_db
def test_somebody_in_a_zone_nobody_knows_keeps_no_newcomer_from_a_schedule(
    owner: User, colleague: User
) -> None:
    User.objects.filter(pk=owner.pk).update(time_zone="Atlantis/Capital")
    report = plan_digests(at(colleague, MONDAY, 12, 0))
    assert report.failed == 1
    assert [row.user for row in DigestSchedule.objects.all()] == [colleague]


@pytest.mark.django_db
def test_somebody_whose_zone_is_gone_keeps_no_other_from_a_digest(people: tuple[User, User]) -> None:
    owner, colleague = people
    User.objects.filter(pk=owner.pk).update(time_zone="Atlantis/Capital")
    report = plan_digests(at(colleague, TUESDAY))
    assert (report.made, report.failed) == (1, 1)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_database_somebody_else_writes_to_costs_one_tick_and_no_digest(people: tuple[User, User]) -> None:
    owner, _colleague = people
    connection.cursor().execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert plan_digests(at(owner, TUESDAY)) == PlanReport(looked_at=2, made=0, failed=2)
        other.execute("ROLLBACK")
    way_out = Memory()
    tick(at(owner, TUESDAY) + MINUTE, way_out)
    assert len(way_out.mails) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("hours_ahead", [1, 12, 24 * 30, 24 * 199])
def test_one_tick_that_read_another_time_costs_no_digest_and_makes_no_second_one(
    people: tuple[User, User], hours_ahead: int
) -> None:
    owner, _colleague = people
    wrong: datetime = at(owner, TUESDAY, 9, 0) + hours_ahead * 60 * MINUTE
    way_out = Memory()
    tick(at(owner, TUESDAY), way_out)
    plan_digests(wrong)
    for minute in range(1, 24 * 60 + 5, 7):
        tick(at(owner, TUESDAY, 9, 0) + minute * MINUTE, way_out)
    mine = [mail for mail in way_out.mails if mail["To"] == owner.email]
    assert len(mine) == 2
    assert {"2026-03-03", WEDNESDAY.isoformat()} <= {period for _kind, period, _state in deliveries(owner)}
