"""They would like to talk: on top of today, hot, told at once, once a day."""

from datetime import timedelta
from functools import partial

import pytest

from accounts.changes import Change
from accounts.models import User
from followups.actions import (
    BatonMoved,
    HandNotTaken,
    Pause,
    Wishes,
    close_kindly,
    note_wishes,
    raise_hand,
    stop_on_page,
)
from followups.agenda import agenda_for
from followups.contact_history import history_of
from followups.contact_rules import Allowed, judge
from followups.contacts import Contact
from followups.hand_overs import way_of
from followups.kinds import Channel, Kind, Outcome, PlanStatus, TouchKind
from followups.models import FollowUp, FollowUpPlan, HandOver, Touch
from followups.reconciliation import reconcile
from followups.sentences import to_do
from outbox.models import Delivery
from prospects.conversations import AskAnswer, Manner
from prospects.models import Prospect
from tests.cast import MONDAY, NINE
from tests.followups.handing import in_care, offer, said_yes, take
from tests.followups.telling import complete, day, log, nine_on, plan_of, step_of
from tests.followups.together import at_the_same_time, raised

pytestmark = pytest.mark.django_db


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner, email="ingrid@havbruk.example").prospect


def test_the_check_in_comes_to_today_first_of_all(ingrid: Prospect, owner: User) -> None:
    log(owner, "Erik Dahl", on=day(-40))
    hand = raise_hand(ingrid, now=nine_on(day(2)))
    step = step_of(ingrid)
    assert (step.opens_on, step.due_on, step.closes_on, step.manner) == (day(2), day(2), day(2), "call")
    assert hand.follow_up == step
    assert (hand.owner, hand.calls_by, hand.is_new) == (owner, day(3), True)
    first = next(item for item in agenda_for(owner, day(2)).today)
    assert (first.prospect_id, first.is_hot) == (ingrid.pk, True)


def test_it_is_a_touch_of_theirs_on_their_page(ingrid: Prospect) -> None:
    raise_hand(ingrid, now=nine_on(day(2)))
    touch = Touch.objects.get(prospect=ingrid, channel=Channel.PAGE)
    assert (touch.direction, touch.is_two_way, touch.happened_on) == ("in", True, day(2))
    assert plan_of(ingrid).last_two_way_on == day(2)
    change = Change.objects.get(action="raise_hand")
    assert (change.actor, change.object_id) == (None, ingrid.pk)


def test_an_answer_within_a_week_is_never_blocked_and_needs_nothing_helpful_first(ingrid: Prospect) -> None:
    raise_hand(ingrid, now=nine_on(day(2)))
    offer = Contact(day(9), touch=TouchKind.PITCH, channel=Channel.MAIL, is_reply=True)
    assert isinstance(judge(offer, history_of(ingrid), today=day(9)), Allowed)


def test_ten_presses_on_a_day_are_one_touch_and_one_mail(ingrid: Prospect) -> None:
    hands = [raise_hand(ingrid, now=nine_on(day(2)) + timedelta(minutes=n)) for n in range(10)]
    assert [hand.is_new for hand in hands] == [True] + [False] * 9
    assert Touch.objects.filter(channel=Channel.PAGE).count() == 1
    mail = Delivery.objects.get(kind="raised-hand")
    assert (mail.recipient, mail.context) == (ingrid.owner, {"prospect": str(ingrid.pk)})
    raise_hand(ingrid, now=nine_on(day(3)))
    assert Delivery.objects.filter(kind="raised-hand").count() == 2


def test_what_stayed_unanswered_is_forgotten(ingrid: Prospect) -> None:
    step = step_of(ingrid)
    complete(step, Outcome.NO_ANSWER, on=step.due_on)
    raise_hand(ingrid, now=nine_on(step.due_on + timedelta(days=1)))
    plan = plan_of(ingrid)
    assert (plan.unanswered_tries, step_of(ingrid).tries) == (0, 0)


@pytest.mark.parametrize("manner", [Manner.CALL, Manner.MEETING])
def test_a_day_or_a_meeting_they_agreed_to_stays_and_the_call_stands_on_today(
    manner: Manner, owner: User
) -> None:
    log(owner, "Erik Dahl", on=day(-40))
    person = log(owner, next_contact_on=day(22), next_contact_manner=manner).prospect
    hand = raise_hand(person, now=nine_on(day(2)))
    assert step_of(person).due_on == day(22)
    assert plan_of(person).is_hot
    call = hand.follow_up
    assert call is not None
    assert (call.kind, call.due_on, call.owner) == (Kind.WAKE_UP, day(2), owner)
    first = agenda_for(owner, day(2)).today[0]
    assert (first.follow_up_id, to_do(first)) == (call.pk, "Call: they would like to talk.")
    assert reconcile(nine_on(day(2))).healed == ()


def test_a_call_that_still_waits_is_the_call_of_the_next_press(owner: User) -> None:
    person = log(owner, next_contact_on=day(22)).prospect
    first = raise_hand(person, now=nine_on(day(2)))
    second = raise_hand(person, now=nine_on(day(4)))
    assert second.is_new
    assert second.follow_up == first.follow_up


def test_a_pause_after_it_takes_the_promised_call_from_nobodys_list(ingrid: Prospect, owner: User) -> None:
    raise_hand(ingrid, now=nine_on(day(2)))
    note_wishes(ingrid, Wishes(pause=Pause(day(60))), now=nine_on(day(2)))
    assert step_of(ingrid).due_on == day(2)


@pytest.mark.parametrize("ending", ["closed", "refused"])
def test_who_had_a_plan_that_ended_gets_one_again(ending: str, owner: User) -> None:
    if ending == "refused":
        person = log(owner, stay_in_touch=AskAnswer.NO).prospect
    else:
        person = log(owner).prospect
        close_kindly(person, by=owner, today=MONDAY, now=NINE)
    raise_hand(person, now=nine_on(day(5)))
    active = FollowUpPlan.objects.get(prospect=person, status=PlanStatus.ACTIVE)
    assert (active.loss, active.is_hot) == (person.losses.get(), True)
    assert step_of(person).due_on == day(5)
    assert reconcile(nine_on(day(5))).healed == ()


def test_who_came_back_goes_on_without_the_no(ingrid: Prospect) -> None:
    complete(step_of(ingrid), Outcome.WON_BACK, on=day(31))
    raise_hand(ingrid, now=nine_on(day(60)))
    active = FollowUpPlan.objects.get(prospect=ingrid, status=PlanStatus.ACTIVE)
    assert (active.loss, active.window_from) == (None, 60)


def test_the_baton_goes_back_to_sales_who_has_the_row_and_the_mail(
    ingrid: Prospect, owner: User, marketer: User
) -> None:
    baton = in_care(ingrid, marketer)
    assert step_of(ingrid).owner == marketer
    hand = raise_hand(ingrid, now=nine_on(day(2)))
    assert (hand.owner, step_of(ingrid).owner, plan_of(ingrid).owner) == (owner, owner, owner)
    assert step_of(ingrid).due_on == day(2)
    assert [step.step for step in way_of(baton)][-1] == "raised_hand"
    assert Delivery.objects.get(kind="raised-hand").recipient == owner
    assert Touch.objects.get(channel=Channel.PAGE).by == owner


def test_an_offer_nobody_took_yet_ends_with_it(ingrid: Prospect, marketer: User) -> None:
    said_yes(ingrid, by=ingrid.owner)
    baton = offer(ingrid, marketer)
    raise_hand(ingrid, now=nine_on(day(2)))
    baton.refresh_from_db()
    assert not HandOver.objects.running().exists()


def test_in_a_pause_of_theirs_it_comes_to_today_all_the_same(ingrid: Prospect) -> None:
    note_wishes(ingrid, Wishes(pause=Pause(day(90))), now=nine_on(day(1)))
    raise_hand(ingrid, now=nine_on(day(2)))
    assert step_of(ingrid).due_on == day(2)


def test_after_a_stop_nobody_calls(ingrid: Prospect) -> None:
    stop_on_page(ingrid, now=NINE)
    with pytest.raises(HandNotTaken):
        raise_hand(ingrid, now=nine_on(day(2)))
    assert not Delivery.objects.filter(kind="raised-hand").exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_in_one_moment_are_one(owner: User) -> None:
    person = log(owner, stay_in_touch=AskAnswer.NO).prospect
    press = partial(raise_hand, person, now=nine_on(day(2)))
    results = at_the_same_time(press, press, press)
    assert raised(results) == []
    assert sorted(hand.is_new for hand in results) == [False, False, True]
    assert Touch.objects.filter(channel=Channel.PAGE).count() == 1
    assert Delivery.objects.filter(kind="raised-hand").count() == 1
    assert FollowUp.objects.filter(prospect=person, kind=Kind.CHECK_IN).open().count() == 1


@pytest.mark.django_db(transaction=True)
def test_taking_over_against_a_raised_hand_leaves_the_row_with_sales(owner: User, marketer: User) -> None:
    person = log(owner, email="ingrid@havbruk.example").prospect
    said_yes(person, by=owner)
    baton = offer(person, marketer)
    results = at_the_same_time(partial(take, baton), partial(raise_hand, person, now=nine_on(day(2))))
    assert all(isinstance(error, BatonMoved) for error in raised(results))
    assert not HandOver.objects.running().exists()
    assert (step_of(person).owner, step_of(person).due_on) == (owner, day(2))


@pytest.mark.django_db(transaction=True)
def test_a_stop_against_a_raised_hand_leaves_nothing_open(owner: User) -> None:
    person = log(owner, email="ingrid@havbruk.example").prospect
    stop, hand = partial(stop_on_page, person, now=NINE), partial(raise_hand, person, now=NINE)
    results = at_the_same_time(stop, hand)
    assert all(isinstance(error, HandNotTaken) for error in raised(results))
    assert not FollowUp.objects.filter(prospect=person).open().exists()
