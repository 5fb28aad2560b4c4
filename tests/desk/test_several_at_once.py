"""Rows of Today that were ticked: later, or to a colleague; one Undo takes all of it back."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from followups.kinds import Status
from followups.models import FollowUp, FollowUpPlan
from prospects.models import Prospect
from tests.desk.reading import filled_in, form_to, read, said
from tests.desk.test_today import names_in, said_days_ago, today
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log, step_of


@pytest.fixture
def rows(owner: User) -> list[FollowUp]:
    """Three check-ins that are due."""
    names = ("Ingrid Solheim", "Priya Raman", "Tom Okafor")
    return [step_of(said_days_ago(owner, 45, name).prospect) for name in names]


def days_of(rows: list[FollowUp]) -> list[date]:
    return [FollowUp.objects.get(pk=row.pk).due_on for row in rows]


def ids(rows: list[FollowUp]) -> list[str]:
    return [str(row.pk) for row in rows]


def test_every_row_can_be_ticked_without_script(desk: Client, rows: list[FollowUp]) -> None:
    page = today(desk)
    form = page.one("form", id="together")
    assert {box.attrs["value"] for box in page.all("input", type="checkbox", form="together")} == set(
        ids(rows)
    )
    assert form.attrs["action"] == "/together/later/"
    # Enter in a box presses the first button of its form: the one that wants a day, never Skip.
    assert "name" not in form.all("button")[0].attrs
    assert page.all("button", form="together") == []


def test_those_ticked_are_put_off_and_taken_back_at_once(desk: Client, rows: list[FollowUp]) -> None:
    desk.post("/together/later/", {"row": ids(rows[:2]), "until": "tomorrow"})
    assert days_of(rows) == [day(1), day(1), day(0)]
    page = today(desk)
    assert "2 put off." in said(page)
    undo = next(form for form in page.all("form") if form.attrs.get("action", "").endswith("/put-back/"))
    desk.post(undo.attrs["action"], filled_in(undo))
    assert days_of(rows) == [day(0)] * 3


def test_any_day_can_be_picked(desk: Client, rows: list[FollowUp]) -> None:
    desk.post("/together/later/", {"row": ids(rows), "on": day(4).isoformat()})
    assert days_of(rows) == [day(4)] * 3


def test_a_day_past_the_window_is_asked_about_once_for_all(desk: Client, rows: list[FollowUp]) -> None:
    answer = desk.post("/together/later/", {"row": ids(rows), "on": day(40).isoformat()})
    page = read(answer)
    assert page.one("h1").text == "Past the last day of some"
    assert days_of(rows) == [day(0)] * 3
    form = form_to(page, "/together/later/")
    desk.post(form.attrs["action"], filled_in(form))
    assert days_of(rows) == [day(40)] * 3


@pytest.mark.parametrize("typed", [{"until": "tomorrow"}, {"row": "nonsense", "until": "tomorrow"}])
def test_nobody_ticked_is_said(desk: Client, rows: list[FollowUp], typed: dict[str, str]) -> None:
    desk.post("/together/later/", typed)
    assert "Tick somebody first." in said(today(desk))
    assert days_of(rows) == [day(0)] * 3


@pytest.mark.parametrize("on", ["", "2026-03-02", "nonsense", "9999-01-01"])
def test_a_day_that_does_not_do_is_said(desk: Client, rows: list[FollowUp], on: str) -> None:
    desk.post("/together/later/", {"row": ids(rows), "on": on})
    assert "Choose a day after today." in said(today(desk))
    assert days_of(rows) == [day(0)] * 3


def test_what_was_done_meanwhile_is_left_and_said(desk: Client, rows: list[FollowUp]) -> None:
    FollowUp.objects.filter(pk=rows[0].pk).update(status=Status.DONE, closed_at="2026-03-02T07:00Z")
    desk.post("/together/later/", {"row": ids(rows), "until": "tomorrow"})
    assert "2 put off. 1 was acted on before." in said(today(desk))


def test_who_was_put_off_twice_wants_a_real_day(desk: Client, rows: list[FollowUp]) -> None:
    FollowUp.objects.filter(pk=rows[0].pk).update(snoozes=2)
    desk.post("/together/later/", {"row": ids(rows), "until": "tomorrow"})
    assert days_of(rows) == [day(0), day(1), day(1)]
    assert "1 stays: put off twice already, it wants a real day." in said(today(desk))
    desk.post("/together/later/", {"row": ids(rows[:1]), "on": day(2).isoformat()})
    assert days_of(rows)[0] == day(2)


def test_a_strangers_rows_do_not_move(rows: list[FollowUp], stranger: User) -> None:
    client = signed_in(stranger)
    client.post("/together/later/", {"row": ids(rows), "until": "tomorrow"})
    assert days_of(rows) == [day(0)] * 3


@pytest.fixture
def boss(owner: User) -> User:
    owner.is_manager = True
    owner.save()
    return owner


def test_a_manager_gives_people_to_a_colleague_and_takes_it_back(
    boss: User, colleague: User, rows: list[FollowUp]
) -> None:
    client = signed_in(boss)
    asked = read(client.post("/together/hand-to/", {"row": ids(rows[:2])}))
    assert "Ingrid Solheim, Priya Raman" in asked.text
    form = form_to(asked, "/together/hand-to/")
    client.post(form.attrs["action"], {**filled_in(form), "to": str(colleague.pk)})
    page = today(client)
    assert f"{colleague.get_full_name()} looks after 2 people now." in said(page)
    assert names_in(page, "today") == ["Tom Okafor"]
    assert set(names_in(today(signed_in(colleague)), "today")) == {"Ingrid Solheim", "Priya Raman"}
    assert FollowUpPlan.objects.filter(owner=colleague).count() == 2
    assert Prospect.objects.filter(owner=colleague).count() == 2
    undo = next(form for form in page.all("form") if form.attrs.get("action", "").endswith("/put-back/"))
    client.post(undo.attrs["action"], filled_in(undo))
    assert not FollowUp.objects.filter(owner=colleague).exists()
    assert not Prospect.objects.filter(owner=colleague).exists()
    assert len(names_in(today(client), "today")) == 3


def test_what_falls_on_a_day_off_of_the_colleague_moves_in_its_window(boss: User, colleague: User) -> None:
    step = step_of(log(boss, "Aisha Bello").prospect)
    colleague.working_days = "01234".replace(str(step.due_on.weekday()), "")
    colleague.save()
    client = signed_in(boss)
    client.post("/together/hand-to/", {"row": [str(step.pk)], "to": str(colleague.pk)})
    moved = FollowUp.objects.get(pk=step.pk)
    assert abs(moved.due_on - step.due_on).days == 1
    assert (moved.owner, moved.opens_on, moved.closes_on) == (colleague, step.opens_on, step.closes_on)
    (undo,) = [
        form
        for form in read(client.get("/")).all("form")
        if form.attrs.get("action", "").endswith("/put-back/")
    ]
    client.post(undo.attrs["action"], filled_in(undo))
    again = FollowUp.objects.get(pk=step.pk)
    assert (again.owner, again.due_on) == (boss, step.due_on)


def test_a_colleague_of_another_team_is_refused(boss: User, stranger: User, rows: list[FollowUp]) -> None:
    page = read(signed_in(boss).post("/together/hand-to/", {"row": ids(rows), "to": str(stranger.pk)}))
    assert "They are not in your team." in page.text
    assert not FollowUp.objects.filter(owner=stranger).exists()


def test_only_a_manager_gives_people_away(desk: Client, colleague: User, rows: list[FollowUp]) -> None:
    answer = desk.post("/together/hand-to/", {"row": ids(rows), "to": str(colleague.pk)})
    assert answer.status_code == 403
    assert not FollowUp.objects.filter(owner=colleague).exists()
    assert today(desk).all("button", formaction="/together/hand-to/") == []
