"""PRODUCT.md, row 18: a check-in that is done plans the next one; windows may ease off, the team decides."""

from datetime import date

import pytest

from followups.kinds import Kind, Status
from followups.models import FollowUp
from prospects.models import Prospect
from tests.desk.reading import Element
from tests.practices.desk import Desk

SETTINGS = "/settings/"
RHYTHM = "/settings/rhythm/"


def step() -> FollowUp:
    return FollowUp.objects.get(kind=Kind.CHECK_IN, status=Status.OPEN)


def leave_out(desk: Desk) -> tuple[int, int]:
    """Skip the check-in on its day, from Today; the window of the next one in days from that day."""
    due = step().due_on
    desk = desk.on(due)
    row = desk.row(desk.look("/"), Kind.CHECK_IN)
    desk.send(row, f"/followups/{step().pk}/skip/")
    return span(due)


def span(since: date) -> tuple[int, int]:
    return (step().opens_on - since).days, (step().closes_on - since).days


def how_often(desk: Desk, **typed: str) -> Element:
    """Change the rhythm on Ingrid's page."""
    address = f"/prospects/{Prospect.objects.get().pk}/keep-in-touch/"
    return desk.send(desk.person(), address, **typed)


def test_left_out_the_windows_grow_wider_and_contact_lasts_for_years(desk: Desk) -> None:
    desk.log()
    assert [leave_out(desk) for _time in range(7)] == [
        (30, 60), (30, 60), (60, 90), (90, 180), (165, 195), (165, 195), (165, 195),
    ]  # fmt: skip
    assert step().due_on > date(2028, 3, 2)


def test_a_good_talk_begins_anew(desk: Desk) -> None:
    desk.log()
    for _time in range(4):
        leave_out(desk)
    due = step().due_on
    desk = desk.on(due)
    desk.complete(desk.look("/"), Kind.CHECK_IN, "spoke")
    assert span(due) == (30, 60)


@pytest.mark.parametrize(
    ("rhythm", "windows"),
    [
        ({"rhythm": "steady"}, [(30, 60), (30, 60), (30, 60), (30, 60)]),
        ({"rhythm": "gentle"}, [(60, 90), (90, 180), (165, 195), (165, 195)]),
        ({"rhythm": "own", "rhythm_own": "30-60, 100-200"}, [(100, 200)] * 4),
        ({"cadence_not_a_priority": "30-60, 90-120"}, [(90, 120)] * 4),
        ({"cadence_cannot": "30-60, 90-120"}, [(30, 60), (30, 60), (60, 90), (90, 180)]),
    ],
)
def test_the_team_decides(
    managers_desk: Desk, rhythm: dict[str, str], windows: list[tuple[int, int]]
) -> None:
    managers_desk.send(managers_desk.look(SETTINGS), RHYTHM, **rhythm)
    managers_desk.log()
    assert [leave_out(managers_desk) for _time in range(4)] == windows


def test_the_preferred_day_of_a_kind_of_no_is_the_teams(managers_desk: Desk) -> None:
    managers_desk.send(managers_desk.look(SETTINGS), RHYTHM, day_not_a_priority="58")
    managers_desk.log()
    # Day 58 is a Wednesday.
    assert step().due_on == date(2026, 4, 29)


def test_a_person_may_have_a_rhythm_of_their_own(desk: Desk) -> None:
    desk.log()
    page = how_often(desk, window="rhythm", rhythm="50-70, 100-150")
    assert span(date(2026, 3, 2)) == (50, 70)
    assert "Every 50 to 70 days, in the end every 100 to 150 days." in page.text
    assert leave_out(desk) == (100, 150)


def test_what_is_no_rhythm_is_said(desk: Desk) -> None:
    desk.log()
    address = f"/prospects/{Prospect.objects.get().pk}/keep-in-touch/"
    page = desk.refused(desk.person(), address, window="rhythm", rhythm="now and then")
    assert "“now and then” is no window. Write windows in days, such as 3x 30-60, 60-90." in page.text
