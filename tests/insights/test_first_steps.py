"""What was done first after a no: the first check-in and the first touch, in cells."""

from collections import Counter
from datetime import timedelta

from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from followups.kinds import Channel, Direction, Kind
from insights.first_steps import first_steps, first_touches
from insights.kinds import FirstStep, FirstTouch
from insights.landmark import Cell
from insights.selection import Selection, selection_of
from prospects.models import Loss
from tests.cast import MONDAY
from tests.insights.noted import SAID, a_check_in, a_noted_no, a_row, a_touch, plan_for


def mine(user: User) -> Selection:
    return selection_of({}, user, MONDAY)


def step_of(user: User) -> FirstStep:
    return FirstStep(first_steps(mine(user))[0].group)


def test_the_days_until_the_first_check_in_decide(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for after in (3, 29, 30, 44, 45, 60, 61, 120):
        a_check_in(a_noted_no(owner, f"After {after}"), after)
    with django_assert_num_queries(1):
        cells = first_steps(mine(owner))
    assert Counter({cell.group: cell.times for cell in cells}) == {
        FirstStep.UNDER_30: 2,
        FirstStep.FROM_30: 2,
        FirstStep.FROM_45: 2,
        FirstStep.NONE: 2,
    }


def test_cells_carry_when_it_was_said_and_when_it_came_back(owner: User) -> None:
    a_check_in(a_noted_no(owner, came_back=90), 35)
    a_check_in(a_noted_no(owner, came_back=90), 40)
    assert first_steps(mine(owner)) == [Cell(FirstStep.FROM_30, SAID, SAID + timedelta(days=90), 2)]


def test_only_the_first_check_in_counts(owner: User) -> None:
    loss = a_noted_no(owner)
    a_check_in(loss, 50)
    a_check_in(loss, 32)
    assert step_of(owner) is FirstStep.FROM_30


def test_a_day_they_named_is_not_ours(owner: User) -> None:
    a_check_in(a_noted_no(owner), 35, is_agreed=True)
    assert step_of(owner) is FirstStep.NAMED


def test_an_agreed_meeting_is_not_ours_either(owner: User) -> None:
    a_check_in(a_noted_no(owner), 35, kind=Kind.AGREED_MEETING)
    assert step_of(owner) is FirstStep.NAMED


def test_whoever_was_spoken_to_before_is_no_matter_of_intervals(owner: User) -> None:
    loss = a_noted_no(owner)
    a_touch(loss, 12, is_two_way=True, direction=Direction.IN)
    a_check_in(loss, 40)
    assert step_of(owner) is FirstStep.SPOKE


def test_the_no_itself_and_what_we_merely_sent_are_no_talk(owner: User) -> None:
    loss = a_noted_no(owner)
    a_touch(loss, 0, is_two_way=True, direction=Direction.IN, loss=loss)
    a_touch(loss, 12, channel=Channel.MAIL)
    a_check_in(loss, 40)
    assert step_of(owner) is FirstStep.FROM_30


def touch_of(user: User) -> FirstTouch:
    return FirstTouch(first_touches(mine(user))[0].group)


def test_the_first_touch_goes_by_its_channel(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for channel in (Channel.CALL, Channel.LETTER, Channel.MAIL, Channel.SOCIAL, Channel.MEETING):
        a_touch(a_noted_no(owner, channel), 1, channel=channel)
    a_touch(a_noted_no(owner), 61)
    with django_assert_num_queries(1):
        cells = first_touches(mine(owner))
    assert Counter({cell.group: cell.times for cell in cells}) == {
        FirstTouch.CALL: 1,
        FirstTouch.LETTER: 1,
        FirstTouch.MAIL: 1,
        FirstTouch.OTHER: 2,
        FirstTouch.NONE: 1,
    }


def test_something_useful_is_that_on_any_channel(owner: User) -> None:
    loss = a_noted_no(owner)
    row = a_row(plan_for(loss), SAID, kind=Kind.VALUE_ITEM)
    a_touch(loss, 3, channel=Channel.MAIL, follow_up=row)
    a_touch(loss, 5)
    assert touch_of(owner) is FirstTouch.USEFUL


def test_notes_confirmations_and_mail_on_its_way_have_not_reached_them(owner: User) -> None:
    loss: Loss = a_noted_no(owner)
    a_touch(loss, 0, channel=Channel.MAIL, loss=loss)
    a_touch(loss, 1, channel=Channel.NOTE)
    a_touch(loss, 1, channel=Channel.MAIL, is_queued=True)
    a_touch(loss, 2, is_two_way=True, direction=Direction.IN)
    assert touch_of(owner) is FirstTouch.NONE
