"""How far follow-ups were done while they helped, and who stays silent."""

from datetime import date, timedelta
from typing import Any

from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from followups.kinds import Kind, Status
from followups.models import FollowUp
from insights.kinds import Fate
from insights.on_time import on_time, silent, within
from insights.proportions import Share
from insights.selection import Selection, selection_of
from tests.cast import MONDAY
from tests.insights.noted import a_noted_no, a_row, a_touch, plan_for

DUE = MONDAY - timedelta(days=30)


def of(user: User, **said: str) -> Selection:
    return selection_of(said, user, MONDAY)


def a_due_row(user: User, done: int | None = None, due_on: date = DUE, **columns: Any) -> FollowUp:
    """Due on DUE unless told otherwise, done so many days after it, if at all."""
    loss = a_noted_no(user)
    row = a_row(plan_for(loss), due_on, **columns)
    if done is not None:
        a_touch(loss, 0, follow_up=row, happened_on=due_on + timedelta(days=done))
    return row


def test_what_became_of_a_follow_up_goes_by_the_day_it_was_done(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for days in (-7, 0, 1, 7, 8):
        a_due_row(owner, done=days)
    a_due_row(owner, status=Status.SKIPPED)
    a_due_row(owner, status=Status.OPEN)
    with django_assert_num_queries(1):
        found = on_time(of(owner))
    assert found.fates == {
        Fate.ON_TIME: 2,
        Fate.IN_WINDOW: 2,
        Fate.LATE: 1,
        Fate.SKIPPED: 1,
        Fate.LEFT_OPEN: 1,
    }
    assert within(found.fates) == Share(4, 7)
    assert found.of == 7


def test_what_nobody_had_to_do_is_not_counted(owner: User) -> None:
    a_due_row(owner, status=Status.OPEN, due_on=MONDAY - timedelta(days=7))
    a_due_row(owner, status=Status.CANCELLED)
    a_due_row(owner, kind=Kind.DEBRIEF)
    a_due_row(owner, done=0, due_on=MONDAY + timedelta(days=1))
    assert on_time(of(owner)).of == 0


def test_months_stand_apart_and_in_order(owner: User) -> None:
    a_due_row(owner, done=0, due_on=date(2026, 2, 27))
    a_due_row(owner, done=20, due_on=date(2026, 1, 5))
    a_due_row(owner, done=0, due_on=date(2026, 1, 30))
    assert on_time(of(owner)).months == {
        date(2026, 1, 1): {Fate.LATE: 1, Fate.ON_TIME: 1},
        date(2026, 2, 1): {Fate.ON_TIME: 1},
    }


def test_everybody_sees_their_own_rows_and_a_manager_the_teams(
    owner: User, colleague: User, manager: User, stranger: User
) -> None:
    a_due_row(owner, done=0)
    a_due_row(colleague, done=0)
    a_due_row(stranger, done=0)
    assert on_time(of(owner, whose="team")).of == 1
    assert on_time(of(manager)).of == 0
    assert on_time(of(manager, whose="team")).of == 2


def test_whoever_did_not_answer_the_last_time_is_silent(
    owner: User, manager: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for tries, decides in ((1, True), (0, True), (2, False)):
        loss = a_noted_no(owner)
        plan = plan_for(loss, unanswered_tries=tries)
        a_row(plan, DUE)
        loss.prospect.is_decision_maker = decides
        loss.prospect.save()
    plan_for(a_noted_no(owner))  # nobody has tried yet
    with django_assert_num_queries(1):
        found = silent(of(owner))
    assert (found.people, found.decision_makers) == (Share(2, 3), Share(1, 2))
    assert silent(of(manager)).people.of == 0
    assert silent(of(manager, whose="team")).people == Share(2, 3)
