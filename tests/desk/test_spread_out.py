"""Spread them out: the full days before and after, side by side, and then done."""

from django.test import Client

from accounts.models import User
from followups.actions import snooze
from followups.models import FollowUp
from tests.cast import MONDAY, NINE
from tests.desk.reading import Element, filled_in, form_to, read, said
from tests.followups.telling import day
from tests.followups.test_spreading_out import load, too_many
from tests.security.tables import everything_stored

PAGE = "/spread-out/"


def table(page: Element) -> list[tuple[str, str, str]]:
    """The days: which, how much now, how much then."""
    rows = [row for row in page.all("tr") if row.all("th", scope="row")]
    return [(row.one("time").attrs["datetime"], *(cell.text for cell in row.all("td"))) for row in rows]


def test_the_strip_and_the_remark_of_a_full_day_lead_there(desk: Client, owner: User) -> None:
    too_many(owner, 3)
    page = read(desk.get("/"))
    [full] = [link for link in page.one(id="load-strip").all("a") if link.has_class("busy")]
    assert full.attrs["href"] == PAGE
    remarks = [link.attrs["href"] for link in page.all("a") if link.text == "Spread them out"]
    assert remarks == [PAGE]


def test_days_within_the_limit_lead_nowhere(desk: Client, owner: User) -> None:
    too_many(owner, 2)
    assert read(desk.get("/")).one(id="load-strip").all("a") == []


def test_before_and_after_stand_side_by_side_and_looking_moves_nothing(desk: Client, owner: User) -> None:
    too_many(owner, 7)
    before = everything_stored()
    page = read(desk.get(PAGE))
    assert table(page) == [
        (day(1).isoformat(), "0", "1"),
        (day(2).isoformat(), "0", "2"),
        (day(3).isoformat(), "7", "2"),
        (day(4).isoformat(), "0", "2"),
    ]
    assert len(page.all("tr", data_followup=True)) == 5
    assert everything_stored() == before


def test_then_it_is_done_and_taken_back_in_one_press(desk: Client, owner: User) -> None:
    too_many(owner, 7)
    page = read(desk.get(PAGE))
    after = read(desk.post(PAGE, filled_in(form_to(page, PAGE)), follow=True))
    assert "5 follow-ups moved." in said(after)
    assert "No day is too full" in after.text
    assert load(owner)[:5] == [0, 1, 2, 2, 2]
    [undo] = [form for form in after.all("form") if form.attrs.get("action", "").endswith("/put-back/")]
    back = read(desk.post(undo.attrs["action"], filled_in(undo), follow=True))
    assert "Taken back. Everything stands as before." in said(back)
    assert load(owner)[:5] == [0, 0, 0, 7, 0]


def test_what_changed_meanwhile_is_shown_again(desk: Client, owner: User) -> None:
    steps = too_many(owner, 7)
    form = filled_in(form_to(read(desk.get(PAGE)), PAGE))
    snooze(steps[0].pk, day(4), by=owner, today=MONDAY, now=NINE)
    answer = desk.post(PAGE, form)
    assert answer.status_code == 200
    page = read(answer)
    assert "Something changed meanwhile" in page.one(role="alert").text
    assert load(owner)[:5] == [0, 0, 0, 6, 1]
    desk.post(PAGE, filled_in(form_to(page, PAGE)))
    assert load(owner)[:5] == [0, 1, 2, 2, 2]


def test_with_nothing_too_full_there_is_nothing_to_press(desk: Client, owner: User) -> None:
    too_many(owner, 2)
    page = read(desk.get(PAGE))
    assert "No day is too full" in page.text
    assert [form for form in page.all("form") if form.attrs.get("action") == PAGE] == []
    assert "There was nothing to move." in said(read(desk.post(PAGE, follow=True)))


def test_where_nothing_may_move_the_page_says_so(desk: Client, owner: User) -> None:
    steps = too_many(owner, 3)
    FollowUp.objects.filter(pk__in=[step.pk for step in steps]).update(is_agreed=True)
    page = read(desk.get(PAGE))
    assert "Nothing on these days may move" in page.text
    assert table(page) == [(day(3).isoformat(), "3", "3")]
