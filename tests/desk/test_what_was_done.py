"""Everything that was done to a person, and taking it back, however long ago it was."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from accounts.settings_changes import change_settings
from followups.actions import fade_debriefs, re_pick_days_off
from followups.kinds import Kind
from followups.models import FollowUp
from prospects.models import Loss, Prospect
from tests.cast import NINE
from tests.desk.reading import Element, filled_in, form_to, read, said
from tests.desk.visiting import act, signed_in
from tests.followups.telling import log, open_row, step_of


@pytest.fixture
def person(owner: User) -> Prospect:
    return log(owner).prospect


def listed(client: Client, person: Prospect, query: str = "") -> Element:
    answer = client.get(f"/prospects/{person.pk}/done/{query}")
    assert answer.status_code == 200
    return read(answer)


def lines(page: Element) -> list[str]:
    return [item.text for item in page.one("ul", class_="ask-l done-l").all("li")]


def press_undo(client: Client, page: Element, what: str) -> str:
    """Press Undo beside what was done; what is said then."""
    items = page.one("ul", class_="ask-l done-l").all("li")
    form = next(item for item in items if what in item.text and item.all("form")).one("form")
    answer: Any = client.post(form.attrs["action"], filled_in(form))
    assert answer.status_code == 303
    return said(read(client.get(answer["Location"])))


def test_the_page_of_a_person_leads_there(desk: Client, person: Prospect) -> None:
    links = [link.attrs["href"] for link in read(desk.get(person.get_absolute_url())).all("a", href=True)]
    assert f"/prospects/{person.pk}/done/" in links


def test_it_says_who_did_what_and_when(
    desk: Client, manager: User, person: Prospect, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(hours=1))
    act(signed_in(manager), open_row(person, Kind.THANK_YOU), "complete", outcome="done")
    clock.shift(timedelta(hours=1))
    desk.post(f"/prospects/{person.pk}/touches/", {"channel": "note", "summary": "She sails"})
    found = lines(listed(desk, person))
    assert [line.partition(" Undo")[0] for line in found] == [
        "A touch was noted: note2 Mar 2026, 11:00 · you",
        "Thank-you note: Done2 Mar 2026, 10:00 · Manager",
        "A “no” was logged2 Mar 2026, 09:00 · you",
    ]


def test_each_is_taken_back_in_turn(desk: Client, person: Prospect, clock: time_machine.Traveller) -> None:
    step = step_of(person)
    for until in ("2026-04-20", "2026-04-21"):
        clock.shift(60)
        act(desk, FollowUp.objects.get(pk=step.pk), "snooze", until=until)
    page = listed(desk, person)
    buttons = [item.text for item in page.one("ul", class_="ask-l done-l").all("li") if item.all("form")]
    assert len(buttons) == 2, "the newest one, and the no"
    for _time in range(2):
        assert "stands as before" in press_undo(desk, listed(desk, person), "Check-in: put off")
    assert step_of(person).due_on == step.due_on
    assert sum("Taken back: you, today" in line for line in lines(listed(desk, person))) == 2


def test_a_second_press_takes_nothing_more_back(
    desk: Client, person: Prospect, clock: time_machine.Traveller
) -> None:
    step = step_of(person)
    for until in ("2026-04-20", "2026-04-21"):
        clock.shift(60)
        act(desk, step, "snooze", until=until)
    form = form_to(listed(desk, person), f"{step.get_absolute_url()}undo/")
    for _press in range(2):
        desk.post(form.attrs["action"], filled_in(form))
    assert str(step_of(person).due_on) == "2026-04-20"


def test_what_was_built_on_it_is_named(
    desk: Client, manager: User, person: Prospect, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=1))
    act(signed_in(manager), open_row(person, Kind.THANK_YOU), "complete", outcome="done")
    clock.shift(timedelta(days=1))
    told = press_undo(desk, listed(desk, person), "A “no” was logged")
    assert "This can't be taken back yet. Since then: “Thank-you note: Done”, Manager, Tue 3 Mar." in told
    assert "Take that back first. What was done" in told
    press_undo(desk, listed(desk, person), "Thank-you note: Done")
    assert "Taken back, with everything" in press_undo(desk, listed(desk, person), "A “no” was logged")
    assert not Prospect.objects.exists()


def test_a_no_can_be_taken_back_long_after(
    desk: Client, owner: User, person: Prospect, clock: time_machine.Traveller
) -> None:
    """Its debrief has faded by then, and its check-in moved off a holiday: nobody built on it."""
    later = NINE + timedelta(days=30)
    clock.move_to(later)
    assert fade_debriefs(later) == 1
    step = step_of(person)
    weekday = str(step.due_on.weekday())
    days = owner.working_days.replace(weekday, "")
    change_settings(owner, {"working_days": days}, by=owner, now=later)
    owner.refresh_from_db()
    assert re_pick_days_off(owner, today=owner.today(later), now=later) >= 1
    again = signed_in(owner)
    assert "Taken back, with everything" in press_undo(again, listed(again, person), "A “no” was logged")
    assert not Loss.objects.exists()
    assert not FollowUp.objects.exists()


def test_a_correction_goes_with_its_no(desk: Client, person: Prospect, clock: time_machine.Traveller) -> None:
    loss = person.losses.get()
    clock.shift(60)
    desk.post(f"/losses/{loss.pk}/edit/", {"conversation": "cannot", "deal_title": "A plan"})
    assert "A “no” was put right" in lines(listed(desk, person))[0]
    press_undo(desk, listed(desk, person), "A “no” was logged")
    assert not Loss.objects.exists()


def test_a_no_that_is_gone_still_stands_in_the_list(
    desk: Client, owner: User, person: Prospect, clock: time_machine.Traveller
) -> None:
    clock.shift(60)
    again = log(owner, prospect_id=person.pk)
    second = Change.objects.get(action="record_no", object_id=again.pk)
    desk.post(f"/changes/{second.pk}/undo/")
    assert sum("Taken back: you, today" in line for line in lines(listed(desk, person))) == 1
    links = [link.attrs["href"] for link in listed(desk, person).all("a", href=True)]
    assert f"/no/?words_of={second.pk}" in links


def test_somebody_added_without_a_no_can_be_taken_back(desk: Client) -> None:
    desk.post("/prospects/new/", {"name": "Piet Claes"})
    person = Prospect.objects.get()
    press_undo(desk, listed(desk, person), "They were added")
    assert not Prospect.objects.exists()


def test_a_long_list_goes_on_page_by_page(
    desk: Client, person: Prospect, clock: time_machine.Traveller
) -> None:
    for number in range(35):
        clock.shift(number % 3)  # some share their instant
        desk.post(f"/prospects/{person.pk}/touches/", {"channel": "note", "summary": f"Note {number}"})
    first = listed(desk, person)
    (earlier,) = [link for link in first.all("a") if link.text == "Earlier"]
    second = listed(desk, person, earlier.attrs["href"])
    assert (len(lines(first)), len(lines(second))) == (30, 6)
    forms = [form.attrs["action"] for page in (first, second) for form in page.all("form", method="post")]
    changes = {address for address in forms if address.startswith("/changes/")}
    assert len(changes) == 35
    assert "Earlier" not in second.text


@pytest.mark.parametrize("mark", ["x", "2026-03-02|x", "9999-99-99T00:00+00:00|y", "2026-03-02T09:00|"])
def test_a_mark_nobody_can_read_begins_anew(desk: Client, person: Prospect, mark: str) -> None:
    answer = desk.get(f"/prospects/{person.pk}/done/", {"before": mark})
    assert len(lines(read(answer))) == 1


def test_a_debrief_is_its_authors_own(
    desk: Client, manager: User, person: Prospect, clock: time_machine.Traveller
) -> None:
    clock.shift(60)
    act(desk, open_row(person, Kind.DEBRIEF), "complete", outcome="done")
    assert "Debrief: Done" in lines(listed(desk, person))[0]
    assert "Debrief" not in listed(signed_in(manager), person).text
    loss = person.losses.get()
    told = said(read(signed_in(manager).post(f"/losses/{loss.pk}/undo/", follow=True)))
    assert "something was done since that builds on it" in told


def test_somebody_elses_person_is_not_there(
    colleague: User, stranger: User, marketer: User, person: Prospect
) -> None:
    for user in (colleague, stranger, marketer):
        assert signed_in(user).get(f"/prospects/{person.pk}/done/").status_code == 404


def test_it_costs_the_same_however_much_was_done(
    desk: Client, person: Prospect, clock: time_machine.Traveller, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        clock.shift(60)
        desk.post(f"/prospects/{person.pk}/touches/", {"channel": "note", "summary": f"Note {number}"})
        desk.post(f"/prospects/{person.pk}/edit/", {"name": f"Ingrid {number}"})
    with django_assert_max_num_queries(20):
        listed(desk, person)


def test_the_receipt_of_a_refusal_leads_to_the_list(desk: Client, row: FollowUp) -> None:
    act(desk, row, "complete", outcome="spoke")
    act(desk, step_of(row.prospect), "snooze", until="2026-04-20")
    answer = act(desk, row, "undo")
    page = read(desk.get(answer["Location"]))
    assert "Since then: “Check-in: put off”, you, today. Take that back first." in said(page)
    links = [link.attrs["href"] for link in page.all("a", href=True)]
    assert f"/prospects/{row.prospect_id}/done/" in links
    assert form_to(page, f"/followups/{row.pk}/undo/")
