"""Nobody is reminded while they are away, and everybody again once they are back."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from digests.models import DigestSchedule
from digests.planning import heal_schedules, plan_digests, reschedule
from digests.schedule import Rhythm, digest_kind_for
from followups.actions import come_back
from tests.cast import MONDAY, NINE, make_user
from tests.digests.stage import DAY, TUESDAY, WEDNESDAY, at, deliveries, hears_no, tick
from tests.followups.being_away import away, fresh
from tests.followups.telling import day


def next_day(user: User) -> object:
    return DigestSchedule.objects.get(user=user).next_day


def test_no_mail_on_a_day_of_an_absence_and_one_on_the_first_day_back(owner: User) -> None:
    hears_no(owner)
    plan_digests(NINE)
    away(owner, 1, 3)
    for offset in range(1, 8):
        tick(at(owner, MONDAY + offset * DAY))
    sent = [period for kind, period, _state in deliveries(owner) if kind == "digest-daily"]
    assert sent == [day(4).isoformat(), day(7).isoformat()]


def test_the_settings_page_tells_the_truth_at_once(owner: User) -> None:
    plan_digests(NINE)
    assert next_day(owner) == TUESDAY
    absence = away(owner, 1, 3).absence
    reschedule(fresh(owner), NINE, absences_changed=True)
    assert next_day(owner) == day(4)
    come_back(absence.pk, by=owner, today=MONDAY, now=NINE)
    reschedule(fresh(owner), NINE, absences_changed=True)
    assert next_day(owner) == TUESDAY


def test_an_absence_taken_away_unseen_is_noticed_within_the_hour(owner: User) -> None:
    away(owner, 1, 30)
    plan_digests(NINE)
    assert next_day(owner) == day(31)
    fresh(owner).absences.all().delete()
    assert heal_schedules(NINE + timedelta(hours=1)).healed == 1
    assert next_day(owner) == TUESDAY


def test_a_long_absence_is_no_fault_to_heal(owner: User) -> None:
    away(owner, 1, 30)
    plan_digests(NINE)
    assert heal_schedules(NINE + timedelta(hours=1)).healed == 0


def test_the_weekly_comes_on_the_first_day_back_of_the_week(owner: User) -> None:
    owner.digest_weekly = True
    owner.save()
    away(owner, 7, 8)
    calendar = fresh(owner).calendar()
    kinds = [digest_kind_for(day(n), True, True, calendar) for n in range(7, 12)]
    assert kinds == [None, None, Rhythm.WEEKLY, Rhythm.DAILY, Rhythm.DAILY]


def test_whoever_stands_in_is_reminded_of_it(owner: User, colleague: User) -> None:
    hears_no(owner)
    away(owner, 1, 3, colleague)
    tick(at(colleague, TUESDAY))
    assert [kind for kind, _period, _state in deliveries(colleague)] == ["digest-daily"]
    assert deliveries(owner) == []


def test_the_absences_of_many_people_are_read_in_one_query(owner: User) -> None:
    for number in range(10):
        away(make_user(owner.team, f"person{number}@example.com"), 1, 2)
    plan_digests(NINE)
    DigestSchedule.objects.update(next_at=at(owner, WEDNESDAY), next_day=WEDNESDAY)
    with CaptureQueriesContext(connection) as asked:
        plan_digests(at(owner, WEDNESDAY))
    assert sum("accounts_absence" in query["sql"] for query in asked) == 1
