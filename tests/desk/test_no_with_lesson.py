"""A no and what was learned from it: logged, put right, merged and taken back together."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from desk.erasing import erase
from followups.actions import merge, undo_change
from insights.debriefs import LookBack, debrief_of
from insights.kinds import Answer, Question
from insights.models import Debrief
from prospects.models import Loss, Prospect
from tests.cast import NINE
from tests.desk.reading import filled_in, form_to, read, said
from tests.desk.visiting import post_no, signed_in
from tests.followups.telling import day, lesson_of, log, nine_on
from tests.insights.looking_back import all_said, looked_back


@pytest.fixture
def desk(owner: User) -> Client:
    return signed_in(owner)


def take_back(client: Client, loss: Loss) -> str:
    """What the next page says."""
    answer = client.post(f"/losses/{loss.pk}/undo/")
    return said(read(client.get(answer["Location"])))


def form_again(client: Client) -> dict[str, Any]:
    change = Change.objects.get(action="record_no")
    return filled_in(form_to(read(client.get(f"/no/?words_of={change.pk}")), "/no/"))


def test_the_lesson_line_is_a_debrief_of_whoever_logs(desk: Client, owner: User, colleague: User) -> None:
    post_no(desk, lesson=" Ask\x00 first ")
    loss = Loss.objects.get()
    row = Debrief.objects.get()
    assert (row.loss, row.author, row.lesson, row.answered_on) == (loss, owner, "Ask first", None)


def test_without_a_lesson_there_is_none(desk: Client) -> None:
    post_no(desk)
    assert not Debrief.objects.exists()


def test_the_same_form_twice_changes_no_lesson(desk: Client, owner: User) -> None:
    post_no(desk, lesson="Ask first", submission="one")
    loss = Loss.objects.get()
    looked_back(loss, owner, LookBack(lesson="Changed since"))
    post_no(desk, lesson="Ask first", submission="one")
    assert Loss.objects.count() == 1
    assert lesson_of(loss, owner) == "Changed since"


def test_the_trail_of_a_no_holds_no_lesson(desk: Client) -> None:
    post_no(desk, lesson="Quetzal")
    for change in Change.objects.all():
        assert "Quetzal" not in f"{change.label} {change.before} {change.after}"


def test_taken_back_the_takers_own_words_come_back(desk: Client, owner: User) -> None:
    loss = log(owner, lesson="Ask first")
    looked_back(loss, owner, all_said(Answer.NO, lesson="Ask twice", is_shared=True))
    assert "Taken back, with everything that was planned for it." in take_back(desk, loss)
    assert not Debrief.objects.exists()
    typed = form_again(desk)
    assert typed["lesson"] == "Ask twice"
    assert desk.post("/no/", typed | {"prospect_name": "The right person"}).status_code == 303
    again = Debrief.objects.get()
    assert (again.no.prospect.name, again.lesson, again.is_shared) == ("The right person", "Ask twice", True)
    assert {again.answer(question) for question in Question} == {Answer.NO}


def test_nobody_elses_debrief_comes_back(desk: Client, owner: User, manager: User) -> None:
    loss = log(owner)
    looked_back(loss, owner, all_said(Answer.NO, lesson="Quetzal"))
    take_back(desk, loss)
    change = Change.objects.get(action="record_no")
    post_no(signed_in(manager), prospect_name="Somebody", words_of=str(change.pk))
    assert not Debrief.objects.exists()


def test_taken_back_after_the_quarter_the_bare_answers_count_on(desk: Client, owner: User) -> None:
    loss = log(owner)
    looked_back(loss, owner, all_said(Answer.NO, lesson="Ask twice"))
    with time_machine.travel(nine_on(day(35)), tick=False):
        desk = signed_in(owner)
        take_back(desk, loss)
        assert form_again(desk)["lesson"] == "Ask twice"
    bare = Debrief.objects.get()
    assert (bare.loss, bare.needs, bare.lesson) == (None, "no", "")


def test_by_the_change_as_well(desk: Client, owner: User) -> None:
    loss = log(owner, lesson="Ask first")
    change = Change.objects.get(action="record_no")
    desk.post(f"/changes/{change.pk}/undo/")
    assert not Loss.objects.filter(pk=loss.pk).exists()
    assert form_again(desk)["lesson"] == "Ask first"


@pytest.mark.parametrize("by_change", [False, True])
def test_refused_where_somebody_else_looked_back_with_no_hint_at_whom_or_what(
    desk: Client, owner: User, manager: User, by_change: bool
) -> None:
    loss = log(owner, lesson="Mine")
    looked_back(loss, manager, LookBack({Question.DOOR: Answer.NO}, {}, "Quetzal"))
    if by_change:
        change = Change.objects.get(action="record_no")
        answer = desk.post(f"/changes/{change.pk}/undo/")
        text = said(read(desk.get(answer["Location"])))
    else:
        text = take_back(desk, loss)
    assert "This can't be taken back: somebody has looked back on this no." in text
    assert manager.get_full_name() not in text
    assert "Quetzal" not in text
    assert (lesson_of(loss, owner), lesson_of(loss, manager)) == ("Mine", "Quetzal")
    assert not Change.objects.filter(action="undo").exists()


def test_a_manager_takes_no_lesson_away_that_is_not_theirs(owner: User, manager: User) -> None:
    loss = log(owner, lesson="Ask first")
    assert "somebody has looked back" in take_back(signed_in(manager), loss)
    assert lesson_of(loss, owner) == "Ask first"


def test_no_page_tells_others_what_was_taken_back(desk: Client, owner: User, manager: User) -> None:
    person = log(owner, "Ingrid Solheim").prospect
    loss = log(owner, prospect_id=person.pk, lesson="Quetzal", who=None)
    looked_back(loss, owner, LookBack({Question.DOOR: Answer.NO}, {Question.DOOR: "Quetzal line"}, "Quetzal"))
    take_back(desk, loss)
    office = signed_in(manager)
    pages = [f"/prospects/{person.pk}/", f"/prospects/{person.pk}/done/", "/settings/changes/"]
    assert [page for page in pages if "Quetzal" in office.get(page).content.decode()] == []
    assert b"Quetzal" not in office.get(f"/prospects/{person.pk}/export/").content


def test_merged_rows_keep_every_debrief(owner: User, manager: User) -> None:
    keep, gone = log(owner, "Ingrid Solheim").prospect, log(owner, "I. Solheim")
    looked_back(gone, owner, all_said(lesson="Ask first"))
    change = merge(keep.pk, gone.prospect_id, owner_id=owner.pk, by=manager, now=NINE)
    gone.refresh_from_db()
    assert (gone.prospect, lesson_of(gone, owner)) == (keep, "Ask first")
    undo_change(change.pk, by=manager, now=NINE)
    gone.refresh_from_db()
    assert gone.prospect != keep
    assert lesson_of(gone, owner) == "Ask first"


def test_erasing_somebody_takes_every_debrief_about_them_along(owner: User, manager: User) -> None:
    loss, other = log(owner, lesson="One"), log(owner, "Priya Raman", lesson="Two")
    said = LookBack({Question.DOOR: Answer.NO}, {Question.DOOR: "Quetzal line"}, "Quetzal", is_shared=True)
    looked_back(loss, manager, said)
    erase(Prospect.objects.get(pk=loss.prospect_id), by=owner, now=NINE)
    assert [row.loss for row in Debrief.objects.of(owner)] == [other]
    # The bare answer counts on in the figures of its quarter, without a word and about nobody.
    bare = Debrief.objects.get(author=manager)
    assert (bare.loss, bare.door, bare.door_line, bare.lesson, bare.is_shared) == (None, "no", "", "", False)
    assert not Debrief.objects.of(manager).exists()


def test_what_was_taken_back_goes_with_the_person_too(desk: Client, owner: User) -> None:
    person = log(owner, "Ingrid Solheim").prospect
    loss = log(owner, prospect_id=person.pk, who=None, lesson="Quetzal")
    take_back(desk, loss)
    erase(Prospect.objects.get(pk=person.pk), by=owner, now=NINE)
    for change in Change.objects.all():
        assert "Quetzal" not in f"{change.before} {change.after}"


def test_an_author_who_left_keeps_theirs_and_what_they_shared(
    owner: User, manager: User, colleague: User
) -> None:
    loss = log(colleague)
    looked_back(loss, colleague, all_said(lesson="Bring the planner", is_shared=True))
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    assert [row.lesson for row in Debrief.objects.lessons_for(owner)] == ["Bring the planner"]
    assert debrief_of(loss, manager) is None
