"""What several people waited for has happened."""

from datetime import timedelta

from accounts.models import User
from followups.actions import trigger_wake_up
from followups.kinds import Kind, Status
from followups.models import FollowUp
from library.models import Topic
from prospects.conversations import AskAnswer, WakeUpKind, WakeUpState
from prospects.models import WakeUp
from prospects.new_no import Condition
from tests.cast import MONDAY, NINE
from tests.followups.telling import day, log

SINGLE_SIGN_ON = Condition(WakeUpKind.WE_SHIP, "Single sign-on")


def waiting(owner: User, count: int, **changes: object) -> Topic:
    for number in range(count):
        log(owner, f"Person {number}", organisation="", condition=SINGLE_SIGN_ON, **changes)
    return Topic.objects.get(name="Single sign-on")


def woken() -> list[FollowUp]:
    return list(FollowUp.objects.filter(kind=Kind.WAKE_UP, status=Status.OPEN).order_by("due_on"))


def test_without_a_date_nothing_is_planned_until_it_happens(owner: User) -> None:
    waiting(owner, 1)
    assert woken() == []
    assert WakeUp.objects.waiting().count() == 1


def test_everybody_who_waits_for_the_same_gets_one_follow_up_levelled_over_days(owner: User) -> None:
    topic = waiting(owner, 8)
    triggered = trigger_wake_up(topic, by=owner, now=NINE)
    assert (len(triggered.follow_ups), triggered.left_alone) == (8, 0)
    dues = [row.due_on for row in woken()]
    # Eight thank-yous stand on Tuesday already, so it is full: six on Wednesday, two on Thursday.
    assert dues == [day(2)] * 6 + [day(3)] * 2
    assert {row.wake_up.state for row in woken() if row.wake_up} == {WakeUpState.TRIGGERED}


def test_nobody_is_later_than_five_working_days_however_many_wait(owner: User) -> None:
    topic = waiting(owner, 40)
    trigger_wake_up(topic, by=owner, now=NINE)
    assert max(row.due_on for row in woken()) <= MONDAY + timedelta(days=7)
    loads = [sum(row.due_on == day(n) for row in woken()) for n in (2, 3, 4, 7)]
    assert max(loads) - min(loads) <= 1


def test_pressed_twice_it_plans_once(owner: User) -> None:
    topic = waiting(owner, 2)
    trigger_wake_up(topic, by=owner, now=NINE)
    assert trigger_wake_up(topic, by=owner, now=NINE).follow_ups == ()
    assert len(woken()) == 2


def test_who_wanted_peace_is_left_in_peace(owner: User) -> None:
    topic = waiting(owner, 1, stay_in_touch=AskAnswer.NO)
    triggered = trigger_wake_up(topic, by=owner, now=NINE)
    assert (triggered.follow_ups, triggered.left_alone) == ((), 1)


def test_a_colleagues_people_are_not_mine_to_wake_but_the_managers_are(
    owner: User, colleague: User, manager: User
) -> None:
    topic = waiting(owner, 1)
    assert trigger_wake_up(topic, by=colleague, now=NINE).follow_ups == ()
    assert len(trigger_wake_up(topic, by=manager, now=NINE).follow_ups) == 1
    assert woken()[0].owner == owner
