"""Done, with an outcome: what happened becomes a touch, and the plan goes on or ends."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from followups.actions import DateNeeded, NotOpen, Unfitting, outcomes_for
from followups.kinds import Channel, Direction, EndedWhy, Kind, Outcome, PlanStatus, Status
from followups.models import FollowUp, Touch
from prospects.conversations import DealStatus, ExitConversation, Manner, ToldBy
from prospects.models import Deal, InvalidTransition, Prospect
from tests.followups.telling import complete, day, log, nine_on, open_row, plan_of, step_of

# Day 45: the check-in of a plain no of MONDAY, a Thursday.
ON = day(45)


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner).prospect


def touch_of(row: FollowUp) -> Touch:
    return Touch.objects.get(follow_up=row)


def test_the_row_closes_and_the_touch_says_what_happened(owner: User, ingrid: Prospect) -> None:
    step = step_of(ingrid)
    done = complete(step, Outcome.SPOKE, on=ON, note=" The smelter\x00 is done. ").follow_up
    done.refresh_from_db()
    assert (done.status, done.outcome, done.note) == (Status.DONE, Outcome.SPOKE, "The smelter is done.")
    assert (done.closed_at, done.version) == (nine_on(ON), step.version + 1)
    touch = touch_of(step)
    assert (touch.by, touch.happened_on, touch.summary) == (owner, ON, "The smelter is done.")
    assert (touch.direction, touch.channel, touch.outcome) == (Direction.OUT, Channel.CALL, Outcome.SPOKE)


@pytest.mark.parametrize("outcome", [Outcome.SPOKE, Outcome.DONE])
def test_the_next_window_opens_thirty_days_from_today(ingrid: Prospect, outcome: Outcome) -> None:
    step = complete(step_of(ingrid), outcome, on=ON).next_step
    assert step is not None
    # 16 April: 16 May to 15 June; day 45 is 31 May, a Sunday.
    assert (step.opens_on, step.due_on, step.closes_on) == (day(75), day(91), day(105))
    assert (step.kind, step.tries, step.is_agreed) == (Kind.CHECK_IN, 0, False)
    assert step == step_of(ingrid)


@pytest.mark.parametrize(
    ("outcome", "two_way"),
    [
        (Outcome.SPOKE, True),
        (Outcome.DONE, False),
        (Outcome.LEFT_MESSAGE, False),
        (Outcome.NO_ANSWER, False),
        (Outcome.NOT_YET, True),
        (Outcome.INTERESTED, True),
        (Outcome.NEW_NEED, True),
        (Outcome.ASKED_TO_STOP, True),
        (Outcome.WON_BACK, True),
    ],
)
def test_two_way_is_what_they_answered(ingrid: Prospect, outcome: Outcome, two_way: bool) -> None:
    step = step_of(ingrid)
    complete(step, outcome, on=ON, next_on=day(60))
    assert touch_of(step).is_two_way is two_way
    assert plan_of(ingrid).last_two_way_on == (ON if two_way else day(0))


def test_a_meeting_that_took_place_is_two_way(owner: User) -> None:
    meeting = log(owner, next_contact_on=day(9), next_contact_manner=Manner.MEETING).prospect
    step = step_of(meeting)
    complete(step, Outcome.DONE, on=day(9))
    assert (touch_of(step).is_two_way, touch_of(step).channel) == (True, Channel.MEETING)
    assert step_of(meeting).opens_on == day(39)


class TestTryingAgain:
    def test_twice_at_most_the_second_on_another_channel(self, ingrid: Prospect) -> None:
        first = step_of(ingrid)
        second = complete(first, Outcome.NO_ANSWER, on=ON).next_step
        assert second is not None
        # From Thursday: Friday, Monday, Tuesday; the seventh is Monday the week after.
        assert (second.opens_on, second.due_on, second.closes_on) == (day(50), day(50), day(56))
        assert (second.tries, second.manner) == (1, Manner.MAIL)
        third = complete(second, Outcome.LEFT_MESSAGE, on=day(50)).next_step
        assert third is not None
        assert (third.tries, third.manner, third.due_on) == (2, Manner.CALL, day(53))
        fourth = complete(third, Outcome.NO_ANSWER, on=day(53)).next_step
        assert fourth is not None
        assert (fourth.tries, fourth.manner, fourth.opens_on) == (0, "", day(83))
        assert [touch_of(row).channel for row in (first, second, third)] == ["call", "mail", "call"]

    def test_an_answer_begins_anew(self, ingrid: Prospect) -> None:
        retry = complete(step_of(ingrid), Outcome.NO_ANSWER, on=ON).next_step
        assert retry is not None
        after = complete(retry, Outcome.SPOKE, on=day(50)).next_step
        assert after is not None
        assert (after.tries, after.opens_on) == (0, day(80))

    def test_a_missed_meeting_is_tried_again_as_a_check_in(self, owner: User) -> None:
        meeting = log(owner, next_contact_on=day(9), next_contact_manner=Manner.MEETING).prospect
        step = complete(step_of(meeting), Outcome.NO_ANSWER, on=day(9)).next_step
        assert step is not None
        assert (step.kind, step.tries, step.is_agreed) == (Kind.CHECK_IN, 1, False)


class TestNotYet:
    def test_the_day_they_name_becomes_the_agreed_day(self, ingrid: Prospect) -> None:
        saturday = day(75)
        step = complete(step_of(ingrid), Outcome.NOT_YET, on=ON, next_on=saturday).next_step
        assert step is not None
        assert (step.opens_on, step.due_on, step.closes_on) == (day(77),) * 3
        assert step.is_agreed

    def test_the_day_they_name_may_be_this_very_day(self, ingrid: Prospect) -> None:
        step = complete(step_of(ingrid), Outcome.NOT_YET, on=ON, next_on=ON).next_step
        assert step is not None
        assert step.due_on == ON

    @pytest.mark.parametrize("next_on", [None, day(44)])
    def test_it_needs_a_day_that_is_not_past(self, ingrid: Prospect, next_on: date | None) -> None:
        step = step_of(ingrid)
        with pytest.raises(DateNeeded), transaction.atomic():
            complete(step, Outcome.NOT_YET, on=ON, next_on=next_on)
        assert step_of(ingrid).version == step.version
        assert not Touch.objects.filter(follow_up=step).exists()


class TestInterested:
    def test_the_plan_is_hot_until_acted_on(self, ingrid: Prospect) -> None:
        step = complete(step_of(ingrid), Outcome.INTERESTED, on=ON).next_step
        assert step is not None
        assert (step.opens_on, step.due_on, step.closes_on) == (day(52),) * 3
        assert plan_of(ingrid).is_hot
        complete(step, Outcome.SPOKE, on=day(52))
        assert not plan_of(ingrid).is_hot

    def test_a_week_on_a_weekend_is_monday(self, ingrid: Prospect) -> None:
        saturday = day(47)
        step = complete(step_of(ingrid), Outcome.INTERESTED, on=saturday).next_step
        assert step is not None
        assert step.due_on == day(56)


def test_a_new_need_is_an_open_deal_and_the_plan_goes_on(ingrid: Prospect) -> None:
    step = complete(step_of(ingrid), Outcome.NEW_NEED, on=ON, note="A second plant").next_step
    assert step is not None
    assert step.opens_on == day(75)
    grown = Deal.objects.get(status=DealStatus.OPEN)
    assert (grown.title, grown.prospect, grown.grew_out_of) == (
        "A second plant",
        ingrid,
        plan_of(ingrid).loss,
    )
    assert plan_of(ingrid).status == PlanStatus.ACTIVE


class TestTheyCameBack:
    def test_the_plan_ends_and_the_deal_is_won_back(self, ingrid: Prospect) -> None:
        done = complete(step_of(ingrid), Outcome.WON_BACK, on=ON, why_yes="You listened.")
        plan = plan_of(ingrid)
        assert done.next_step is None
        assert (plan.status, plan.ended_why, plan.ended_on) == (PlanStatus.ENDED, EndedWhy.WON_BACK, ON)
        plan.loss.deal.refresh_from_db()
        deal = plan.loss.deal
        assert (deal.status, deal.why_yes, deal.closed_on) == (DealStatus.WON_BACK, "You listened.", ON)
        assert not FollowUp.objects.open().standing().exists()

    def test_the_note_says_why_when_nothing_else_does(self, ingrid: Prospect) -> None:
        complete(step_of(ingrid), Outcome.WON_BACK, on=ON, note="You listened.")
        assert Deal.objects.get().why_yes == "You listened."

    def test_a_deal_that_is_not_waiting_for_a_yes_changes_nothing(self, ingrid: Prospect) -> None:
        Deal.objects.update(status=DealStatus.WON)
        step = step_of(ingrid)
        with pytest.raises(InvalidTransition), transaction.atomic():
            complete(step, Outcome.WON_BACK, on=ON)
        assert step_of(ingrid) == step
        assert plan_of(ingrid).status == PlanStatus.ACTIVE


class TestWhenWeDeclinedOurselves:
    @pytest.fixture
    def pauline(self, owner: User) -> Prospect:
        return log(owner, "Pauline Roux", conversation=ExitConversation.WE_DECLINED).prospect

    @pytest.mark.parametrize("outcome", [Outcome.SPOKE, Outcome.DONE])
    def test_the_one_check_in_done_the_plan_ends(self, pauline: Prospect, outcome: Outcome) -> None:
        assert complete(step_of(pauline), outcome, on=day(35)).next_step is None
        assert (plan_of(pauline).status, plan_of(pauline).ended_why) == (PlanStatus.ENDED, EndedWhy.CLOSED)

    def test_its_retries_belong_to_it(self, pauline: Prospect) -> None:
        step: FollowUp | None = step_of(pauline)
        for expected in (1, 2):
            assert step is not None
            step = complete(step, Outcome.NO_ANSWER, on=step.due_on).next_step
            assert step is not None
            assert step.tries == expected
        assert step is not None
        assert complete(step, Outcome.NO_ANSWER, on=step.due_on).next_step is None
        assert plan_of(pauline).ended_why == EndedWhy.CLOSED

    @pytest.mark.parametrize("outcome", [Outcome.NOT_YET, Outcome.INTERESTED, Outcome.NEW_NEED])
    def test_what_they_want_goes_on(self, pauline: Prospect, outcome: Outcome) -> None:
        assert complete(step_of(pauline), outcome, on=day(35), next_on=day(70)).next_step is not None
        assert plan_of(pauline).status == PlanStatus.ACTIVE


class TestThankYouAndDebrief:
    def test_a_thank_you_done_leaves_the_plan_alone(self, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        thanks = open_row(ingrid, Kind.THANK_YOU)
        assert complete(thanks, Outcome.DONE, on=day(1)).next_step is None
        assert (touch_of(thanks).channel, touch_of(thanks).is_two_way) == (Channel.LETTER, False)
        assert step_of(ingrid).version == step.version

    @pytest.mark.parametrize("facts", [{"told_by": ToldBy.MAIL}, {"conversation": ExitConversation.DRIFTED}])
    def test_a_reply_and_a_closing_note_go_by_mail(self, owner: User, facts: dict[str, Any]) -> None:
        thanks = open_row(log(owner, "Erik Dahl", **facts).prospect, Kind.THANK_YOU)
        complete(thanks, Outcome.DONE, on=day(0))
        assert touch_of(thanks).channel == Channel.MAIL

    def test_a_debrief_is_between_us_and_is_no_touch(self, ingrid: Prospect) -> None:
        debrief = open_row(ingrid, Kind.DEBRIEF)
        complete(debrief, Outcome.DONE, on=day(1), note="Ask for the date first.")
        assert not Touch.objects.filter(follow_up=debrief).exists()
        debrief.refresh_from_db()
        assert debrief.note == "Ask for the date first."

    def test_a_thank_you_can_still_be_done_after_the_plan_has_ended(self, ingrid: Prospect) -> None:
        complete(step_of(ingrid), Outcome.WON_BACK, on=day(1))
        done = complete(open_row(ingrid, Kind.THANK_YOU), Outcome.DONE, on=day(1))
        assert done.follow_up.status == Status.DONE

    @pytest.mark.parametrize("kind", [Kind.THANK_YOU, Kind.DEBRIEF])
    def test_other_outcomes_do_not_fit(self, ingrid: Prospect, kind: Kind) -> None:
        row = open_row(ingrid, kind)
        for outcome in set(Outcome) - set(outcomes_for(kind)):
            with pytest.raises(Unfitting), transaction.atomic():
                complete(row, outcome, on=day(1))
        assert open_row(ingrid, kind).version == row.version


class TestStalePages:
    def test_a_row_is_done_once(self, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        complete(step, Outcome.SPOKE, on=ON)
        with pytest.raises(NotOpen) as stale, transaction.atomic():
            complete(step, Outcome.SPOKE, on=ON)
        assert stale.value.follow_up.status == Status.DONE
        assert Touch.objects.filter(follow_up=step).count() == 1

    def test_a_page_that_shows_an_older_version_changes_nothing(self, owner: User, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        log(owner, prospect_id=ingrid.pk, on=day(5))
        with pytest.raises(NotOpen), transaction.atomic():
            complete(step, Outcome.SPOKE, on=ON, expected_version=step.version)
        complete(step, Outcome.SPOKE, on=ON, expected_version=step_of(ingrid).version)

    def test_a_note_no_column_takes_changes_nothing(self, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        with pytest.raises(ValidationError), transaction.atomic():
            complete(step, Outcome.SPOKE, on=ON, note="x" * 4001)
        assert step_of(ingrid).version == step.version


def test_the_next_step_is_planned_around_the_owners_full_days(owner: User, ingrid: Prospect) -> None:
    for n in range(6):
        log(owner, f"Person {n}", on=day(46))  # all want day 91, a Monday
    assert step_of(Prospect.objects.get(name="Person 5")).due_on == day(91)
    step = complete(step_of(ingrid), Outcome.SPOKE, on=day(46)).next_step
    assert step is not None
    assert step.due_on == day(92)


def test_a_manager_completes_for_a_colleague_and_the_plan_stays_theirs(
    owner: User, manager: User, ingrid: Prospect
) -> None:
    step = step_of(ingrid)
    done = complete(step, Outcome.SPOKE, on=ON, by=manager)
    assert touch_of(step).by == manager
    assert done.next_step is not None
    assert done.next_step.owner == owner
