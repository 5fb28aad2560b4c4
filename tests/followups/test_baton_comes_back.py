"""What is in marketing's care comes back to sales: on its day, when they answer, when the plan ends."""

from datetime import date, timedelta

import pytest

from accounts.changes import Change
from accounts.models import User
from followups.actions import (
    NewTouch,
    SomethingBuiltOnIt,
    ask_to_stop,
    bring_back,
    bringing_back,
    close_kindly,
    let_go,
    log_touch,
    note_new_need,
    reopen,
    return_on_their_day,
    skip,
    snooze,
    take_over,
    undo,
    undo_change,
    withdraw_hand_over,
)
from followups.actions.undoing import NothingToUndo
from followups.hand_overs import way_of
from followups.kinds import Baton, BatonStep, Channel, Direction, Kind, Outcome, PlanStatus
from followups.models import FollowUp, HandOver
from followups.reconciliation import reconcile
from prospects.conversations import Manner
from prospects.models import Prospect
from tests.followups.being_away import away
from tests.followups.handing import in_care, offer, said_yes, take
from tests.followups.telling import complete, day, log, nine_on, open_row, plan_of, step_of


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner, email="ingrid@example.com").prospect


@pytest.fixture
def baton(ingrid: Prospect, marketer: User) -> HandOver:
    return in_care(ingrid, marketer)


def holders(person: Prospect) -> set[User]:
    """Who has the plan, or anything open in it but a debrief."""
    rows = FollowUp.objects.open().filter(prospect=person).exclude(kind=Kind.DEBRIEF)
    return {plan_of(person).owner} | {row.owner for row in rows}


def is_back(baton: HandOver, step: BatonStep) -> bool:
    baton.refresh_from_db()
    ours = holders(baton.prospect) == {baton.prospect.owner}
    return ours and baton.state == Baton.RETURNED and way_of(baton)[-1].step == step


def touched(person: Prospect, by: User, on: date, **told: object) -> object:
    facts = {"channel": Channel.MAIL, "happened_on": on, "direction": Direction.IN}
    touch = NewTouch(**{**facts, **told})  # type: ignore[arg-type]
    return log_touch(person, touch, by=by, today=on, now=nine_on(on))


@pytest.mark.parametrize("who", ["owner", "marketer", "manager"])
def test_an_answer_noted_by_anybody_brings_it_back_the_same_day(
    who: str, baton: HandOver, ingrid: Prospect, request: pytest.FixtureRequest
) -> None:
    touched(ingrid, request.getfixturevalue(who), day(5))
    assert is_back(baton, BatonStep.REPLIED)
    assert step_of(ingrid).opens_on == day(35)


def test_what_we_merely_send_leaves_it_there(baton: HandOver, ingrid: Prospect, marketer: User) -> None:
    touched(ingrid, marketer, day(5), direction=Direction.OUT)
    touched(ingrid, marketer, day(5), channel=Channel.NOTE, direction=Direction.OUT, summary="Nice")
    baton.refresh_from_db()
    assert baton.state == Baton.TAKEN
    assert holders(ingrid) == {marketer}


def test_a_talk_from_before_it_was_taken_leaves_it_there(
    ingrid: Prospect, owner: User, marketer: User
) -> None:
    baton = in_care(ingrid, marketer, on=day(3))
    touched(ingrid, owner, day(4), happened_on=day(2))
    baton.refresh_from_db()
    assert baton.state == Baton.TAKEN
    assert step_of(ingrid).owner == marketer
    touched(ingrid, owner, day(4), happened_on=day(3))
    assert is_back(baton, BatonStep.REPLIED)


@pytest.mark.parametrize("outcome", [Outcome.SPOKE, Outcome.INTERESTED, Outcome.NEW_NEED])
def test_marketings_own_talk_with_them_brings_it_back(
    outcome: Outcome, baton: HandOver, ingrid: Prospect
) -> None:
    done = complete(step_of(ingrid), outcome, on=day(45))
    assert is_back(baton, BatonStep.REPLIED)
    assert done.next_step
    assert done.next_step.owner == ingrid.owner


def test_a_day_they_named_is_sales(baton: HandOver, ingrid: Prospect, owner: User) -> None:
    complete(step_of(ingrid), Outcome.NOT_YET, on=day(45), next_on=day(100))
    assert is_back(baton, BatonStep.REPLIED)
    assert (step_of(ingrid).owner, step_of(ingrid).is_agreed) == (owner, True)


def test_unanswered_it_stays_with_marketing(baton: HandOver, ingrid: Prospect, marketer: User) -> None:
    complete(step_of(ingrid), Outcome.NO_ANSWER, on=day(45))
    assert holders(ingrid) == {marketer}
    skip(step_of(ingrid).pk, by=marketer, today=day(49), now=nine_on(day(49)))
    assert holders(ingrid) == {marketer}
    baton.refresh_from_db()
    assert baton.state == Baton.TAKEN


def test_sales_talk_at_the_meeting_brings_it_back(owner: User, marketer: User) -> None:
    ingrid = log(owner, next_contact_on=day(91), next_contact_manner=Manner.MEETING).prospect
    baton = in_care(ingrid, marketer, returns_on=day(84))
    complete(step_of(ingrid), Outcome.SPOKE, on=day(20))
    assert is_back(baton, BatonStep.REPLIED)


def test_please_stop_ends_it_with_the_plan(baton: HandOver, ingrid: Prospect) -> None:
    complete(step_of(ingrid), Outcome.ASKED_TO_STOP, on=day(45))
    assert is_back(baton, BatonStep.PLAN_ENDED)
    assert plan_of(ingrid).status == PlanStatus.ENDED


@pytest.mark.parametrize("is_taken", [True, False])
def test_the_end_of_the_plan_ends_what_waits_as_well(
    is_taken: bool, ingrid: Prospect, owner: User, marketer: User
) -> None:
    said_yes(ingrid, by=owner)
    baton = offer(ingrid, marketer)
    if is_taken:
        take(baton)
    close_kindly(ingrid.pk, by=owner, today=day(9), now=nine_on(day(9)))
    baton.refresh_from_db()
    assert baton.state == (Baton.RETURNED if is_taken else Baton.WITHDRAWN)
    assert way_of(baton)[-1].step == BatonStep.PLAN_ENDED
    assert holders(ingrid) == {owner}


def test_who_left_leaves_the_chair_to_sales(baton: HandOver, ingrid: Prospect, owner: User) -> None:
    complete(step_of(ingrid), Outcome.LEFT_COMPANY, on=day(45))
    assert is_back(baton, BatonStep.PLAN_ENDED)
    successor = Prospect.objects.get(succeeds=ingrid)
    assert (successor.owner, holders(successor)) == (owner, {owner})


def test_another_no_is_sales_to_plan_from(
    baton: HandOver, ingrid: Prospect, owner: User, marketer: User
) -> None:
    log(owner, prospect_id=ingrid.pk, on=day(20))
    assert is_back(baton, BatonStep.RETURNED)
    assert step_of(ingrid).owner == owner
    assert step_of(ingrid).due_on == day(65)


def test_another_no_logged_by_marketing_is_too(
    baton: HandOver, ingrid: Prospect, owner: User, marketer: User
) -> None:
    log(marketer, prospect_id=ingrid.pk, on=day(20))
    assert is_back(baton, BatonStep.RETURNED)


@pytest.mark.parametrize("how", ["reopened", "a new need"])
def test_a_deal_that_is_talked_about_again_brings_it_back(
    how: str, baton: HandOver, ingrid: Prospect
) -> None:
    deal, owner = ingrid.deals.get(), ingrid.owner
    if how == "reopened":
        reopen(deal, by=owner, now=nine_on(day(9)))
    else:
        note_new_need(deal, "Planning", None, by=owner, now=nine_on(day(9)))
    assert is_back(baton, BatonStep.REPLIED)


def test_a_deal_let_go_ends_it(baton: HandOver, ingrid: Prospect) -> None:
    let_go(ingrid.deals.get(), by=ingrid.owner, today=day(9), now=nine_on(day(9)))
    assert is_back(baton, BatonStep.PLAN_ENDED)


def test_it_is_back_on_its_day_where_sales_lives(baton: HandOver, ingrid: Prospect) -> None:
    midnight_in_berlin = nine_on(day(60)) - timedelta(hours=9)
    assert return_on_their_day(midnight_in_berlin - timedelta(hours=2)) == 0
    baton.refresh_from_db()
    assert baton.state == Baton.TAKEN
    assert return_on_their_day(nine_on(day(60))) == 0
    assert is_back(baton, BatonStep.DAY_CAME)
    assert way_of(baton)[-1].by is None
    assert return_on_their_day(nine_on(day(61))) == 0
    assert [step.step for step in way_of(baton)].count("day_came") == 1


def test_what_nobody_took_by_its_day_is_taken_back(ingrid: Prospect, owner: User, marketer: User) -> None:
    said_yes(ingrid, by=owner)
    baton = offer(ingrid, marketer, returns_on=day(10))
    return_on_their_day(nine_on(day(10)))
    baton.refresh_from_db()
    assert baton.state == Baton.WITHDRAWN


def test_one_that_cannot_come_back_stops_no_other(
    baton: HandOver, owner: User, marketer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = in_care(log(owner, "Erik").prospect, marketer)
    works = bringing_back.bring_back_baton

    def breaks(plan: object, *args: object, **more: object) -> object:
        if plan == baton.plan:
            raise RuntimeError
        return works(plan, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(bringing_back, "bring_back_baton", breaks)
    assert return_on_their_day(nine_on(day(60))) == 1
    assert is_back(other, BatonStep.DAY_CAME)


def test_rows_that_come_back_keep_off_days_off(baton: HandOver, ingrid: Prospect, owner: User) -> None:
    offset = (step_of(ingrid).due_on - day(0)).days
    away(owner, offset, offset)
    bring_back(baton.pk, by=owner, now=nine_on(day(5)))
    assert step_of(ingrid).due_on != day(offset)
    assert step_of(ingrid).owner == owner


def test_what_a_stand_in_does_for_marketing_comes_back_too(
    baton: HandOver, ingrid: Prospect, owner: User, colleague: User, marketer: User
) -> None:
    offset = (step_of(ingrid).due_on - day(0)).days
    away(marketer, offset, offset, colleague)
    assert step_of(ingrid).owner == colleague
    bring_back(baton.pk, by=owner, now=nine_on(day(5)))
    assert holders(ingrid) == {owner}


def test_a_plan_without_its_next_step_gets_it_where_it_is(
    baton: HandOver, ingrid: Prospect, marketer: User
) -> None:
    step_of(ingrid).delete()
    reconcile(nine_on(day(5)))
    assert step_of(ingrid).owner == marketer


def newest(action: str) -> Change:
    return Change.objects.filter(action=action).order_by("-at")[0]


def test_taking_over_is_taken_back_as_if_it_had_not_been(
    ingrid: Prospect, owner: User, marketer: User
) -> None:
    said_yes(ingrid, by=owner)
    baton = take(offer(ingrid, marketer))
    undo_change(newest("take_over").pk, by=marketer, now=nine_on(day(1)))
    baton.refresh_from_db()
    assert (baton.state, holders(ingrid)) == (Baton.OFFERED, {owner})
    assert baton.version > 2
    take_over(baton.pk, by=marketer, now=nine_on(day(2)))
    assert holders(ingrid) == {marketer}


def test_not_once_something_was_done_or_sent(baton: HandOver, ingrid: Prospect, marketer: User) -> None:
    touched(ingrid, marketer, day(1), direction=Direction.OUT)
    with pytest.raises(SomethingBuiltOnIt):
        undo_change(newest("take_over").pk, by=marketer, now=nine_on(day(2)))
    assert holders(ingrid) == {marketer}


def test_only_whoever_made_a_step_takes_it_back(baton: HandOver, owner: User, manager: User) -> None:
    with pytest.raises(NothingToUndo):
        undo_change(newest("take_over").pk, by=owner, now=nine_on(day(1)))
    undo_change(newest("take_over").pk, by=manager, now=nine_on(day(1)))
    baton.refresh_from_db()
    assert baton.state == Baton.OFFERED


def test_bringing_back_is_taken_back_until_sales_acts(
    baton: HandOver, ingrid: Prospect, owner: User, marketer: User
) -> None:
    bring_back(baton.pk, by=owner, now=nine_on(day(5)))
    undo_change(newest("bring_back").pk, by=owner, now=nine_on(day(5)))
    assert holders(ingrid) == {marketer}
    bring_back(baton.pk, by=owner, now=nine_on(day(6)))
    snooze(step_of(ingrid).pk, day(50), by=owner, today=day(6), now=nine_on(day(6)))
    with pytest.raises(SomethingBuiltOnIt):
        undo_change(newest("bring_back").pk, by=owner, now=nine_on(day(7)))


def test_an_answer_noted_by_mistake_gives_it_back_to_marketing(
    baton: HandOver, ingrid: Prospect, marketer: User
) -> None:
    before = step_of(ingrid)
    touched(ingrid, marketer, day(5))
    undo_change(newest("log_touch").pk, by=marketer, now=nine_on(day(5)))
    baton.refresh_from_db()
    assert (baton.state, holders(ingrid)) == (Baton.TAKEN, {marketer})
    assert step_of(ingrid).due_on == before.due_on


def test_a_talk_taken_back_is_marketings_again(baton: HandOver, ingrid: Prospect, marketer: User) -> None:
    row = step_of(ingrid)
    complete(row, Outcome.SPOKE, on=day(45), by=marketer)
    undo(row.pk, by=marketer, now=nine_on(day(45)))
    assert holders(ingrid) == {marketer}
    assert step_of(ingrid) == row


def test_what_marketing_did_and_takes_back_later_is_sales_to_do(
    baton: HandOver, ingrid: Prospect, owner: User, marketer: User
) -> None:
    thanks = open_row(ingrid, Kind.THANK_YOU)
    complete(thanks, Outcome.DONE, on=day(1), by=marketer)
    bring_back(baton.pk, by=marketer, now=nine_on(day(5)))
    undo(thanks.pk, by=marketer, now=nine_on(day(6)))
    assert open_row(ingrid, Kind.THANK_YOU).owner == owner
    assert holders(ingrid) == {owner}


def test_an_offer_of_an_ended_plan_does_not_open_again(ingrid: Prospect, owner: User, marketer: User) -> None:
    said_yes(ingrid, by=owner)
    withdraw_hand_over(offer(ingrid, marketer).pk, by=owner, now=nine_on(day(1)))
    ask_to_stop(ingrid, by=owner, today=day(2), now=nine_on(day(2)))
    with pytest.raises(SomethingBuiltOnIt):
        undo_change(newest("withdraw_hand_over").pk, by=owner, now=nine_on(day(3)))
