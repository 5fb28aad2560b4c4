"""A digest that stands further ahead than the rules allow is moved back, and no other."""

import logging
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.working_calendar import WorkingCalendar
from digests import planning
from digests.models import DigestSchedule
from digests.planning import HealReport, heal_schedules, plan_digests
from digests.schedule import Planned, Rhythm, Standing, Wishes, decide, first_plan, healed
from outbox.models import Delivery
from outbox.states import State
from tests.cast import MONDAY
from tests.digests.stage import (
    DAY,
    FRIDAY,
    MINUTE,
    NEXT_MONDAY,
    SATURDAY,
    TUESDAY,
    WEDNESDAY,
    at,
    deliveries,
    hears_no,
    tick,
)
from tests.outbox.stage import Memory

NOVEMBER = date(2026, 11, 23)
HOUR = timedelta(hours=1)


def schedule(user: User) -> DigestSchedule:
    return DigestSchedule.objects.get(user=user)


def put_ahead(user: User, day: date = NOVEMBER) -> None:
    """Write a next digest that no rule gives, as a wrong clock or a hand in the database would."""
    DigestSchedule.objects.filter(user=user).update(next_day=day, next_at=at(user, day), next_rhythm="daily")


@pytest.fixture
def owner(owner: User) -> User:
    """Had the digest of Tuesday."""
    plan_digests(at(owner, MONDAY, 6, 0))
    plan_digests(at(owner, MONDAY))
    hears_no(owner)
    tick(at(owner, TUESDAY))
    return owner


@pytest.mark.django_db
def test_months_ahead_becomes_the_next_working_day_and_is_told(
    owner: User, caplog: pytest.LogCaptureFixture
) -> None:
    put_ahead(owner)
    with caplog.at_level(logging.WARNING):
        assert heal_schedules(at(owner, TUESDAY, 12, 0)) == HealReport(healed=1)
    assert schedule(owner).next_at == at(owner, WEDNESDAY)
    assert f"The next digest of user {owner.pk} stood at 2026-11-23" in caplog.text
    assert heal_schedules(at(owner, TUESDAY, 12, 1)) == HealReport(healed=0)


@pytest.mark.django_db
def test_a_date_whose_digest_left_has_no_second_one(owner: User) -> None:
    put_ahead(owner)
    way_out = Memory()
    for minute in range(0, 24 * 60, 30):
        now = at(owner, TUESDAY, 8, 0) + minute * MINUTE
        heal_schedules(now)
        tick(now, way_out)
    assert [mail["X-Lostdeals-Kind"] for mail in way_out.mails] == ["digest-daily"]
    assert [(period, state) for _kind, period, state in deliveries(owner)] == [
        ("2026-03-03", State.SENT),
        ("2026-03-04", State.SENT),
    ]


@pytest.mark.django_db
def test_a_date_whose_digest_left_has_no_second_one_even_when_the_row_forgot(owner: User) -> None:
    put_ahead(owner)
    DigestSchedule.objects.update(last_day=None, last_at=None, looked_day=MONDAY, looked_at=at(owner, MONDAY))
    heal_schedules(at(owner, TUESDAY, 12, 0))
    way_out = Memory()
    tick(at(owner, TUESDAY, 12, 1), way_out)
    assert (way_out.mails, Delivery.objects.count()) == ([], 1)
    tick(at(owner, WEDNESDAY), way_out)
    assert len(way_out.mails) == 1


@pytest.mark.django_db
def test_found_days_later_todays_is_sent_at_once(owner: User) -> None:
    put_ahead(owner)
    heal_schedules(at(owner, FRIDAY, 12, 0))
    way_out = Memory()
    tick(at(owner, FRIDAY, 12, 1), way_out)
    assert len(way_out.mails) == 1
    assert deliveries(owner)[-1][:2] == ("digest-daily", "2026-03-06")


@pytest.mark.django_db
def test_a_digest_that_is_wanted_and_stands_nowhere_is_planned(owner: User) -> None:
    DigestSchedule.objects.update(next_at=None, next_day=None, next_rhythm="")
    assert heal_schedules(at(owner, TUESDAY, 12, 0)).healed == 1
    assert schedule(owner).next_at == at(owner, WEDNESDAY)


@pytest.mark.django_db
def test_what_a_wrong_clock_noted_for_later_is_forgotten(owner: User) -> None:
    put_ahead(owner)
    later = at(owner, NOVEMBER)
    DigestSchedule.objects.update(last_day=NOVEMBER, last_at=later, looked_day=NOVEMBER, looked_at=later)
    heal_schedules(at(owner, TUESDAY, 12, 0))
    row = schedule(owner)
    assert (row.last_day, row.looked_day, row.next_day) == (None, None, WEDNESDAY)


@pytest.mark.django_db
def test_a_weekend_a_weekly_and_no_digest_at_all_are_left_alone(owner: User, colleague: User) -> None:
    tick(at(owner, FRIDAY))
    User.objects.filter(pk=colleague.pk).update(digest_daily=False)
    plan_digests(at(owner, FRIDAY, 8, 0))
    before = list(DigestSchedule.objects.order_by("pk").values())
    assert heal_schedules(at(owner, FRIDAY, 8, 1)).healed == 0
    User.objects.filter(pk=owner.pk).update(digest_daily=False, digest_weekly=True)
    plan_digests(at(owner, FRIDAY, 9, 0))
    assert heal_schedules(at(owner, SATURDAY, 9, 0)).healed == 0
    assert schedule(owner).next_day == NEXT_MONDAY
    assert len(before) == 2


@pytest.mark.django_db
def test_one_person_who_cannot_be_looked_at_stops_no_other(
    owner: User, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_digests(at(owner, TUESDAY, 11, 0))
    for user in (owner, colleague):
        put_ahead(user)
    real = planning.wishes_of

    def picky(user: User) -> Wishes:
        if user == owner:
            raise RuntimeError("broken")
        return real(user)

    monkeypatch.setattr(planning, "wishes_of", picky)
    assert heal_schedules(at(owner, TUESDAY, 12, 0)) == HealReport(healed=1, failed=1)
    assert schedule(colleague).next_day == WEDNESDAY


# The pure rule

BERLIN = ZoneInfo("Europe/Berlin")
WISHES = Wishes(BERLIN, time(7, 30), WorkingCalendar())
NOON = datetime(2026, 3, 3, 11, 0, tzinfo=UTC)
SENT = Standing(None, TUESDAY, NOON - 4 * HOUR, TUESDAY, NOON - 4 * HOUR)


def test_days_off_explain_a_long_way_and_nothing_else_does() -> None:
    holiday = replace(WISHES, calendar=WorkingCalendar(absences=((WEDNESDAY, NEXT_MONDAY + 13 * DAY),)))
    back = Planned(NEXT_MONDAY + 14 * DAY, NOON + 20 * DAY - 4 * HOUR - 30 * MINUTE, Rhythm.DAILY)
    assert healed(holiday, replace(SENT, planned=back), NOON) is None
    found = healed(WISHES, replace(SENT, planned=back), NOON)
    assert found is not None
    assert found.day == WEDNESDAY


def test_without_a_working_day_nothing_is_planned() -> None:
    never = replace(WISHES, calendar=WorkingCalendar(weekdays=frozenset()))
    assert healed(never, SENT, NOON) is None


WEEKS = st.frozensets(st.integers(0, 6), min_size=1)
WANTED = st.sampled_from([(True, False), (False, True), (True, True)])
ABSENCES = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=2)
TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0, tzinfo=None))
ZONES = st.sampled_from(["America/Nuuk", "Europe/Berlin", "Pacific/Auckland", "UTC"]).map(ZoneInfo)
# Hours from one tick to the next: mostly few, now and then an outage.
STEPS = st.lists(st.tuples(st.integers(1, 14) | st.integers(1, 400), st.booleans()), min_size=5, max_size=60)


@settings(max_examples=300, deadline=None)
@given(ZONES, TIMES, WEEKS, WANTED, ABSENCES, STEPS, st.integers(0, 300 * 24))
def test_what_the_rules_planned_is_never_moved(
    zone: ZoneInfo,
    wall: time,
    weekdays: frozenset[int],
    wanted: tuple[bool, bool],
    absences: list[tuple[int, int]],
    steps: list[tuple[int, bool]],
    later: int,
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + later * HOUR
    away = tuple((now.date() + n * DAY, now.date() + (n + length) * DAY) for n, length in absences)
    wishes = Wishes(zone, wall, WorkingCalendar(weekdays=weekdays, absences=away), *wanted)
    standing = Standing(first_plan(wishes, now))
    for hours, worth in steps:
        now += hours * HOUR
        decision = decide(wishes, standing, now)
        standing = replace(standing, planned=decision.then)
        if decision.send:
            standing = replace(standing, looked_day=decision.send.day, looked_at=now)
            if worth:
                standing = replace(standing, last_day=decision.send.day, last_at=now)
        assert healed(wishes, standing, now) is None
