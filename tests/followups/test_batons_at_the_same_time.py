"""Two who move the baton in the very same moment: one does, the other hears so."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from accounts.models import User
from followups.actions import (
    BatonMoved,
    NewHandOver,
    NewTouch,
    NotHandedOver,
    Result,
    bring_back,
    close_kindly,
    complete_follow_up,
    hand_over,
    log_touch,
    retire_user,
    return_on_their_day,
    skip,
    take_over,
    take_over_all,
    withdraw_hand_over,
)
from followups.kinds import Baton, Channel, Direction, Kind, Outcome, Status
from followups.models import FollowUp, FollowUpPlan, HandOver, HandOverStep
from tests.followups.handing import MAIL, in_care, offer, said_yes
from tests.followups.telling import day, log, nine_on, plan_of, step_of
from tests.followups.together import at_the_same_time, raised

pytestmark = pytest.mark.django_db(transaction=True)

LATER = nine_on(day(0)) + timedelta(hours=1)
# Each race is run so often, with somebody new.
NAMES = ("Ann", "Bea", "Cleo")


def waiting(owner: User, marketer: User, name: str = "Ingrid") -> HandOver:
    person = log(owner, name).prospect
    said_yes(person, by=owner)
    return offer(person, marketer)


def check(baton: HandOver) -> None:
    """Whoever was first, all of it is in one hand."""
    baton.refresh_from_db()
    person = baton.prospect
    holder = baton.taker if baton.state == Baton.TAKEN else person.owner
    rows = FollowUp.objects.open().filter(prospect=person).exclude(kind=Kind.DEBRIEF)
    assert {plan_of(person).owner} | {row.owner for row in rows} == {holder}


def test_two_forms_make_one(owner: User, marketer: User) -> None:
    person = log(owner).prospect
    said_yes(person, by=owner)

    def offered(key: str) -> HandOver:
        new = NewHandOver(marketer, day(60), (MAIL,), submission=key)
        return hand_over(person, new, by=owner, today=day(0), now=LATER)

    refused = raised(at_the_same_time(lambda: offered("a"), lambda: offered("b")))
    assert [type(one) for one in refused] == [NotHandedOver]
    again = at_the_same_time(*[lambda: offered("c")] * 2)
    assert HandOver.objects.count() == 1
    assert {type(one) for one in again} == {NotHandedOver}


def test_the_same_form_in_two_tabs_is_one(owner: User, marketer: User) -> None:
    person = log(owner).prospect
    said_yes(person, by=owner)
    new = NewHandOver(marketer, day(60), (MAIL,), submission="k")
    act = lambda: hand_over(person, new, by=owner, today=day(0), now=LATER)  # noqa: E731
    first, second = at_the_same_time(act, act)
    assert first == second
    assert HandOverStep.objects.count() == 1


def test_taken_in_two_tabs_it_is_taken_once(owner: User, marketer: User) -> None:
    waits = waiting(owner, marketer)
    act = lambda: take_over(waits.pk, by=marketer, version=1, now=LATER)  # noqa: E731
    assert [type(one) for one in raised(at_the_same_time(act, act))] == [BatonMoved]
    assert HandOverStep.objects.filter(step="taken").count() == 1
    check(waits)


def test_taken_and_taken_back(owner: User, marketer: User) -> None:
    for name in NAMES:
        pk = waiting(owner, marketer, name).pk
        results = at_the_same_time(
            partial(take_over, pk, by=marketer, now=LATER),
            partial(withdraw_hand_over, pk, by=owner, now=LATER),
        )
        assert [type(one) for one in raised(results)] == [BatonMoved]
        check(HandOver.objects.get(pk=pk))


def test_all_at_once_and_one_of_them(owner: User, marketer: User) -> None:
    batons = [waiting(owner, marketer, name) for name in NAMES]
    results = at_the_same_time(
        lambda: take_over_all([baton.pk for baton in batons], by=marketer, now=LATER),
        lambda: take_over(batons[2].pk, by=marketer, now=LATER),
        lambda: withdraw_hand_over(batons[0].pk, by=owner, now=LATER),
    )
    assert {type(one) for one in raised(results)} <= {BatonMoved}
    assert HandOverStep.objects.filter(hand_over=batons[2], step="taken").count() == 1
    for baton in batons:
        check(baton)


def test_back_by_its_day_an_answer_and_by_hand_is_once(owner: User, marketer: User) -> None:
    touch = NewTouch(Channel.MAIL, day(5), direction=Direction.IN)
    then = nine_on(day(5))
    for name in NAMES:
        baton = in_care(log(owner, name).prospect, marketer, returns_on=day(5))
        results = at_the_same_time(
            partial(return_on_their_day, then),
            partial(return_on_their_day, then),
            partial(log_touch, baton.prospect, touch, by=owner, today=day(5), now=then),
            partial(bring_back, baton.pk, by=marketer, now=then),
        )
        assert {type(one) for one in raised(results)} <= {BatonMoved}
        assert baton.steps.filter(step__in=["day_came", "replied", "returned"]).count() == 1
        check(baton)


@pytest.mark.parametrize("outcome", [Outcome.SPOKE, Outcome.NO_ANSWER, None])
def test_a_deed_of_marketing_as_it_comes_back(outcome: Outcome | None, owner: User, marketer: User) -> None:
    on = day(45)
    more: dict[str, Any] = {"by": marketer, "today": on, "now": nine_on(on)}
    for name in NAMES:
        baton = in_care(log(owner, name).prospect, marketer)
        pk = step_of(baton.prospect).pk
        done = partial(complete_follow_up, pk, Result(outcome)) if outcome else partial(skip, pk)
        results = at_the_same_time(
            partial(done, **more), partial(bring_back, baton.pk, by=owner, now=nine_on(on))
        )
        assert {type(one) for one in raised(results)} <= {BatonMoved}
        check(baton)
        assert step_of(baton.prospect).owner == owner


def test_a_skip_of_marketing_as_the_plan_ends(owner: User, marketer: User) -> None:
    on = day(45)
    for name in NAMES:
        person = in_care(log(owner, name).prospect, marketer).prospect
        at_the_same_time(
            partial(skip, step_of(person).pk, by=marketer, today=on, now=nine_on(on)),
            partial(close_kindly, person.pk, by=owner, today=on, now=nine_on(on)),
        )
        assert not FollowUp.objects.standing().filter(prospect=person, status=Status.OPEN).exists()


def test_taken_as_the_taker_leaves(owner: User, marketer: User, manager: User) -> None:
    waits = waiting(owner, marketer)
    at_the_same_time(
        lambda: take_over(waits.pk, by=marketer, now=LATER),
        lambda: retire_user(marketer, None, by=manager, now=LATER),
    )
    check(waits)
    assert not FollowUpPlan.objects.active().filter(owner__is_active=False).exists()
