"""Letters of the month as rows: made once, caught up with, and never two for a month."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Absence, User
from followups.actions import retire_user
from insights.models import MonthlySchedule
from insights.monthly_planning import MonthlyReport, plan_letters, reschedule_letters, stop_letters
from outbox.models import Delivery
from outbox.states import State
from tests.cast import make_user
from tests.digests.stage import DAY, MINUTE, at, hears_no
from tests.insights.coming_back import wins
from tests.insights.letters import KEY, LEAVES, begin, learns, letters, tick
from tests.outbox.stage import Memory
from tests.outbox.test_races import at_the_same_time

pytestmark = pytest.mark.django_db

NEXT = date(2026, 5, 1)


@pytest.fixture
def owner(owner: User) -> User:
    """They heard a no in March."""
    begin(owner)
    hears_no(owner)
    return owner


def schedule(user: User) -> MonthlySchedule:
    return MonthlySchedule.objects.get(user=user)


def test_it_comes_on_the_first_working_day_at_the_local_time(owner: User) -> None:
    assert plan_letters(at(owner, LEAVES) - MINUTE).made == 0
    assert plan_letters(at(owner, LEAVES)) == MonthlyReport(looked_at=1, made=1)
    row = Delivery.objects.get()
    assert (row.kind, row.period_key, row.due_at) == ("monthly-lessons", KEY, at(owner, LEAVES))
    assert (row.recipient, row.address, row.state) == (owner, owner.email, State.PENDING)
    planned = schedule(owner)
    assert (planned.last_month, planned.next_month) == (date(2026, 3, 1), date(2026, 4, 1))
    # The first of May is no holiday of theirs: they named no country.
    assert planned.next_at == at(owner, NEXT)


def test_run_twice_it_makes_one(owner: User) -> None:
    plan_letters(at(owner, LEAVES))
    assert plan_letters(at(owner, LEAVES)) == MonthlyReport(looked_at=0, made=0)
    assert letters(owner) == [(KEY, "pending")]


def test_every_day_of_three_months_brings_one_letter_a_month_with_something_to_say(owner: User) -> None:
    way_out = Memory()
    for n in range(95):
        tick(at(owner, date(2026, 3, 3) + n * DAY), way_out)
        if n == 40:
            hears_no(owner, "Priya Raman", said_on=date(2026, 4, 12))
    assert [mail["X-Lostdeals-Kind"] for mail in way_out.mails] == ["monthly-lessons"] * 2
    assert letters(owner) == [(KEY, "sent"), ("2026-04", "sent")]


def test_nothing_to_say_nothing_sent(owner: User, colleague: User) -> None:
    begin(colleague)
    tick(at(owner, LEAVES))
    assert letters(colleague) == []
    assert schedule(colleague).last_month == date(2026, 3, 1)


@pytest.mark.parametrize("what", ["a yes", "a lesson of theirs", "a shared lesson"])
def test_a_yes_or_a_lesson_is_something_to_say(owner: User, colleague: User, what: str) -> None:
    begin(colleague)
    loss = owner.team.losses.get()
    if what == "a yes":
        wins(colleague, "Piet Claes", date(2026, 3, 9))
    elif what == "a lesson of theirs":
        learns(loss, "ask first", colleague, on=date(2026, 3, 9))
    else:
        learns(loss, "ask first", owner, on=date(2026, 3, 9), is_shared=True)
    tick(at(owner, LEAVES))
    assert letters(colleague) == [(KEY, "sent")]


def test_a_lesson_somebody_else_kept_to_themselves_is_nothing_to_say(owner: User, colleague: User) -> None:
    begin(colleague)
    learns(owner.team.losses.get(), "ask first", owner, on=date(2026, 3, 9))
    tick(at(owner, LEAVES))
    assert letters(colleague) == []


def test_of_the_team_it_has_something_to_say_to_a_manager_alone(
    owner: User, manager: User, stranger: User
) -> None:
    begin(manager)
    tick(at(owner, LEAVES))
    assert letters(manager) == [(KEY, "sent")]
    assert letters(stranger) == []


def test_who_does_not_want_it_gets_none_and_next_month_again(owner: User) -> None:
    User.objects.update(lessons_monthly=False)
    tick(at(owner, LEAVES))
    assert letters(owner) == []
    User.objects.update(lessons_monthly=True)
    tick(at(owner, LEAVES, 9))
    assert letters(owner) == []
    hears_no(owner, "Priya Raman", said_on=date(2026, 4, 12))
    tick(at(owner, NEXT))
    assert letters(owner) == [("2026-04", "sent")]


def test_somebody_who_joins_in_the_middle_of_a_month_begins_with_it(owner: User) -> None:
    joined = date(2026, 3, 17)
    new = make_user(owner.team, "new@example.com", date_joined=at(owner, joined))
    plan_letters(at(owner, joined))
    hears_no(new, "Priya Raman", said_on=joined)
    tick(at(owner, LEAVES))
    assert letters(new) == [(KEY, "sent")]


def test_who_was_here_before_there_were_letters_gets_none_about_long_ago(owner: User) -> None:
    MonthlySchedule.objects.all().delete()
    tick(at(owner, date(2026, 4, 20)))
    assert letters(owner) == []
    assert schedule(owner).next_month == date(2026, 4, 1)


def test_after_an_outage_of_weeks_the_newest_month_alone(owner: User) -> None:
    hears_no(owner, "Priya Raman", said_on=date(2026, 4, 12))
    tick(at(owner, date(2026, 5, 20)))
    assert letters(owner) == [("2026-04", "sent")]
    # On its day nothing is left over.
    tick(at(owner, date(2026, 5, 21)))
    assert letters(owner) == [("2026-04", "sent")]


def test_an_older_letter_that_has_not_left_is_replaced(owner: User) -> None:
    plan_letters(at(owner, LEAVES))
    hears_no(owner, "Priya Raman", said_on=date(2026, 4, 12))
    tick(at(owner, NEXT))
    assert letters(owner) == [(KEY, "superseded"), ("2026-04", "sent")]


def test_another_hour_or_zone_moves_it(owner: User) -> None:
    User.objects.update(time_zone="America/New_York", digest_time="09:15")
    owner.refresh_from_db()
    plan_letters(at(owner, date(2026, 3, 20)))
    assert schedule(owner).next_at == at(owner, LEAVES, 9, 15)


def test_a_zone_changed_back_and_forth_brings_no_second_one(owner: User) -> None:
    for hours, zone in (
        (0, "Europe/Berlin"),
        (1, "Pacific/Honolulu"),
        (2, "Pacific/Apia"),
        (40, "Europe/Berlin"),
    ):
        User.objects.update(time_zone=zone)
        tick(at(owner, LEAVES) + timedelta(hours=hours))
    assert letters(owner) == [(KEY, "sent")]


def test_days_away_move_it_at_once(owner: User) -> None:
    absence = Absence.objects.create(user=owner, first_on=LEAVES, last_on=LEAVES + 2 * DAY)
    now = at(owner, date(2026, 3, 20))
    reschedule_letters(User.objects.get(pk=owner.pk), now)
    # Friday is away too; Monday is the first working day.
    assert schedule(owner).next_at == at(owner, date(2026, 4, 6))
    absence.delete()
    reschedule_letters(User.objects.get(pk=owner.pk), now + MINUTE)
    assert schedule(owner).next_at == at(owner, LEAVES)


def test_days_away_the_tick_was_not_told_of_hold_it_back(owner: User) -> None:
    Absence.objects.create(user=owner, first_on=LEAVES, last_on=LEAVES)
    tick(at(owner, LEAVES))
    assert letters(owner) == []
    tick(at(owner, LEAVES + DAY))
    assert letters(owner) == [(KEY, "sent")]


def test_a_clock_that_was_ahead_keeps_nobody_from_the_next_letter(owner: User) -> None:
    plan_letters(at(owner, date(2031, 1, 2)))
    tick(at(owner, date(2026, 3, 20)))
    assert schedule(owner).next_at == at(owner, LEAVES)
    assert schedule(owner).last_month is None


def test_somebody_inactive_gets_none(owner: User) -> None:
    User.objects.update(is_active=False)
    tick(at(owner, LEAVES))
    assert letters(owner) == []


def test_who_leaves_the_team_has_no_schedule(owner: User, colleague: User) -> None:
    retire_user(owner, colleague, by=owner, now=at(owner, date(2026, 3, 20)))
    stop_letters(owner)
    assert not MonthlySchedule.objects.filter(user=owner).exists()
    plan_letters(at(owner, LEAVES))
    assert not MonthlySchedule.objects.filter(user=owner).exists()


def test_one_broken_person_stops_nobody_else(
    owner: User, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(colleague)
    hears_no(colleague, "Priya Raman")
    real = User.calendar

    def broken(user: User) -> object:
        if user.pk == owner.pk:
            raise RuntimeError("broken")
        return real(user)

    monkeypatch.setattr(User, "calendar", broken)
    assert plan_letters(at(owner, LEAVES)).failed == 1
    assert letters(colleague) == [(KEY, "pending")]
    monkeypatch.undo()
    plan_letters(at(owner, LEAVES, 8))
    assert letters(owner) == [(KEY, "pending")]


def test_a_number_of_queries_that_grows_with_letters_alone(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(5):
        make_user(owner.team, f"person{n}@example.com")
    begin(owner)
    hears_no(owner, "Priya Raman")
    now = at(owner, LEAVES)
    # Missing rows, due rows, absences, noes, yeses, lessons; of each row its move, and of one its mail.
    with django_assert_num_queries(6 + 6 * 3 + 3):
        assert plan_letters(now).made == 1


@pytest.mark.django_db(transaction=True)
def test_planned_by_many_each_person_gets_one(owner: User, colleague: User) -> None:
    begin(colleague)
    hears_no(colleague, "Priya Raman")
    reports = at_the_same_time(lambda: plan_letters(at(owner, LEAVES)))
    assert sum(report.made for report in reports) == 2
    assert letters(owner) == letters(colleague) == [(KEY, "pending")]


@pytest.mark.django_db(transaction=True)
def test_ticked_by_many_each_person_gets_one_mail(owner: User) -> None:
    way_out = Memory()
    at_the_same_time(lambda: tick(at(owner, LEAVES), way_out))
    tick(at(owner, LEAVES, 7, 31), way_out)
    assert [mail["To"] for mail in way_out.mails] == [owner.email]
