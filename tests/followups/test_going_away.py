"""Somebody will be away: what falls into it moves, or a colleague looks after it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Absence, User
from followups.absences import NewAbsence, effect_of
from followups.actions import (
    NotAsShown,
    NothingToUndo,
    SomethingBuiltOnIt,
    go_away,
    snooze,
    undo_change,
)
from followups.kinds import Kind
from followups.models import FollowUp
from prospects.conversations import Manner
from tests.cast import MONDAY, NINE
from tests.followups.being_away import away, dates, fresh, put
from tests.followups.telling import day, log, open_row, plan_of, step_of


def test_a_check_in_moves_inside_its_window_to_the_nearest_working_day(owner: User) -> None:
    step = step_of(log(owner).prospect)  # Thursday, day 45
    away(owner, 43, 47)
    assert dates(step) == (day(30), day(42), day(60))


def test_what_has_no_window_waits_for_the_first_working_day_after(owner: User) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    away(owner, 1, 11)
    assert dates(thanks) == (day(14),) * 3


def test_an_agreed_call_moves_and_an_agreed_meeting_stays_and_is_told(owner: User) -> None:
    call = step_of(log(owner, "Erik", next_contact_on=day(8)).prospect)
    meeting = step_of(
        log(owner, "Aisha", next_contact_on=day(8), next_contact_manner=Manner.MEETING).prospect
    )
    gone = away(owner, 7, 11)
    assert dates(call) == (day(14),) * 3
    assert dates(meeting) == (day(8),) * 3
    assert [row.ref for row in gone.effect.stays] == [meeting.pk]


def test_nothing_else_moves(owner: User) -> None:
    step = step_of(log(owner).prospect)
    put(step, 30, 47, 60)  # put off to a Saturday by hand
    away(owner, 7, 11)
    assert dates(step) == (day(30), day(47), day(60))


def test_the_limit_counts_where_they_move_to(owner: User) -> None:
    owner.team.daily_limit = 2
    owner.team.save()
    steps = [step_of(log(owner, f"Person {n}").prospect) for n in range(4)]
    for step in steps:
        put(step, 30, 45, 60)
    away(owner, 45, 45)
    assert sorted(dates(step)[1] for step in steps) == [day(44), day(44), day(46), day(46)]


def test_new_plans_keep_clear_of_the_absence(owner: User) -> None:
    away(owner, 40, 50)
    step = step_of(log(fresh(owner)).prospect)
    assert dates(step)[1] == day(39)


def test_what_is_shown_is_what_is_written(owner: User) -> None:
    for number in range(5):
        log(owner, f"Person {number}")
    new = NewAbsence(day(1), day(50))
    shown = effect_of(new, owner, today=MONDAY, now=NINE)
    done = go_away(new, by=owner, today=MONDAY, now=NINE, shown=shown.token()).effect
    assert done.moves == shown.moves
    for move in shown.moves:
        row = FollowUp.objects.get(pk=move.row.ref)
        assert (row.opens_on, row.due_on, row.closes_on) == (move.opens_on, move.due_on, move.closes_on)


def test_what_changed_since_it_was_shown_is_shown_again_first(owner: User) -> None:
    shown = effect_of(NewAbsence(day(1), day(50)), owner, today=MONDAY, now=NINE)
    step = step_of(log(owner).prospect)
    with pytest.raises(NotAsShown):
        away(owner, 1, 50, shown=shown.token())
    assert dates(step)[1] == day(45)
    assert not Absence.objects.exists()


# A colleague looks after it


def test_a_colleague_gets_the_rows_and_the_plan_stays(owner: User, colleague: User) -> None:
    ingrid = log(owner).prospect
    thanks, step = open_row(ingrid, Kind.THANK_YOU), step_of(ingrid)
    away(owner, 1, 11, colleague)
    thanks.refresh_from_db()
    step.refresh_from_db()
    assert (thanks.owner, dates(thanks)) == (colleague, (day(1),) * 3)
    assert (step.owner, plan_of(ingrid).owner, ingrid.owner) == (owner, owner, owner)


def test_an_agreed_meeting_is_handed_over_on_its_day(owner: User, colleague: User) -> None:
    meeting = step_of(
        log(owner, next_contact_on=day(12), next_contact_manner=Manner.MEETING).prospect
    )  # a Saturday
    away(owner, 7, 13, colleague)
    meeting.refresh_from_db()
    assert (meeting.owner, dates(meeting)) == (colleague, (day(12),) * 3)


def test_a_debrief_is_nobody_elses_and_waits(owner: User, colleague: User) -> None:
    debrief = open_row(log(owner).prospect, Kind.DEBRIEF)
    away(owner, 1, 4, colleague)
    debrief.refresh_from_db()
    assert (debrief.owner, dates(debrief)) == (owner, (day(7),) * 3)


def test_on_a_day_off_of_the_colleague_it_is_the_nearest_day_of_theirs(owner: User, colleague: User) -> None:
    colleague.working_days = "04"
    colleague.save()
    step = step_of(log(owner).prospect)  # Thursday
    away(owner, 43, 47, colleague)
    step.refresh_from_db()
    assert (step.owner, dates(step)) == (colleague, (day(30), day(46), day(60)))


# What can't be


def sentence(error: ValidationError) -> str:
    return " ".join(error.messages)


def test_what_has_passed_can_not_be_added(owner: User) -> None:
    with pytest.raises(ValidationError) as refused:
        away(owner, -1, 3)
    assert sentence(refused.value) == "This day has passed. Begin today, or later."
    assert set(refused.value.message_dict) == {"first_on"}


def test_the_end_does_not_come_before_the_beginning(owner: User) -> None:
    with pytest.raises(ValidationError, match="before the first"):
        away(owner, 4, 3)


@pytest.mark.parametrize(("first", "last"), [(3, 5), (10, 12), (4, 9), (5, 5), (1, 30)])
def test_absences_do_not_overlap(owner: User, first: int, last: int) -> None:
    away(owner, 5, 10)
    with pytest.raises(ValidationError) as refused:
        away(owner, first, last)
    assert sentence(refused.value) == (
        "You are away from 7 Mar 2026 until 12 Mar 2026 already. Remove that, or choose other days."
    )


def test_they_may_follow_one_another(owner: User) -> None:
    away(owner, 5, 10)
    away(owner, 11, 12)
    assert Absence.objects.count() == 2


def test_nobody_is_away_for_ever(owner: User) -> None:
    log(owner)
    for last in (day(400), date(9999, 12, 31)):
        with pytest.raises(ValidationError) as refused:
            go_away(NewAbsence(day(1), last), by=owner, today=MONDAY, now=NINE)
        assert sentence(refused.value) == (
            "That leaves no working day within a year. Choose an earlier last day."
        )


def test_nor_by_one_absence_after_the_other(owner: User) -> None:
    away(owner, 1, 200)
    with pytest.raises(ValidationError, match="no working day within a year"):
        away(owner, 201, 380)


def test_a_colleague_of_another_team_oneself_or_somebody_gone_stands_in_for_nobody(
    owner: User, colleague: User, stranger: User
) -> None:
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    for nobody in (stranger, owner, fresh(colleague)):
        with pytest.raises(ValidationError, match="Choose a colleague of your team"):
            away(owner, 1, 4, nobody)


def test_somebody_away_stands_in_for_nobody(owner: User, colleague: User) -> None:
    away(colleague, 3, 9)
    with pytest.raises(ValidationError) as refused:
        away(owner, 1, 4, colleague)
    assert sentence(refused.value) == (
        "Colleague is away as well, from 5 Mar 2026 until 11 Mar 2026. Choose somebody else."
    )


# Taking it back


def test_undo_puts_everything_back(owner: User, colleague: User) -> None:
    ingrid = log(owner).prospect
    before = {row.pk: (row.owner_id, dates(row)) for row in FollowUp.objects.filter(prospect=ingrid)}
    for stand_in in (None, colleague):
        gone = away(owner, 1, 50, stand_in)
        after = {row.pk: (row.owner_id, dates(row)) for row in FollowUp.objects.filter(prospect=ingrid)}
        assert after != before
        undo_change(gone.change.pk, by=owner, now=NINE)
        assert {
            row.pk: (row.owner_id, dates(row)) for row in FollowUp.objects.filter(prospect=ingrid)
        } == before
        assert not Absence.objects.exists()
        with pytest.raises(NothingToUndo):
            undo_change(gone.change.pk, by=owner, now=NINE)


def test_undo_is_refused_once_somebody_built_on_it(owner: User) -> None:
    step = step_of(log(owner).prospect)
    gone = away(owner, 43, 47)
    snooze(step.pk, day(50), by=owner, today=MONDAY, now=NINE + timedelta(minutes=1))
    with pytest.raises(SomethingBuiltOnIt):
        undo_change(gone.change.pk, by=owner, now=NINE)
    assert Absence.objects.count() == 1


def test_stale_pages_die_with_the_version(owner: User) -> None:
    step = step_of(log(owner).prospect)
    away(owner, 43, 47)
    version = step.version
    step.refresh_from_db()
    assert step.version == version + 1
