"""The five questions in a page: one no, three at once, those that wait and those that are done."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from followups.actions import skip
from followups.kinds import Kind, Status
from followups.models import FollowUp
from insights.debriefs import LookBack, debrief_of
from insights.kinds import Answer, Question
from insights.models import Debrief
from prospects.models import Loss
from tests.cast import MONDAY, NINE
from tests.desk.reading import described_by, filled_in, form_to, read, said
from tests.desk.visiting import signed_in
from tests.followups.handing import in_care
from tests.followups.telling import day, log, nine_on, open_row
from tests.insights.looking_back import all_said, looked_back
from tests.security.tables import everything_stored

LIST, TOGETHER = "/insights/debriefs/", "/insights/debriefs/together/"
SOME = {"needs": "yes", "listened": "partly", "pace": "no", "pace_line": "Too fast", "lesson": "Ask first"}


@pytest.fixture
def loss(owner: User) -> Loss:
    return log(owner)


@pytest.fixture
def desk(owner: User) -> Client:
    return signed_in(owner)


@pytest.fixture(autouse=True)
def on_that_tuesday() -> Iterator[None]:
    with time_machine.travel(nine_on(day(1)), tick=False):
        yield


def url(loss: Loss) -> str:
    return f"{LIST}{loss.pk}/"


def debrief_row(loss: Loss) -> FollowUp:
    return FollowUp.objects.get(loss=loss, kind=Kind.DEBRIEF)


# One no


def test_the_five_questions_are_asked_and_none_has_to_be_answered(desk: Client, loss: Loss) -> None:
    page = read(desk.get(url(loss)))
    for question in ("Did I know what they needed", "Would they take my call tomorrow?"):
        assert question in page.text
    assert "The team sees the sentence. Nobody sees the answers." in page.text
    form = form_to(page, url(loss))
    assert not [field for field in form.all("input") if "required" in field.attrs]


def test_what_is_said_is_kept_and_the_row_is_done(desk: Client, owner: User, loss: Loss) -> None:
    assert debrief_row(loss).status == Status.OPEN
    answer = desk.post(url(loss), SOME | {"is_shared": "on"})
    assert (answer.status_code, answer["Location"]) == (303, loss.prospect.get_absolute_url())
    row = debrief_of(loss, owner)
    assert row
    assert (row.needs, row.listened, row.pace, row.pace_line) == ("yes", "partly", "no", "Too fast")
    assert (row.lesson, row.is_shared, row.answered_on) == ("Ask first", True, day(1))
    assert debrief_row(loss).status == Status.DONE
    assert "Noted. Only you see the answers." in said(read(desk.get(answer["Location"])))


def test_pressed_twice_it_is_kept_once(desk: Client, loss: Loss) -> None:
    desk.post(url(loss), SOME)
    before = everything_stored()
    desk.post(url(loss), SOME)
    after = everything_stored()
    assert {table for table in after if after[table] != before[table]} <= {"django_session"}


def test_nothing_said_leaves_the_row_open(desk: Client, loss: Loss) -> None:
    answer = desk.post(url(loss), {"lesson": " "})
    assert answer.status_code == 303
    assert "Nothing was written, so nothing was kept." in said(read(desk.get(answer["Location"])))
    assert debrief_row(loss).status == Status.OPEN


def test_a_forged_answer_counts_as_left_out(desk: Client, owner: User, loss: Loss) -> None:
    desk.post(url(loss), {"needs": "always", "door": "no"})
    row = debrief_of(loss, owner)
    assert row
    assert (row.needs, row.door) == ("", "no")


def test_what_was_typed_stays_beside_a_mistake(desk: Client, loss: Loss) -> None:
    page = read(desk.post(url(loss), {"needs": "yes", "door_line": "Stays here", "is_shared": "on"}))
    assert "Write the sentence that you want to share." in described_by(page, "lesson")
    typed = filled_in(form_to(page, url(loss)))
    assert (typed["needs"], typed["door_line"], typed["is_shared"]) == ("yes", "Stays here", "on")
    assert not Debrief.objects.exists()


def test_it_goes_back_to_where_one_came_from(desk: Client, loss: Loss) -> None:
    page = read(desk.get(url(loss), headers={"referer": "http://localhost/focus/?at=1"}))
    typed = filled_in(form_to(page, url(loss)))
    assert typed["next"] == "/focus/?at=1"
    assert desk.post(url(loss), typed | SOME)["Location"] == "/focus/?at=1"
    elsewhere = read(desk.get(url(loss), headers={"referer": "https://evil.example/x"}))
    assert "next" not in filled_in(form_to(elsewhere, url(loss)))
    assert desk.post(url(loss), SOME | {"next": "https://evil.example/"})["Location"].startswith(
        "/prospects/"
    )


def test_answers_of_a_quarter_that_is_over_are_read_not_asked(desk: Client, owner: User, loss: Loss) -> None:
    looked_back(loss, owner, all_said(Answer.PARTLY))
    assert "Your answers can change until 31 Mar 2026" in read(desk.get(url(loss))).text
    with time_machine.travel(nine_on(day(31)), tick=False):
        client = signed_in(owner)
        page = read(client.get(url(loss)))
        assert "The quarter these answers were given in is over" in page.text
        assert "needs" not in filled_in(form_to(page, url(loss)))
        client.post(url(loss), {"needs": "yes", "lesson": "Still mine"})
    row = debrief_of(loss, owner)
    assert row
    assert (row.needs, row.lesson) == ("partly", "Still mine")


def test_the_note_of_the_row_itself_becomes_the_lesson(desk: Client, owner: User, loss: Loss) -> None:
    row = debrief_row(loss)
    desk.post(f"/followups/{row.pk}/complete/", {"outcome": "done", "note": "Ask about money sooner"})
    own = debrief_of(loss, owner)
    assert own
    assert (own.lesson, own.answered_on, own.is_shared) == ("Ask about money sooner", None, False)


def test_a_note_never_takes_the_place_of_a_lesson(desk: Client, owner: User) -> None:
    loss = log(owner, lesson="From the log page")
    row = debrief_row(loss)
    desk.post(f"/followups/{row.pk}/complete/", {"outcome": "done", "note": "A line"})
    own = debrief_of(loss, owner)
    assert own
    assert own.lesson == "From the log page"
    row.refresh_from_db()
    assert row.note == "A line"


def test_a_note_longer_than_a_lesson_stays_a_note(desk: Client, owner: User, loss: Loss) -> None:
    row = debrief_row(loss)
    desk.post(f"/followups/{row.pk}/complete/", {"outcome": "done", "note": "x" * 500})
    assert debrief_of(loss, owner) is None


# Whose


def test_others_see_nothing_of_it(
    desk: Client, owner: User, manager: User, colleague: User, stranger: User, loss: Loss
) -> None:
    looked_back(loss, owner, LookBack({Question.DOOR: Answer.NO}, {Question.DOOR: "Quetzal line"}, "Quetzal"))
    assert "Quetzal" in read(desk.get(LIST)).text
    for other in (colleague, stranger):
        assert signed_in(other).get(url(loss)).status_code == 404
        assert signed_in(other).post(url(loss), SOME).status_code == 404
    office = signed_in(manager)
    pages = (url(loss), LIST, "/insights/lessons/", loss.prospect.get_absolute_url(), TOGETHER, "/no/")
    assert [page for page in pages if "Quetzal" in office.get(page).content.decode()] == []
    preview = office.post("/no/preview/", {"conversation": loss.conversation})
    assert "Quetzal" not in preview.content.decode()
    page = read(office.get(url(loss)))
    assert filled_in(form_to(page, url(loss))).get("door", "") == ""


def test_whoever_sees_the_person_looks_back_too(owner: User, manager: User, loss: Loss) -> None:
    looked_back(loss, owner, all_said(Answer.YES))
    signed_in(manager).post(url(loss), {"needs": "no"})
    mine, theirs = debrief_of(loss, owner), debrief_of(loss, manager)
    assert mine
    assert theirs
    assert (mine.needs, theirs.needs) == ("yes", "no")
    assert debrief_row(loss).status == Status.OPEN, "it is its owner's to do"


def test_marketing_in_care_looks_back_without_a_note_in_sight(owner: User, marketer: User) -> None:
    loss = log(owner, email="ingrid@example.com", notes="SECRET notes", lesson="SECRET lesson")
    in_care(loss.prospect, marketer)
    client = signed_in(marketer)
    assert "SECRET" not in client.get(url(loss)).content.decode()
    client.post(url(loss), {"door": "yes"})
    own = debrief_of(loss, marketer)
    assert own
    assert own.door == "yes"


# Those that wait, and three at once


def test_what_was_planned_or_just_logged_waits(desk: Client, owner: User, manager: User, loss: Loss) -> None:
    other = log(owner, "Priya Raman")
    skip(open_row(other.prospect, Kind.DEBRIEF).pk, by=owner, today=MONDAY, now=NINE)
    log(manager, "Aisha Bello")
    without_row = log(owner, "Jonas Brandt")
    debrief_row(without_row).delete()
    text = read(desk.get(LIST)).text
    assert "Ingrid Solheim" in text
    assert "Jonas Brandt" in text
    assert "Priya Raman" not in text, "left out is left out"
    assert "Aisha Bello" not in text


def test_three_at_once_with_one_save(desk: Client, owner: User) -> None:
    losses = [log(owner, name) for name in ("One", "Two", "Three", "Four")]
    page = read(desk.get(TOGETHER))
    typed = filled_in(form_to(page, TOGETHER))
    shown = [
        loss for loss in losses if str(loss.pk) in page.one("main").text or f"no-{loss.pk}-lesson" in typed
    ]
    assert len(shown) == 3
    first, second, _third = shown
    answers = {f"no-{first.pk}-needs": "yes", f"no-{second.pk}-lesson": "Ask first"}
    answer = desk.post(TOGETHER, {**typed, **answers, "loss": [str(loss.pk) for loss in shown]})
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    assert "2 noted. Only you see the answers." in said(read(desk.get(LIST)))
    states = [debrief_row(loss).status for loss in shown]
    assert states == [Status.DONE, Status.DONE, Status.OPEN]
    assert Debrief.objects.count() == 2


def test_a_mistake_in_one_saves_none_and_keeps_all_that_was_typed(desk: Client, owner: User) -> None:
    one, two = log(owner, "One"), log(owner, "Two")
    typed = {"loss": [str(one.pk), str(two.pk)], f"no-{one.pk}-needs": "yes", f"no-{two.pk}-is_shared": "on"}
    page = read(desk.post(TOGETHER, typed))
    assert "Write the sentence that you want to share." in page.text
    assert filled_in(form_to(page, TOGETHER))[f"no-{one.pk}-needs"] == "yes"
    assert not Debrief.objects.exists()


def test_noes_of_others_are_not_saved_among_three(desk: Client, stranger: User) -> None:
    theirs = log(stranger, "Theirs")
    answer = desk.post(TOGETHER, {"loss": ["nonsense", str(theirs.pk)], f"no-{theirs.pk}-needs": "yes"})
    assert answer.status_code == 303
    assert not Debrief.objects.exists()


def test_the_page_asks_the_database_as_often_however_much_there_is(
    desk: Client, owner: User, django_assert_max_num_queries: "object"
) -> None:
    for number in range(3):
        looked_back(log(owner, f"Done {number}"), owner)
        log(owner, f"Open {number}")
    desk.get(LIST)
    with django_assert_max_num_queries(24) as before:  # type: ignore[operator]
        desk.get(LIST)
    for number in range(3, 9):
        looked_back(log(owner, f"Done {number}"), owner)
        log(owner, f"Open {number}")
    with django_assert_max_num_queries(len(before)):  # type: ignore[operator]
        desk.get(LIST)


# Ways there


def test_it_is_one_tap_from_today_the_person_the_deal_and_the_receipt(
    desk: Client, owner: User, loss: Loss
) -> None:
    fresh = log(owner, "Priya Raman", on=day(1))
    link = f'href="{url(loss)}'
    for page in (
        "/",
        loss.prospect.get_absolute_url(),
        f"/deals/{loss.deal_id}/",
        f"/followups/{debrief_row(loss).pk}/",
    ):
        assert link in desk.get(page).content.decode(), page
    at = f"/focus/?at={debrief_row(loss).pk}"
    assert link in desk.get(at).content.decode()
    person = read(desk.get(fresh.prospect.get_absolute_url()))
    assert "The five questions" in person.one(id="receipt").text
