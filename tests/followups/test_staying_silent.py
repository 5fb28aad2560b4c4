"""What is done about somebody who does not answer: another channel, a kind close, or staying in touch."""

from datetime import date

import pytest

from accounts.models import User
from followups.actions import (
    NoPlan,
    NotOpen,
    SomethingBuiltOnIt,
    Unfitting,
    change_channel,
    close_kindly,
    keep_silent,
    undo,
    undo_change,
)
from followups.kinds import EndedWhy, Kind, Outcome, Status
from followups.models import FollowUp, FollowUpPlan
from followups.rhythm import hint_of
from followups.silence import Hint
from prospects.conversations import DealStatus, Manner
from prospects.models import Prospect
from tests.followups.telling import complete, day, log, nine_on, open_row, open_rows, plan_of, step_of

TWO_YEARS_ON = date(2028, 3, 2)


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    """Three tries in vain."""
    person = log(owner).prospect
    for _try in range(3):
        step = step_of(person)
        complete(step, Outcome.NO_ANSWER, on=step.due_on)
    return person


def hint(person: Prospect, today: date) -> Hint | None:
    return hint_of(plan_of(person), today)


def test_three_tries_in_vain_suggest_something_else(ingrid: Prospect, owner: User) -> None:
    assert hint(ingrid, day(60)) == Hint.TRY_ELSEWHERE
    assert hint(log(owner, "Knut").prospect, day(60)) is None


class TestAnotherChannel:
    def test_the_next_try_goes_by_mail_and_back_by_phone(self, owner: User, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        assert step.manner == ""
        assert change_channel(step.pk, by=owner, now=nine_on(day(60))).manner == Manner.MAIL
        assert change_channel(step.pk, by=owner, now=nine_on(day(60))).manner == Manner.CALL
        assert step_of(ingrid).version == step.version + 2

    def test_taken_back_it_stands_as_before(self, owner: User, ingrid: Prospect) -> None:
        step = step_of(ingrid)
        change_channel(step.pk, by=owner, now=nine_on(day(60)))
        undo(step.pk, by=owner, now=nine_on(day(60)))
        assert step_of(ingrid).manner == ""

    def test_only_an_open_check_in_nobody_agreed_on(self, owner: User, ingrid: Prospect) -> None:
        stale = step_of(ingrid).version - 1
        with pytest.raises(NotOpen):
            change_channel(step_of(ingrid).pk, by=owner, now=nine_on(day(60)), expected_version=stale)
        agreed = log(owner, "Knut", next_contact_on=day(20)).prospect
        for row in (step_of(agreed), open_row(agreed, Kind.THANK_YOU)):
            with pytest.raises(Unfitting):
                change_channel(row.pk, by=owner, now=nine_on(day(1)))


class TestClosingKindly:
    def test_the_plan_ends_and_the_deal_stays_declined(self, owner: User, ingrid: Prospect) -> None:
        close_kindly(ingrid.pk, by=owner, today=day(60), now=nine_on(day(60)))
        plan = plan_of(ingrid)
        assert (plan.ended_why, plan.ended_on) == (EndedWhy.LET_GO, day(60))
        assert Kind.CHECK_IN not in dict(open_rows(ingrid))
        assert [deal.status for deal in ingrid.deals.all()] == [DealStatus.LOST]
        assert hint(ingrid, TWO_YEARS_ON) is None

    def test_taken_back_everything_is_as_it_was(self, owner: User, ingrid: Prospect) -> None:
        step, rows = step_of(ingrid), open_rows(ingrid)
        change = close_kindly(ingrid.pk, by=owner, today=day(60), now=nine_on(day(60)))
        undo_change(change.pk, by=owner, now=nine_on(day(61)))
        assert (step_of(ingrid).pk, open_rows(ingrid)) == (step.pk, rows)
        assert plan_of(ingrid).ended_why == ""

    def test_a_new_plan_stands_in_the_way_of_taking_it_back(self, owner: User, ingrid: Prospect) -> None:
        change = close_kindly(ingrid.pk, by=owner, today=day(60), now=nine_on(day(60)))
        log(owner, on=day(61), prospect_id=ingrid.pk)
        with pytest.raises(SomethingBuiltOnIt):
            undo_change(change.pk, by=owner, now=nine_on(day(62)))
        assert FollowUpPlan.objects.filter(prospect=ingrid).active().count() == 1

    def test_nobody_is_closed_twice(self, owner: User, ingrid: Prospect) -> None:
        close_kindly(ingrid.pk, by=owner, today=day(60), now=nine_on(day(60)))
        for act in (close_kindly, keep_silent):
            with pytest.raises(NoPlan):
                act(ingrid.pk, by=owner, today=day(60), now=nine_on(day(60)))


class TestKeepOrClose:
    def test_after_two_years_the_app_asks_and_kept_it_asks_again_two_years_on(
        self, owner: User, ingrid: Prospect
    ) -> None:
        assert hint(ingrid, TWO_YEARS_ON) == Hint.KEEP_OR_CLOSE
        keep_silent(ingrid.pk, by=owner, today=TWO_YEARS_ON, now=nine_on(TWO_YEARS_ON))
        assert plan_of(ingrid).kept_on == TWO_YEARS_ON
        assert hint(ingrid, date(2030, 3, 1)) == Hint.TRY_ELSEWHERE
        assert hint(ingrid, date(2030, 3, 2)) == Hint.KEEP_OR_CLOSE

    def test_kept_by_mistake_it_is_asked_again(self, owner: User, ingrid: Prospect) -> None:
        change = keep_silent(ingrid.pk, by=owner, today=TWO_YEARS_ON, now=nine_on(TWO_YEARS_ON))
        undo_change(change.pk, by=owner, now=nine_on(TWO_YEARS_ON))
        assert plan_of(ingrid).kept_on is None

    def test_keeping_moves_nothing(self, owner: User, ingrid: Prospect) -> None:
        rows = list(FollowUp.objects.filter(status=Status.OPEN).values_list("pk", "due_on", "version"))
        keep_silent(ingrid.pk, by=owner, today=TWO_YEARS_ON, now=nine_on(TWO_YEARS_ON))
        assert (
            list(FollowUp.objects.filter(status=Status.OPEN).values_list("pk", "due_on", "version")) == rows
        )
