""" "Please stop" means nothing at all, from nobody in the team, about any row with that address."""

from datetime import date

import pytest

from accounts.models import User
from followups.actions import SomethingBuiltOnIt, ask_to_stop, close_kindly, undo, undo_change
from followups.kinds import EndedWhy, Kind, Outcome, PlanStatus
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.conversations import AskAnswer, GoodDeal
from prospects.models import Loss, Prospect, SuppressedAddress
from tests.cast import MONDAY
from tests.followups.telling import complete, day, log, nine_on, open_row, open_rows, plan_of, step_of

ADDRESS = "ingrid@havbruk.example"


def everybody_quiet(*people: Prospect) -> bool:
    return not any(open_rows(person) for person in people)


def stops(person: Prospect) -> date | None:
    return Prospect.objects.get(pk=person.pk).asked_to_stop_on


def test_everything_open_goes_thank_you_and_debrief_too(owner: User) -> None:
    ingrid = log(owner).prospect
    complete(step_of(ingrid), Outcome.ASKED_TO_STOP, on=day(1))
    plan = plan_of(ingrid)
    assert everybody_quiet(ingrid)
    assert (plan.status, plan.ended_why) == (PlanStatus.ENDED, EndedWhy.OPTED_OUT)
    assert stops(ingrid) == day(1)


def test_it_can_be_said_to_the_thank_you_as_well(owner: User) -> None:
    ingrid = log(owner).prospect
    complete(open_row(ingrid, Kind.THANK_YOU), Outcome.ASKED_TO_STOP, on=day(1))
    assert everybody_quiet(ingrid)


def test_every_row_of_the_team_with_that_address_is_meant(
    owner: User, colleague: User, stranger: User
) -> None:
    mine, theirs, elsewhere = (log(user, email=ADDRESS).prospect for user in (owner, colleague, stranger))
    other = log(colleague, "Erik Dahl", email="erik@havbruk.example").prospect
    complete(step_of(mine), Outcome.ASKED_TO_STOP, on=day(1))
    assert everybody_quiet(mine, theirs)
    assert (stops(mine), stops(theirs)) == (day(1), day(1))
    assert (stops(elsewhere), stops(other)) == (None, None)
    assert len(open_rows(elsewhere)) == len(open_rows(other)) == 3


def test_people_without_an_address_are_not_one_person(owner: User) -> None:
    ingrid, erik = log(owner, "Ingrid").prospect, log(owner, "Erik").prospect
    complete(step_of(ingrid), Outcome.ASKED_TO_STOP, on=day(1))
    assert stops(erik) is None
    assert len(open_rows(erik)) == 3


def test_what_an_ended_plan_had_kept_open_goes_too(owner: User) -> None:
    ingrid = log(owner, email=ADDRESS, stay_in_touch=AskAnswer.NO).prospect
    assert len(open_rows(ingrid)) == 2
    log(owner, email=ADDRESS, on=day(1), stay_in_touch=AskAnswer.STOP)
    assert everybody_quiet(ingrid)


@pytest.mark.parametrize("good_deal", [GoodDeal.UNSURE, GoodDeal.NO])
def test_a_no_with_please_stop_ends_what_was_planned_before(
    owner: User, colleague: User, good_deal: GoodDeal
) -> None:
    theirs = log(colleague, email=ADDRESS).prospect
    mine = log(owner, email=ADDRESS).prospect
    loss = log(owner, email=ADDRESS, on=day(1), stay_in_touch=AskAnswer.STOP, good_deal=good_deal)
    assert loss.prospect == mine
    assert everybody_quiet(mine, theirs)
    assert not FollowUpPlan.objects.active().exists()


def test_a_later_no_of_theirs_is_kept_and_plans_nothing(owner: User) -> None:
    ingrid = log(owner, email=ADDRESS, stay_in_touch=AskAnswer.STOP).prospect
    log(owner, email=ADDRESS, on=day(90), next_contact_on=day(100))
    assert Loss.objects.filter(prospect=ingrid).count() == 2
    assert Touch.objects.filter(prospect=ingrid).count() == 2
    assert everybody_quiet(ingrid)
    assert stops(ingrid) == MONDAY


def test_a_stop_told_to_a_colleague_holds_for_a_row_made_later(owner: User, colleague: User) -> None:
    log(colleague, email=ADDRESS, stay_in_touch=AskAnswer.STOP)
    mine = log(owner, email=ADDRESS.upper(), on=day(90)).prospect
    assert everybody_quiet(mine)
    assert stops(mine) == MONDAY
    assert not FollowUpPlan.objects.filter(prospect=mine).exists()


def test_a_stop_told_to_another_team_is_theirs(owner: User, stranger: User) -> None:
    log(stranger, email=ADDRESS, stay_in_touch=AskAnswer.STOP)
    assert len(open_rows(log(owner, email=ADDRESS).prospect)) == 3


def test_said_by_mistake_it_is_taken_back_for_everybody(owner: User, colleague: User) -> None:
    mine, theirs = (log(user, email=ADDRESS).prospect for user in (owner, colleague))
    before = open_rows(mine), open_rows(theirs)
    step = step_of(mine)
    complete(step, Outcome.ASKED_TO_STOP, on=day(1))
    undo(step.pk, by=owner, now=nine_on(day(1)))
    assert (open_rows(mine), open_rows(theirs)) == before
    assert (stops(mine), stops(theirs)) == (None, None)
    assert FollowUpPlan.objects.active().count() == 2
    assert FollowUp.objects.open().standing().count() == 2


def test_the_address_stays_stopped_when_its_row_gets_another_one(owner: User, colleague: User) -> None:
    ingrid = log(owner, email=ADDRESS).prospect
    complete(step_of(ingrid), Outcome.ASKED_TO_STOP, on=day(1))
    Prospect.objects.filter(pk=ingrid.pk).update(email="ingrid@home.example")
    again = log(colleague, email=ADDRESS, on=day(3)).prospect
    assert everybody_quiet(ingrid, again)
    assert stops(again) == day(1)


def test_taken_back_the_address_is_free_again(owner: User) -> None:
    ingrid = log(owner, email=ADDRESS).prospect
    row = step_of(ingrid)
    complete(row, Outcome.ASKED_TO_STOP, on=day(1))
    assert SuppressedAddress.objects.get().address == ADDRESS
    undo(row.pk, by=owner, now=nine_on(day(1)))
    assert not SuppressedAddress.objects.exists()
    assert stops(ingrid) is None


@pytest.mark.parametrize("kind", [Kind.THANK_YOU, Kind.DEBRIEF])
def test_what_was_done_before_does_not_open_again_after_it(owner: User, kind: Kind) -> None:
    ingrid = log(owner).prospect
    row = open_row(ingrid, kind)
    complete(row, Outcome.DONE, on=day(1))
    complete(step_of(ingrid), Outcome.ASKED_TO_STOP, on=day(2))
    with pytest.raises(SomethingBuiltOnIt):
        undo(row.pk, by=owner, now=nine_on(day(2)))
    assert everybody_quiet(ingrid)


def test_a_kind_close_from_before_is_not_taken_back_after_it(owner: User) -> None:
    ingrid = log(owner).prospect
    closed = close_kindly(ingrid.pk, by=owner, today=day(1), now=nine_on(day(1)))
    ask_to_stop(ingrid, by=owner, today=day(2), now=nine_on(day(2)))
    with pytest.raises(SomethingBuiltOnIt) as refusal:
        undo_change(closed.pk, by=owner, now=nine_on(day(2)))
    assert refusal.value.later is not None
    assert everybody_quiet(ingrid)
