"""Digests as rows: made once, superseded, caught up with, and never two for a date."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from digests import steps
from digests.models import DigestSchedule
from digests.planning import PlanReport, plan_digests, reschedule
from digests.schedule import Rhythm, Wishes
from followups.kinds import Kind
from followups.models import FollowUp
from outbox import breaker
from outbox.delivery import deliver_due
from outbox.faults import FateUnknown, TryLater, Unreachable
from outbox.models import Delivery
from outbox.states import State
from tests.cast import MONDAY, make_user
from tests.digests.stage import (
    DAY,
    FRIDAY,
    KINDS,
    MINUTE,
    NEXT_MONDAY,
    SATURDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    at,
    deliveries,
    hears_no,
    only,
    tick,
)
from tests.outbox.stage import Memory, post_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(owner: User) -> User:
    """The owner's Monday began without anybody to call, and later they heard a no."""
    plan_digests(at(owner, MONDAY, 6, 0))
    plan_digests(at(owner, MONDAY))
    hears_no(owner)
    return owner


def schedule(user: User) -> DigestSchedule:
    return DigestSchedule.objects.get(user=user)


def test_everybody_active_gets_a_schedule_once(owner: User, colleague: User) -> None:
    plan_digests(at(owner, MONDAY, 6, 0))
    plan_digests(at(owner, MONDAY, 6, 1))
    assert DigestSchedule.objects.count() == 2
    assert schedule(colleague).next_at == at(colleague, MONDAY)


def test_nothing_due_nothing_sent(owner: User) -> None:
    assert deliveries(owner) == []
    row = schedule(owner)
    assert (row.next_day, row.looked_day, row.last_day) == (TUESDAY, MONDAY, None)


def test_what_is_due_comes_at_the_local_time(owner: User) -> None:
    assert plan_digests(at(owner, TUESDAY) - MINUTE).made == 0
    assert plan_digests(at(owner, TUESDAY)).made == 1
    row = Delivery.objects.get()
    assert (row.kind, row.period_key, row.due_at) == ("digest-daily", "2026-03-03", at(owner, TUESDAY))
    assert (row.recipient, row.address, row.state) == (owner, owner.email, State.PENDING)


def test_run_twice_it_makes_one(owner: User) -> None:
    assert plan_digests(at(owner, TUESDAY)) == PlanReport(looked_at=1, made=1)
    assert plan_digests(at(owner, TUESDAY)) == PlanReport(looked_at=0, made=0)
    assert Delivery.objects.count() == 1


def test_a_tick_every_minute_of_a_day_sends_one_mail(owner: User) -> None:
    way_out = Memory()
    for minute in range(0, 24 * 60, 10):
        tick(at(owner, TUESDAY, 0, 0) + minute * MINUTE, way_out)
    assert [mail["X-Lostdeals-Kind"] for mail in way_out.mails] == ["digest-daily"]


def test_what_nobody_acts_on_is_in_every_digest_of_the_week(owner: User) -> None:
    only(Kind.THANK_YOU)
    for day in (TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SATURDAY + DAY, NEXT_MONDAY):
        tick(at(owner, day))
    days = [period for _kind, period, state in deliveries(owner) if state == State.SENT]
    assert days == ["2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06", "2026-03-09"]


def test_a_debrief_alone_causes_no_digest(owner: User) -> None:
    only(Kind.DEBRIEF)
    tick(at(owner, TUESDAY))
    assert deliveries(owner) == []


def test_each_person_gets_their_own_at_their_own_time(owner: User, colleague: User) -> None:
    colleague.time_zone = "America/New_York"
    colleague.save()
    hears_no(colleague, "Priya Raman")
    way_out = Memory()
    tick(at(owner, TUESDAY), way_out)
    assert [mail["To"] for mail in way_out.mails] == [owner.email]
    tick(at(colleague, TUESDAY), way_out)
    assert [mail["To"] for mail in way_out.mails] == [owner.email, colleague.email]


def test_an_inactive_person_gets_none_and_no_pile_when_they_come_back(owner: User) -> None:
    owner.is_active = False
    owner.save()
    for day in (TUESDAY, WEDNESDAY):
        tick(at(owner, day))
    owner.is_active = True
    owner.save()
    way_out = Memory()
    tick(at(owner, THURSDAY), way_out)
    assert len(way_out.mails) == 1
    assert not str(way_out.mails[0]["Subject"]).startswith("We were down")


def test_one_persons_broken_wishes_stop_nobody(
    owner: User, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hears_no(colleague, "Priya Raman")
    plan_digests(at(owner, MONDAY, 12))
    real = steps.wishes_of

    def picky(user: User) -> Wishes:
        if user == owner:
            raise RuntimeError("broken")
        return real(user)

    monkeypatch.setattr(steps, "wishes_of", picky)
    assert plan_digests(at(owner, TUESDAY)).made == 1
    assert (deliveries(owner), len(deliveries(colleague))) == ([], 1)
    monkeypatch.setattr(steps, "wishes_of", real)
    assert plan_digests(at(owner, TUESDAY) + MINUTE).made == 1


# Weekly


def test_the_weekly_replaces_mondays_daily(owner: User) -> None:
    owner.digest_weekly = True
    owner.save()
    for day in (TUESDAY, NEXT_MONDAY, NEXT_MONDAY + DAY):
        tick(at(owner, day))
    assert [(kind, period) for kind, period, _state in deliveries(owner)] == [
        ("digest-daily", "2026-03-03"),
        ("digest-weekly", "2026-W11"),
        ("digest-daily", "2026-03-10"),
    ]


def test_weekly_alone_comes_on_mondays(owner: User) -> None:
    owner.digest_daily, owner.digest_weekly = False, True
    owner.save()
    for n in range(1, 15):
        tick(at(owner, MONDAY + n * DAY))
    assert [period for _kind, period, _state in deliveries(owner)] == ["2026-W11", "2026-W12"]


def test_the_weekly_comes_for_what_is_due_later_in_the_week_too(owner: User) -> None:
    owner.digest_weekly = True
    owner.save()
    only(Kind.THANK_YOU)
    FollowUp.objects.update(
        opens_on=NEXT_MONDAY + 3 * DAY, due_on=NEXT_MONDAY + 3 * DAY, closes_on=NEXT_MONDAY + 3 * DAY
    )
    tick(at(owner, NEXT_MONDAY))
    tick(at(owner, NEXT_MONDAY + DAY))
    assert [kind for kind, _period, _state in deliveries(owner)] == ["digest-weekly"]


# Outages


def test_after_an_outage_one_mail_says_so_and_carries_everything(owner: User) -> None:
    tick(at(owner, TUESDAY))
    hears_no(owner, "Priya Raman", said_on=TUESDAY)
    way_out = Memory()
    for minute in range(60):
        tick(at(owner, FRIDAY, 9, 0) + minute * MINUTE, way_out)
    [mail] = way_out.mails
    assert mail["Subject"] == "We were down from Wednesday to Friday. 2 people are waiting, nobody got lost"
    assert deliveries(owner)[-1] == ("digest-daily", "2026-03-06", State.SENT)


def test_after_thirty_days_of_outage_one_mail_in_the_first_hour(owner: User) -> None:
    way_out = Memory()
    back = at(owner, MONDAY + 31 * DAY, 14, 0)
    for minute in range(60):
        tick(back + minute * MINUTE, way_out)
    assert len(way_out.mails) == 1
    tick(at(owner, MONDAY + 32 * DAY), way_out)
    assert len(way_out.mails) == 2


def test_back_before_the_hour_the_days_own_digest_is_awaited(owner: User) -> None:
    way_out = Memory()
    tick(at(owner, THURSDAY, 6, 0), way_out)
    assert way_out.mails == []
    tick(at(owner, THURSDAY, 7, 30), way_out)
    assert len(way_out.mails) == 1


def test_somebody_who_joined_while_the_clock_stood_still_is_not_forgotten(colleague: User) -> None:
    colleague.date_joined = at(colleague, MONDAY, 6, 0)
    colleague.save()
    hears_no(colleague)
    way_out = Memory()
    tick(at(colleague, WEDNESDAY, 9, 0), way_out)
    assert len(way_out.mails) == 1
    assert not str(way_out.mails[0]["Subject"]).startswith("We were down")


def test_a_mail_server_that_is_down_until_tomorrow_costs_one_mail_and_no_row(owner: User) -> None:
    def refuse() -> None:
        raise Unreachable("connection refused")

    for hour in range(8, 24):
        tick(at(owner, TUESDAY, hour, 0), Memory(on_connect=refuse))
    way_out = Memory()
    tick(at(owner, WEDNESDAY, 5, 0), way_out)
    assert way_out.mails == []
    tick(at(owner, WEDNESDAY), way_out)
    assert len(way_out.mails) == 1
    assert deliveries(owner) == [
        ("digest-daily", "2026-03-03", State.SUPERSEDED),
        ("digest-daily", "2026-03-04", State.SENT),
    ]


def test_a_digest_still_waiting_is_superseded_by_the_next_one(owner: User) -> None:
    def later(mail: EmailMessage) -> None:
        raise TryLater("451 later")

    tick(at(owner, TUESDAY), Memory(before=later))
    plan_digests(at(owner, WEDNESDAY))
    assert [state for _kind, _period, state in deliveries(owner)] == [State.SUPERSEDED, State.PENDING]


def test_after_two_unknown_copies_the_next_digest_carries_every_item(owner: User) -> None:
    def lose(mail: EmailMessage) -> None:
        raise FateUnknown("timed out")

    for minute in range(0, 120, 20):
        tick(at(owner, TUESDAY) + minute * MINUTE, Memory(after=lose))
    row = Delivery.objects.get()
    assert (row.state, row.transmissions) == (State.UNKNOWN, 2)
    way_out = Memory()
    tick(at(owner, WEDNESDAY), way_out)
    assert len(way_out.mails) == 1


# What is read again at the moment of sending


def test_what_was_done_meanwhile_needs_no_mail(owner: User) -> None:
    plan_digests(at(owner, TUESDAY))
    FollowUp.objects.all().delete()
    deliver_due(KINDS, at(owner, TUESDAY), transport=Memory())
    assert deliveries(owner)[0][2] == State.DROPPED


def test_somebody_who_switched_it_off_meanwhile_gets_none(owner: User) -> None:
    plan_digests(at(owner, TUESDAY))
    User.objects.update(digest_daily=False)
    way_out = Memory()
    deliver_due(KINDS, at(owner, TUESDAY), transport=way_out)
    assert way_out.mails == []


def test_somebody_who_left_meanwhile_gets_none(owner: User) -> None:
    plan_digests(at(owner, TUESDAY))
    User.objects.update(is_active=False)
    way_out = Memory()
    deliver_due(KINDS, at(owner, TUESDAY), transport=way_out)
    assert (way_out.mails, deliveries(owner)[0][2]) == ([], State.DROPPED)


def test_a_changed_address_is_followed(owner: User) -> None:
    plan_digests(at(owner, TUESDAY))
    User.objects.filter(pk=owner.pk).update(email="new@example.com")
    way_out = Memory()
    deliver_due(KINDS, at(owner, TUESDAY), transport=way_out)
    assert way_out.mails[0]["To"] == "new@example.com"


# Changes


def test_a_new_hour_counts_from_the_next_day(owner: User) -> None:
    tick(at(owner, TUESDAY))
    owner.digest_time = owner.digest_time.replace(hour=17)
    owner.save()
    reschedule(owner, at(owner, TUESDAY, 10, 0))
    row = schedule(owner)
    assert (row.next_day, row.next_at) == (WEDNESDAY, at(owner, WEDNESDAY, 17, 30))


def test_a_change_nobody_told_us_of_is_noticed_by_the_next_tick(owner: User) -> None:
    tick(at(owner, TUESDAY))
    User.objects.update(time_zone="Asia/Tokyo")
    owner.refresh_from_db()
    tick(at(owner, TUESDAY, 20, 0))
    assert schedule(owner).next_at == at(owner, WEDNESDAY)
    assert plan_digests(at(owner, TUESDAY, 20, 1)).looked_at == 0


def test_switched_off_and_on_again(owner: User) -> None:
    owner.digest_daily = False
    owner.save()
    reschedule(owner, at(owner, MONDAY, 12, 0))
    assert schedule(owner).next_at is None
    tick(at(owner, TUESDAY))
    assert deliveries(owner) == []
    owner.digest_daily = True
    owner.save()
    reschedule(owner, at(owner, TUESDAY, 12, 0))
    assert schedule(owner).next_at == at(owner, WEDNESDAY)


def test_rescheduling_without_a_change_changes_nothing(owner: User) -> None:
    before = schedule(owner).planned()
    reschedule(owner, at(owner, MONDAY, 12, 0))
    assert schedule(owner).planned() == before


def test_rescheduling_makes_a_missing_schedule(colleague: User) -> None:
    reschedule(colleague, at(colleague, MONDAY, 6, 0))
    assert schedule(colleague).next_rhythm == Rhythm.DAILY


def test_rescheduling_makes_nobody_elses(colleague: User, stranger: User) -> None:
    reschedule(colleague, at(colleague, MONDAY, 6, 0))
    assert not DigestSchedule.objects.filter(user=stranger).exists()


def test_a_clock_that_was_a_year_ahead_for_a_while_does_not_silence_the_digests(owner: User) -> None:
    tick(at(owner, TUESDAY) + 365 * DAY)
    way_out = Memory()
    tick(at(owner, TUESDAY, 8, 0), way_out)
    tick(at(owner, WEDNESDAY), way_out)
    assert len(way_out.mails) == 1


def test_two_clock_changes_in_a_year_make_one_digest_each(owner: User) -> None:
    owner.digest_time = owner.digest_time.replace(hour=2)
    owner.working_days = "0123456"
    owner.save()
    way_out = Memory()
    for start in (at(owner, MONDAY + 26 * DAY, 0, 0), at(owner, MONDAY + 236 * DAY, 0, 0)):
        tick(start, Memory())
        way_out.mails.clear()
        for half_hour in range(1, 48 * 2 + 2):
            tick(start + half_hour * timedelta(minutes=30), way_out)
        days = [mail["Date"].datetime.astimezone(owner.zone()).date() for mail in way_out.mails]
        assert len(days) == len(set(days)) == 2


# Cost


def test_ten_people_cost_as_many_queries_as_two(
    owner: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        user = make_user(owner.team, f"person{number}@example.com")
        hears_no(user, f"Person {number}")
    plan_digests(at(owner, MONDAY, 12, 0))
    with django_assert_max_num_queries(16):
        plan_digests(at(owner, TUESDAY))
    with django_assert_max_num_queries(2):
        plan_digests(at(owner, TUESDAY) + MINUTE)


def test_a_real_server_gets_the_digest_and_the_breaker_stays_closed(owner: User) -> None:
    with post_office() as office:
        tick(at(owner, TUESDAY), office.transport())
    [mail] = office.mails
    assert mail["Message-ID"] == f"<{Delivery.objects.get().pk}@localhost>"
    assert not breaker.is_tripped()
