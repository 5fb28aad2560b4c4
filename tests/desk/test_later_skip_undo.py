"""One follow-up: put off, left out, taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from followups.kinds import Kind
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.models import Deal, Prospect
from tests.cast import MONDAY
from tests.desk.reading import form_to, read, said
from tests.desk.visiting import act
from tests.followups.telling import log, open_row, step_of
from tests.security.tables import everything_stored


def next_step(row: FollowUp) -> FollowUp:
    return step_of(row.prospect)


@pytest.mark.parametrize(
    ("door", "fields"),
    [
        ("complete", {"outcome": "spoke"}), ("complete", {"outcome": "won_back"}),
        ("complete", {"outcome": "asked_to_stop"}), ("complete", {"outcome": "new_need"}),
        ("skip", {}), ("snooze", {"until": "next_week"}),
    ],
)  # fmt: skip
def test_undo_puts_everything_back(desk: Client, row: FollowUp, door: str, fields: dict[str, str]) -> None:
    def standing() -> list[Any]:
        rows = FollowUp.objects.values_list("pk", "status", "opens_on", "due_on", "closes_on", "outcome")
        plans = FollowUpPlan.objects.values_list("status", "ended_why", "last_two_way_on", "is_hot")
        people = Prospect.objects.values_list("asked_to_stop_on")
        return [
            *rows.order_by("pk"),
            *plans,
            *people,
            *Deal.objects.values_list("status"),
            Touch.objects.count(),
        ]

    before = standing()
    act(desk, row, door, **fields)
    assert standing() != before
    answer = act(desk, row, "undo")
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert standing() == before
    assert "Taken back. Ingrid Solheim stands as before." in said(read(desk.get("/")))


def test_undone_once_however_often_it_is_pressed(desk: Client, row: FollowUp) -> None:
    act(desk, row, "snooze", until="tomorrow")
    act(desk, row, "complete", outcome="spoke")
    row.refresh_from_db()
    version = row.version
    act(desk, row, "undo", expected_version=version)
    answer = act(desk, row, "undo", expected_version=version)
    assert answer["Location"] == f"/followups/{row.pk}/"
    row.refresh_from_db()
    assert (row.status, row.due_on) == ("open", date(2026, 3, 3))
    assert "There is nothing to take back any more." in said(read(desk.get("/")))


def test_what_later_acts_build_on_is_not_undone(desk: Client, row: FollowUp) -> None:
    act(desk, row, "complete", outcome="no_answer")
    act(desk, next_step(row), "snooze", until="tomorrow")
    before = everything_stored()
    act(desk, row, "undo")
    assert everything_stored() == before
    assert "Since then: “Check-in: put off”, you, today. Take that back first." in said(read(desk.get("/")))


def test_undo_with_htmx_without_anything_to_undo_goes_to_the_page(desk: Client, row: FollowUp) -> None:
    answer = act(desk, row, "undo", htmx=True)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/followups/{row.pk}/")


@pytest.mark.parametrize(
    ("until", "due_on"),
    [
        ("tomorrow", date(2026, 3, 3)), ("next_week", date(2026, 3, 9)), ("window_end", date(2026, 3, 17)),
        ("2026-03-14", date(2026, 3, 14)), ("14.03.2026", date(2026, 3, 14)),
    ],
)  # fmt: skip
def test_later_moves_the_same_row(desk: Client, row: FollowUp, until: str, due_on: date) -> None:
    answer = act(desk, row, "snooze", until=until)
    assert answer.status_code == 303
    assert next_step(row).pk == row.pk
    assert next_step(row).due_on == due_on
    assert "later" in said(read(desk.get("/")))


def test_later_with_htmx_answers_the_receipt(desk: Client, row: FollowUp) -> None:
    page = read(act(desk, row, "snooze", htmx=True, until="next_week"))
    assert "Ingrid Solheim, Havbruk Nordic: later, Mon 9 Mar." in page.one(data_receipt=str(row.pk)).text


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("", "Choose a day."), ("someday", "Write the day as 2026-03-31."),
        ("2026-03-02", "Choose a day after today."),
        ("0001-01-01", "Choose a day after today."), ("9999-12-31", "more than ten years ahead"),
        ("\x00", "Null characters are not allowed."),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_is_refused_with_a_sentence(
    desk: Client, row: FollowUp, until: str, sentence: str
) -> None:
    before = everything_stored()
    answer = act(desk, row, "snooze", until=until)
    assert (answer.status_code, answer["Location"]) == (303, f"/followups/{row.pk}/")
    assert sentence in said(read(desk.get(answer["Location"])))
    with_htmx = act(desk, row, "snooze", htmx=True, until=until)
    assert (with_htmx.status_code, with_htmx["HX-Redirect"]) == (204, f"/followups/{row.pk}/")
    assert everything_stored() == before


@pytest.mark.parametrize("until", ["next_month", "2026-06-15"])
def test_a_day_after_the_window_is_asked_about_once(desk: Client, row: FollowUp, until: str) -> None:
    before = everything_stored()
    asked = read(act(desk, row, "snooze", until=until))
    assert "The window closes on 17 March." in asked.one("h1").text
    assert everything_stored() == before
    form = form_to(asked, f"/followups/{row.pk}/snooze/")
    sent = {
        field.attrs["name"]: field.attrs["value"] for field in form.all("input", type="hidden", name=True)
    }
    sent.pop("csrfmiddlewaretoken")
    assert desk.post(form.attrs["action"], sent).status_code == 303
    moved = next_step(row)
    assert moved.pk == row.pk
    assert moved.due_on == moved.closes_on > date(2026, 3, 17)


def test_htmx_gets_the_question_in_place_of_the_page(desk: Client, row: FollowUp) -> None:
    answer = act(desk, row, "snooze", htmx=True, until="2026-06-15")
    assert (answer["HX-Retarget"], answer["HX-Reselect"], answer["HX-Reswap"]) == (
        "#main",
        "#main",
        "outerHTML",
    )
    assert read(answer).one("main", id="main").all("form", action=f"/followups/{row.pk}/snooze/")


def test_what_has_no_window_moves_without_a_question(desk: Client, owner: User) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    assert act(desk, thanks, "snooze", until="2026-08-03").status_code == 303
    thanks.refresh_from_db()
    assert (thanks.opens_on, thanks.due_on, thanks.closes_on) == (date(2026, 8, 3),) * 3


def test_skipped_plans_the_next_window_from_today(desk: Client, row: FollowUp) -> None:
    answer = act(desk, row, "skip")
    assert (answer.status_code, answer["Location"]) == (303, "/")
    row.refresh_from_db()
    assert row.status == "skipped"
    assert next_step(row).opens_on == MONDAY + timedelta(days=30)


def test_a_thank_you_left_out_plans_nothing(desk: Client, owner: User) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    rows = FollowUp.objects.count()
    act(desk, thanks, "skip")
    assert FollowUp.objects.count() == rows
