"""Two beats, two workers: planning and delivering at the same moment."""

import pytest

from accounts.models import User
from digests import steps
from digests.models import DigestSchedule
from digests.planning import plan_digests
from outbox.models import Delivery
from outbox.states import State
from tests.cast import MONDAY, make_user
from tests.digests.stage import TUESDAY, at, hears_no, tick
from tests.outbox.stage import Memory
from tests.outbox.test_races import at_the_same_time

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 5


@pytest.fixture
def people(owner: User) -> list[User]:
    everybody = [owner, *(make_user(owner.team, f"person{n}@example.com") for n in range(PEOPLE - 1))]
    for number, user in enumerate(everybody):
        hears_no(user, f"Buyer {number}")
    return everybody


def test_schedules_made_by_many_are_made_once(people: list[User]) -> None:
    at_the_same_time(lambda: plan_digests(at(people[0], MONDAY, 12, 0)))
    assert DigestSchedule.objects.count() == PEOPLE


def test_planned_by_many_each_person_gets_one(people: list[User]) -> None:
    plan_digests(at(people[0], MONDAY, 12, 0))
    reports = at_the_same_time(lambda: plan_digests(at(people[0], TUESDAY)))
    assert sum(report.made for report in reports) == PEOPLE
    assert Delivery.objects.count() == PEOPLE


def test_ticked_by_many_each_person_gets_one_mail(people: list[User]) -> None:
    plan_digests(at(people[0], MONDAY, 12, 0))
    way_out = Memory()
    at_the_same_time(lambda: tick(at(people[0], TUESDAY), way_out))
    tick(at(people[0], TUESDAY, 7, 31), way_out)
    assert sorted(str(mail["To"]) for mail in way_out.mails) == sorted(user.email for user in people)
    assert Delivery.objects.filter(state=State.SENT, transmissions=1).count() == PEOPLE


def test_a_row_somebody_else_moves_meanwhile_keeps_no_other_from_its_digest(
    people: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_digests(at(people[0], MONDAY, 12, 0))
    real = steps.first_counted_days

    def slow(owners: object, until: object) -> object:
        row = DigestSchedule.objects.get(user=people[2])
        steps.take_one(steps.step_of(row, at(people[0], TUESDAY)), at(people[0], TUESDAY))
        return real(owners, until)  # type: ignore[arg-type]

    monkeypatch.setattr(steps, "first_counted_days", slow)
    assert plan_digests(at(people[0], TUESDAY)).made == PEOPLE - 1
    monkeypatch.undo()
    assert Delivery.objects.filter(period_key="2026-03-03").count() == PEOPLE
