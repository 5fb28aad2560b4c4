"""One plan per person: a second no joins it, and never makes a second one."""

from datetime import date

import pytest

from accounts.models import User
from followups.kinds import EndedWhy, Kind, Outcome, PlanStatus, Status
from followups.models import FollowUp, FollowUpPlan
from prospects.conversations import AskAnswer, ExitConversation, GoodDeal, Manner
from prospects.models import Loss, Prospect
from prospects.new_no import Offer
from tests.cast import MONDAY
from tests.followups.telling import complete, day, log, open_row, open_rows, plan_of, step_of

COMPETITOR = ExitConversation.COMPETITOR_CHOSEN


@pytest.fixture
def first(owner: User) -> Loss:
    return log(owner)


@pytest.fixture
def ingrid(first: Loss) -> Prospect:
    return first.prospect


def again(owner: User, person: Prospect, on: date, **changes: object) -> Loss:
    return log(owner, prospect_id=person.pk, on=on, offer=Offer(title="Second offer"), **changes)


def test_it_joins_the_plan_and_re_times_the_check_in_in_its_own_row(owner: User, ingrid: Prospect) -> None:
    step = step_of(ingrid)
    second = again(owner, ingrid, day(10), conversation=COMPETITOR)
    moved = step_of(ingrid)
    assert FollowUpPlan.objects.count() == 1
    assert moved.pk == step.pk
    assert moved.version > step.version
    # Said on 12 March: 11 April to 11 May; day 55 is 6 May, a Wednesday.
    assert (moved.opens_on, moved.due_on, moved.closes_on) == (
        date(2026, 4, 11),
        date(2026, 5, 6),
        date(2026, 5, 11),
    )
    assert moved.loss == second
    assert (plan_of(ingrid).loss, plan_of(ingrid).last_two_way_on) == (second, day(10))


def test_the_check_ins_own_old_day_is_not_counted_as_load(owner: User, ingrid: Prospect) -> None:
    owner.team.daily_limit = 1
    owner.team.save()
    User.objects.get(pk=owner.pk)
    due = step_of(ingrid).due_on
    again(owner, ingrid, MONDAY)
    assert step_of(ingrid).due_on == due


def test_it_writes_a_debrief_of_its_own_and_the_open_thank_you_takes_it_along(
    owner: User, first: Loss, ingrid: Prospect
) -> None:
    thanks = open_row(ingrid, Kind.THANK_YOU)
    second = again(owner, ingrid, MONDAY)
    taken = open_row(ingrid, Kind.THANK_YOU)
    assert (taken.pk, taken.due_on, taken.loss) == (thanks.pk, thanks.due_on, second)
    assert taken.version > thanks.version
    debriefs = FollowUp.objects.filter(kind=Kind.DEBRIEF, status=Status.OPEN)
    assert {row.loss for row in debriefs} == {first, second}


def test_of_two_noes_on_one_day_the_one_written_down_later_is_the_newest(
    owner: User, ingrid: Prospect
) -> None:
    second = again(owner, ingrid, MONDAY, conversation=COMPETITOR)
    assert plan_of(ingrid).loss == second
    assert step_of(ingrid).due_on == day(56)  # day 55 is a Sunday


def test_an_old_no_of_somebody_we_spoke_to_since_is_not_queued(owner: User, ingrid: Prospect) -> None:
    complete(step_of(ingrid), Outcome.SPOKE, on=day(45))
    again(owner, ingrid, day(70), said_on=day(5))
    assert (step_of(ingrid).opens_on, step_of(ingrid).closes_on) == (day(75), day(105))


def test_once_the_thank_you_was_sent_the_next_no_has_its_own(owner: User, ingrid: Prospect) -> None:
    complete(open_row(ingrid, Kind.THANK_YOU), Outcome.DONE, on=day(1))
    second = again(owner, ingrid, day(2))
    assert open_row(ingrid, Kind.THANK_YOU).loss == second


def test_tries_begin_again(owner: User, ingrid: Prospect) -> None:
    complete(step_of(ingrid), Outcome.NO_ANSWER, on=day(45))
    assert step_of(ingrid).tries == 1
    again(owner, ingrid, day(46))
    assert (step_of(ingrid).tries, step_of(ingrid).manner) == (0, "")


def test_a_raised_hand_is_answered_by_the_no(owner: User, ingrid: Prospect) -> None:
    complete(step_of(ingrid), Outcome.INTERESTED, on=day(45))
    assert plan_of(ingrid).is_hot
    again(owner, ingrid, day(46))
    assert not plan_of(ingrid).is_hot


@pytest.mark.parametrize("manner", [None, Manner.CALL, Manner.MAIL, Manner.MEETING])
def test_a_standing_agreed_day_or_meeting_stays(owner: User, manner: Manner | None) -> None:
    ingrid = log(owner, next_contact_on=day(16), next_contact_manner=manner).prospect
    before = step_of(ingrid)
    second = again(owner, ingrid, day(10))
    after = step_of(ingrid)
    assert (after.pk, after.due_on, after.kind, after.is_agreed) == (before.pk, day(16), before.kind, True)
    assert plan_of(ingrid).loss == second


def test_a_day_they_name_with_this_no_replaces_the_one_before(owner: User) -> None:
    ingrid = log(owner, next_contact_on=day(16), next_contact_manner=Manner.CALL).prospect
    again(owner, ingrid, day(10), next_contact_on=day(30), next_contact_manner=Manner.MEETING)
    assert (step_of(ingrid).kind, step_of(ingrid).due_on) == (Kind.AGREED_MEETING, day(30))


def test_an_agreed_day_that_has_passed_stands_no_more(owner: User) -> None:
    ingrid = log(owner, next_contact_on=day(4)).prospect
    again(owner, ingrid, day(10))
    moved = step_of(ingrid)
    assert (moved.opens_on, moved.is_agreed) == (day(40), False)


def test_an_agreed_day_of_today_still_stands(owner: User) -> None:
    ingrid = log(owner, next_contact_on=day(10)).prospect
    again(owner, ingrid, day(10))
    assert (step_of(ingrid).due_on, step_of(ingrid).is_agreed) == (day(10), True)


def test_the_later_of_no_and_last_two_way_contact_opens_the_window(owner: User, ingrid: Prospect) -> None:
    complete(step_of(ingrid), Outcome.SPOKE, on=day(45))
    again(owner, ingrid, day(50), said_on=day(40))
    assert step_of(ingrid).opens_on == day(75)
    assert plan_of(ingrid).last_two_way_on == day(45)


def test_an_older_no_written_down_late_changes_no_preferred_day(
    owner: User, first: Loss, ingrid: Prospect
) -> None:
    older = again(owner, ingrid, day(3), said_on=day(-10), conversation=COMPETITOR)
    assert plan_of(ingrid).loss == first
    assert step_of(ingrid).due_on == day(45)
    assert older.prospect == ingrid


def test_let_go_writes_its_thank_you_and_leaves_the_plan_of_the_others(
    owner: User, first: Loss, ingrid: Prospect
) -> None:
    complete(open_row(ingrid, Kind.THANK_YOU), Outcome.DONE, on=day(1))
    step = step_of(ingrid)
    second = again(owner, ingrid, day(10), good_deal=GoodDeal.NO)
    assert open_row(ingrid, Kind.THANK_YOU).loss == second
    assert FollowUp.objects.filter(loss=second).count() == 1
    stands = step_of(ingrid)
    assert (stands.pk, stands.due_on, stands.version) == (step.pk, step.due_on, step.version)
    assert (plan_of(ingrid).status, plan_of(ingrid).loss) == (PlanStatus.ACTIVE, first)


@pytest.mark.parametrize("good_deal", [GoodDeal.UNSURE, GoodDeal.NO])
def test_refused_it_ends_the_plan_and_keeps_the_thank_you(
    owner: User, ingrid: Prospect, good_deal: GoodDeal
) -> None:
    again(owner, ingrid, day(1), stay_in_touch=AskAnswer.NO, good_deal=good_deal)
    plan = plan_of(ingrid)
    assert (plan.status, plan.ended_why, plan.ended_on) == (PlanStatus.ENDED, EndedWhy.CLOSED, day(1))
    kinds = {kind for kind, _ in open_rows(ingrid)}
    assert kinds == {Kind.THANK_YOU, Kind.DEBRIEF}


def test_refused_it_takes_an_agreed_meeting_along(owner: User) -> None:
    ingrid = log(owner, next_contact_on=day(16), next_contact_manner=Manner.MEETING).prospect
    again(owner, ingrid, day(10), stay_in_touch=AskAnswer.NO)
    assert Kind.AGREED_MEETING not in {kind for kind, _ in open_rows(ingrid)}


@pytest.mark.parametrize("ended", [{"stay_in_touch": AskAnswer.NO}, {"good_deal": GoodDeal.NO}])
def test_after_an_ended_plan_a_new_one_begins(owner: User, ended: dict[str, object]) -> None:
    ingrid = log(owner, **ended).prospect
    again(owner, ingrid, day(70))
    statuses = FollowUpPlan.objects.filter(prospect=ingrid).order_by("created_at")
    assert [plan.status for plan in statuses] == [PlanStatus.ENDED, PlanStatus.ACTIVE]
    assert step_of(ingrid).plan == plan_of(ingrid)


def test_after_we_declined_another_kind_of_no_goes_on_as_usual(owner: User) -> None:
    ingrid = log(owner, conversation=ExitConversation.WE_DECLINED).prospect
    again(owner, ingrid, day(10))
    done = complete(step_of(ingrid), Outcome.SPOKE, on=day(55))
    assert done.next_step is not None
