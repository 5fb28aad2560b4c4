"""Debriefs are written one way in; whatever happens to the no, they stay their author's own."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.changes import Change
from accounts.models import User
from desk.no_with_lesson import take_back
from insights import debriefs
from insights.debriefs import LookBack, answers_are_fixed, debrief_of, note_lesson, save_debrief, stop_sharing
from insights.kinds import Answer, Question
from insights.models import Debrief
from prospects.models import Loss
from tests.cast import MONDAY, NINE
from tests.followups.telling import day, log, nine_on
from tests.insights.looking_back import all_said, looked_back
from tests.security.tables import everything_stored

LAST_OF_MARCH, FIRST_OF_APRIL = date(2026, 3, 31), date(2026, 4, 1)


@pytest.fixture
def loss(owner: User) -> Loss:
    return log(owner)


def test_answers_lines_and_lesson_are_kept_cleaned(owner: User, loss: Loss) -> None:
    said = LookBack({Question.NEEDS: Answer.PARTLY}, {Question.DOOR: " a \x00 line "}, " Ask\nfirst ", True)
    row = looked_back(loss, owner, said)
    row.refresh_from_db()
    assert (row.needs, row.door, row.door_line, row.lesson) == ("partly", "", "a line", "Ask first")
    assert (row.is_shared, row.answered_on, row.team_id) == (True, MONDAY, owner.team_id)


def test_nothing_said_is_nothing_kept(owner: User, loss: Loss) -> None:
    assert save_debrief(loss, LookBack(lesson=" "), by=owner, today=MONDAY, now=NINE) is None
    assert not Debrief.objects.exists()


def test_said_twice_it_stands_once_and_the_same(owner: User, loss: Loss) -> None:
    looked_back(loss, owner)
    before = everything_stored()
    looked_back(loss, owner, on=day(1))
    assert everything_stored() == before


def test_pressed_twice_in_one_moment_it_stands_once(
    owner: User, loss: Loss, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither press sees the other's row; the database does."""
    looked_back(loss, owner, all_said(Answer.NO))
    monkeypatch.setattr(debriefs, "_standing", lambda loss, author: None)
    looked_back(loss, owner, all_said(Answer.YES))
    assert Debrief.objects.get().needs == Answer.YES


def test_nobody_has_two_about_one_no(owner: User, loss: Loss) -> None:
    looked_back(loss, owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Debrief.objects.create(team=owner.team, loss=loss, author=owner, lesson="Twice")


def test_two_people_each_have_their_own(owner: User, manager: User, loss: Loss) -> None:
    looked_back(loss, owner, all_said(Answer.YES))
    looked_back(loss, manager, all_said(Answer.NO))
    mine, theirs = debrief_of(loss, owner), debrief_of(loss, manager)
    assert mine
    assert theirs
    assert (mine.needs, theirs.needs) == ("yes", "no")


def test_what_is_emptied_goes(owner: User, loss: Loss) -> None:
    looked_back(loss, owner)
    save_debrief(loss, LookBack(), by=owner, today=MONDAY, now=NINE)
    assert not Debrief.objects.exists()


def test_the_day_of_the_first_answer_stays(owner: User, loss: Loss) -> None:
    looked_back(loss, owner, LookBack(lesson="Ask first"))
    assert debrief_of(loss, owner).answered_on is None  # type: ignore[union-attr]
    looked_back(loss, owner, all_said(), on=day(2))
    row = looked_back(loss, owner, all_said(Answer.NO), on=day(5))
    assert (row.answered_on, row.needs) == (day(2), "no")


def test_a_line_too_long_is_refused(owner: User, loss: Loss) -> None:
    with pytest.raises(ValidationError):
        looked_back(loss, owner, LookBack(lesson="x" * 201))


def test_a_no_that_is_gone_takes_none(owner: User, loss: Loss) -> None:
    take_back(loss, by=owner, now=NINE)
    with pytest.raises(Loss.DoesNotExist):
        save_debrief(loss, all_said(), by=owner, today=MONDAY, now=NINE)


# The lesson


def test_a_lesson_alone_leaves_the_answers(owner: User, loss: Loss) -> None:
    looked_back(loss, owner, all_said(lesson="One"))
    note_lesson(loss, "Two", by=owner, now=NINE)
    row = debrief_of(loss, owner)
    assert row
    assert (row.lesson, row.needs) == ("Two", "yes")


def test_without_its_sentence_nothing_is_shared(owner: User, loss: Loss) -> None:
    looked_back(loss, owner, all_said(lesson="One", is_shared=True))
    note_lesson(loss, "", by=owner, now=NINE)
    row = debrief_of(loss, owner)
    assert row
    assert (row.lesson, row.is_shared) == ("", False)


def test_sharing_is_stopped(owner: User, colleague: User, loss: Loss) -> None:
    row = looked_back(loss, owner, LookBack(lesson="One", is_shared=True))
    assert Debrief.objects.lessons_for(colleague).count() == 1
    stop_sharing(row, now=NINE)
    assert not Debrief.objects.lessons_for(colleague).exists()


# Closed quarters


def test_answers_change_until_their_quarter_is_over(owner: User, loss: Loss) -> None:
    row = looked_back(loss, owner)
    assert not answers_are_fixed(row, LAST_OF_MARCH)
    assert answers_are_fixed(row, FIRST_OF_APRIL)
    assert looked_back(loss, owner, all_said(Answer.NO), on=LAST_OF_MARCH).needs == "no"


def test_afterwards_only_the_lesson_does(owner: User, loss: Loss) -> None:
    looked_back(loss, owner, LookBack({Question.NEEDS: Answer.YES}, {Question.NEEDS: "One"}))
    row = looked_back(loss, owner, all_said(Answer.NO, lesson="Ask first"), on=FIRST_OF_APRIL)
    row.refresh_from_db()
    assert (row.needs, row.needs_line, row.door, row.lesson) == ("yes", "One", "", "Ask first")
    save_debrief(loss, LookBack(), by=owner, today=FIRST_OF_APRIL, now=nine_on(FIRST_OF_APRIL))
    row.refresh_from_db()
    assert (row.needs, row.lesson) == ("yes", "")


def test_a_year_later_the_same_quarter_number_is_over_too(owner: User, loss: Loss) -> None:
    assert answers_are_fixed(looked_back(loss, owner), MONDAY + timedelta(days=365))


def test_a_lesson_without_answers_is_never_fixed(owner: User, loss: Loss) -> None:
    looked_back(loss, owner, LookBack(lesson="Ask first"))
    assert looked_back(loss, owner, all_said(), on=FIRST_OF_APRIL).answered_on == FIRST_OF_APRIL


# The trail


def test_nothing_of_it_stands_in_the_trail(owner: User, loss: Loss) -> None:
    before = Change.objects.count()
    row = looked_back(loss, owner, all_said(lesson="One", is_shared=True))
    note_lesson(loss, "Two", by=owner, now=NINE)
    stop_sharing(row, now=NINE)
    assert Change.objects.count() == before
