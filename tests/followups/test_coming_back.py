"""An absence is taken away, or is over: what a colleague still has of it comes home."""

from datetime import timedelta

import pytest

from accounts.changes import Change
from accounts.models import Absence, User
from followups.actions import NotAsShown, bring_home, come_back, complete_follow_up, snooze, undo_change
from followups.actions.going_on import Result
from followups.kinds import Kind, Outcome
from followups.models import FollowUp
from tests.cast import MONDAY, NINE
from tests.followups.being_away import away, dates, fresh
from tests.followups.telling import day, log, nine_on, open_row, step_of


def test_the_rows_come_home(owner: User, colleague: User) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    absence = away(owner, 1, 11, colleague).absence
    effect = come_back(absence.pk, by=owner, today=MONDAY, now=NINE)
    thanks.refresh_from_db()
    assert (thanks.owner, dates(thanks)) == (owner, (day(1),) * 3)
    assert len(effect.handed) == 1
    assert not Absence.objects.exists()


def test_on_a_day_off_of_the_owner_they_go_to_the_nearest_working_day(owner: User, colleague: User) -> None:
    colleague.working_days = "0123456"
    colleague.save()
    step = step_of(log(owner).prospect)
    absence = away(owner, 43, 47, colleague).absence
    snooze(step.pk, day(47), by=colleague, today=MONDAY, now=NINE)  # a Saturday
    come_back(absence.pk, by=owner, today=MONDAY, now=NINE)
    assert dates(step) == (day(30), day(46), day(60))


def test_what_the_colleague_did_stays_done_and_theirs(owner: User, colleague: User) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    absence = away(owner, 1, 11, colleague).absence
    complete_follow_up(thanks.pk, Result(Outcome.DONE), by=colleague, today=day(1), now=nine_on(day(1)))
    assert come_back(absence.pk, by=owner, today=day(1), now=nine_on(day(1))).handed == ()
    thanks.refresh_from_db()
    assert (thanks.owner, thanks.status) == (colleague, "done")


def test_what_was_moved_stays_on_its_new_day(owner: User) -> None:
    step = step_of(log(owner).prospect)
    absence = away(owner, 43, 47).absence
    come_back(absence.pk, by=owner, today=MONDAY, now=NINE)
    assert dates(step)[1] == day(42)


def test_it_is_taken_back_like_any_other_act(owner: User, colleague: User) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    absence = away(owner, 1, 11, colleague).absence
    come_back(absence.pk, by=owner, today=MONDAY, now=NINE + timedelta(minutes=1))
    undo_change(Change.objects.get(action="come_back").pk, by=owner, now=NINE + timedelta(minutes=2))
    thanks.refresh_from_db()
    assert thanks.owner == colleague
    assert Absence.objects.get() == absence


def test_what_changed_since_it_was_shown_is_shown_again_first(owner: User, colleague: User) -> None:
    log(owner)
    absence = away(owner, 1, 11, colleague).absence
    with pytest.raises(NotAsShown):
        come_back(absence.pk, by=owner, today=MONDAY, now=NINE, shown="something else")


def test_an_absence_of_somebody_else_does_not_exist(owner: User, colleague: User, manager: User) -> None:
    absence = away(owner, 1, 11, colleague).absence
    for other in (colleague, manager):
        with pytest.raises(Absence.DoesNotExist):
            come_back(absence.pk, by=other, today=MONDAY, now=NINE)


# What the colleague's outcome plans is the owner's again


def test_the_next_check_in_is_the_owners_after_the_absence(owner: User, colleague: User) -> None:
    ingrid = log(owner).prospect
    step = step_of(ingrid)
    away(owner, 45, 80, colleague)
    complete_follow_up(step.pk, Result(Outcome.SPOKE), by=colleague, today=day(45), now=nine_on(day(45)))
    following = step_of(ingrid)
    assert following.owner == owner
    # 45 days from the talk is a Sunday.
    assert dates(following) == (day(75), day(91), day(105))


def test_another_try_waits_until_the_owner_is_back(owner: User, colleague: User) -> None:
    ingrid = log(owner).prospect
    step = step_of(ingrid)
    away(owner, 43, 60, colleague)
    complete_follow_up(step.pk, Result(Outcome.NO_ANSWER), by=colleague, today=day(45), now=nine_on(day(45)))
    again = step_of(ingrid)
    assert (again.owner, again.tries) == (owner, 1)
    assert again.due_on == fresh(owner).calendar().add(day(45), 3)
    assert again.due_on > day(60)


# It is over


def test_what_nobody_did_comes_home_when_it_is_over(owner: User, colleague: User) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    away(owner, 1, 11, colleague)
    assert bring_home(nine_on(day(11))) == 0
    assert bring_home(nine_on(day(12))) == 1
    thanks.refresh_from_db()
    assert (thanks.owner, dates(thanks)) == (owner, (day(1),) * 3)
    assert bring_home(nine_on(day(12))) == 0
    assert FollowUp.objects.filter(owner=colleague).count() == 0


def test_when_it_is_over_is_a_matter_of_the_owners_own_date(owner: User, colleague: User) -> None:
    log(owner)
    away(owner, 1, 11, colleague)
    midnight_in_berlin = nine_on(day(12)) - timedelta(hours=9)
    assert bring_home(midnight_in_berlin - timedelta(minutes=1)) == 0
    assert bring_home(midnight_in_berlin) == 1
