"""Today: what is due, what was done, what comes."""

import gzip
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from followups.kinds import Kind, Outcome
from followups.models import FollowUp
from prospects.models import Deal, Loss
from prospects.new_no import Offer
from tests.cast import MONDAY, NINE
from tests.desk.reading import Element, read, said
from tests.desk.visiting import HTMX, act, signed_in
from tests.followups.telling import day, log, nine_on, open_row, step_of

# Days from the no on which its check-in stands in each section on MONDAY (preferred day 45, window 30 to 60).
SECTIONS = {"window-closed": 80, "today": 45, "window-open": 35, "coming": 25}
PAGE_MAY_WEIGH = 90_000
ROWS_MAY_COST_QUERIES = 8


def said_days_ago(owner: User, days: int, name: str, **changes: Any) -> Loss:
    """A no of so many days ago, whose thank-you and debrief are done."""
    loss = log(owner, name, on=day(-days), **changes)
    others = FollowUp.objects.filter(loss=loss).exclude(kind__in=[Kind.CHECK_IN, Kind.AGREED_MEETING])
    others.update(status="done", closed_at=nine_on(day(-days)))
    return loss


def offer(value: int) -> Offer:
    return Offer(title="An offer", value=Decimal(value), currency="EUR")


def today(client: Client) -> Element:
    answer = client.get("/")
    assert answer.status_code == 200
    return read(answer)


def headline(page: Element) -> str:
    return page.one("h1").text


def names_in(page: Element, section: str) -> list[str]:
    """Who stands in a section."""
    found = page.all("section", data_section=section)
    return [row.all("a")[0].text for part in found for row in part.all(data_kind=True)]


@pytest.fixture
def one_of_each(owner: User) -> User:
    for section, days in SECTIONS.items():
        said_days_ago(owner, days, f"Person {section}")
    return owner


def test_every_row_stands_in_its_section(desk: Client, one_of_each: User) -> None:
    page = today(desk)
    assert [part.attrs["data-section"] for part in page.all("section", data_section=True)] == list(SECTIONS)
    for section in SECTIONS:
        assert len(names_in(page, section)) == 1
        assert f"Person {section}" in names_in(page, section)[0]


def test_every_row_carries_the_marks_of_the_contract(desk: Client, one_of_each: User) -> None:
    page = today(desk)
    for row in FollowUp.objects.open():
        shown = page.one(data_followup=str(row.pk))
        assert (shown.attrs["data-kind"], shown.attrs["data-status"]) == ("check_in", "open")
        assert shown.all("time")[0].attrs["datetime"] == row.due_on.isoformat()
        assert shown.one("time", data_opens=True).attrs["datetime"] == row.opens_on.isoformat()
        assert shown.one("time", data_closes=True).attrs["datetime"] == row.closes_on.isoformat()


def test_a_row_says_what_to_do_and_what_they_said(desk: Client, owner: User) -> None:
    said_days_ago(owner, 45, "Ingrid Solheim", in_their_words="Come back in spring.")
    row = today(desk).one("article", data_kind="check_in").text
    assert "Ingrid Solheim" in row
    assert "Havbruk Nordic" in row
    assert "Call. Ask whether it has moved up." in row
    assert "Come back in spring." in row


def test_the_headline_counts_people_and_closed_windows(desk: Client, one_of_each: User) -> None:
    page = today(desk)
    assert headline(page) == "One person to hear from today"
    assert "And one whose window has closed." in page.text


def test_the_badge_counts_what_is_due_but_no_debrief(desk: Client, owner: User) -> None:
    said_days_ago(owner, 45, "Ingrid Solheim")
    log(owner, "Walter Brandt", on=day(-3))  # thank-you and debrief of Friday stand due
    page = today(desk)
    assert names_in(page, "today") + names_in(page, "window-closed") != []
    assert page.one(id="nav-badge").text == page.one(id="tab-badge").text == "2 due"


def test_the_badge_stands_on_every_page(desk: Client, owner: User) -> None:
    said_days_ago(owner, 45, "Ingrid Solheim")
    for address in ("/no/", "/prospects/", "/settings/", "/mail/"):
        assert read(desk.get(address)).one(id="nav-badge").text == "1 due"


def test_nobody_due_says_who_is_next(desk: Client, owner: User) -> None:
    said_days_ago(owner, 35, "Ingrid Solheim")
    page = today(desk)
    assert headline(page) == "Nobody today"
    assert "Next is Ingrid Solheim, Thu 12 Mar." in page.text
    assert page.one(id="nav-badge").text == ""


def test_somebody_next_is_named_from_far_away_too(desk: Client, owner: User) -> None:
    said_days_ago(owner, 0, "Ingrid Solheim")
    page = today(desk)
    assert "Next is Ingrid Solheim, Thu 16 Apr." in page.text
    assert page.all("section", data_section=True) == []


def test_the_first_visit_is_the_log_form_itself(desk: Client) -> None:
    page = today(desk)
    assert headline(page) == "Think of the last no you heard."
    form = page.one("form", action="/no/preview/")
    assert {field.attrs["name"] for field in form.all(name=True)} >= {"conversation", "prospect_name"}


def test_the_first_run_leads_on_to_the_plan(desk: Client) -> None:
    page = read(desk.post("/no/preview/", {"conversation": "drifted", "prospect_name": "Tom Whitfield"}))
    assert "Tom" in page.one(id="plan").text
    assert page.one("input", name="prospect_name").attrs["value"] == "Tom Whitfield"


def test_colleagues_and_managers_see_their_own_day(one_of_each: User, colleague: User, manager: User) -> None:
    for user in (colleague, manager):
        assert headline(today(signed_in(user))) == "Think of the last no you heard."


def test_a_debrief_alone_is_no_reason_for_a_headline(desk: Client, owner: User) -> None:
    loss = log(owner, on=day(-3))
    FollowUp.objects.filter(loss=loss, kind=Kind.THANK_YOU).update(status="done", closed_at=NINE)
    page = today(desk)
    assert headline(page) == "Nobody today"
    assert page.all("article", data_kind="debrief") != []
    assert "debrief is waiting" in page.text


def test_agreed_meetings_come_before_check_ins_and_those_before_the_rest(desk: Client, owner: User) -> None:
    log(owner, "Thanks Only", on=day(-3))
    said_days_ago(owner, 45, "Small Check", offer=offer(1000))
    said_days_ago(owner, 45, "Big Check", offer=offer(90_000))
    said_days_ago(owner, 20, "Meet Me", next_contact_on=MONDAY, next_contact_manner="meeting")
    kinds = [
        row.attrs["data-kind"] for row in today(desk).one("section", data_section="today").all("article")
    ]
    assert kinds[:3] == ["agreed_meeting", "check_in", "check_in"]
    assert names_in(today(desk), "today")[:3] == ["Meet Me", "Big Check", "Small Check"]


def test_the_day_changes_at_the_owners_midnight(owner: User, clock: time_machine.Traveller) -> None:
    said_days_ago(owner, 45, "Ingrid Solheim")
    clock.move_to(NINE - timedelta(hours=10))  # 23:00 in Berlin, the evening before
    assert headline(today(signed_in(owner))) == "Nobody today"
    clock.move_to(NINE - timedelta(hours=8, minutes=30))
    assert headline(today(signed_in(owner))) == "One person to hear from today"


def test_the_load_strip_shows_fourteen_days(desk: Client, owner: User) -> None:
    for number in range(7):
        said_days_ago(owner, 20, f"Person {number}", next_contact_on=date(2026, 3, 10))
    strip = today(desk).one(id="load-strip")
    days = strip.all("time")
    assert [found.attrs["datetime"] for found in days] == [day(offset).isoformat() for offset in range(14)]
    full = next(item for item in strip.all("li") if item.all("time", datetime="2026-03-10"))
    assert "7 planned, more than your limit of 6" in full.text


def test_what_was_done_today_stays_with_its_undo(desk: Client, owner: User) -> None:
    row = step_of(said_days_ago(owner, 45, "Ingrid Solheim").prospect)
    act(desk, row, "complete", outcome="spoke")
    page = today(desk)
    receipt = page.one(data_receipt=str(row.pk))
    assert "Ingrid Solheim, Havbruk Nordic: a good talk. Next check-in Thu 16 Apr" in receipt.text
    undo = receipt.one("form", action=f"/followups/{row.pk}/undo/")
    version = undo.one(name="expected_version").attrs["value"]
    answer = desk.post(undo.attrs["action"], {"expected_version": version})
    assert (answer.status_code, answer["Location"]) == (303, "/")
    page = today(desk)
    assert names_in(page, "today") == ["Ingrid Solheim"]
    assert page.all(data_receipt=True) == []


def test_what_was_done_yesterday_is_gone_from_today(
    desk: Client, owner: User, clock: time_machine.Traveller
) -> None:
    row = step_of(said_days_ago(owner, 45, "Ingrid Solheim").prospect)
    act(desk, row, "complete", outcome="no_answer")
    clock.move_to(nine_on(day(1)))
    assert today(signed_in(owner)).all(data_receipt=True) == []


def test_no_id_stands_twice_when_a_row_was_put_off(desk: Client, owner: User) -> None:
    row = step_of(said_days_ago(owner, 45, "Ingrid Solheim").prospect)
    act(desk, row, "snooze", until="tomorrow")
    page = today(desk)
    ids = [found.attrs["id"] for found in page.all(id=True)]
    assert page.all(data_receipt=str(row.pk)) != []
    assert page.all(data_followup=str(row.pk)) != []
    assert sorted(ids) == sorted(set(ids))


def test_many_rows_say_how_many_more_there_are(desk: Client, owner: User) -> None:
    for number in range(62):
        said_days_ago(owner, 80, f"Person {number}")
    page = today(desk)
    assert len(page.all("article", data_kind=True)) == 60
    assert "And 2 more. They come up here as the others are done." in page.text
    assert page.one(id="nav-badge").text == "62 due"


def test_a_flash_is_told_on_today_without_script(desk: Client, owner: User) -> None:
    row = step_of(said_days_ago(owner, 45, "Ingrid Solheim").prospect)
    answer = act(desk, row, "skip")
    assert "Ingrid Solheim: skipped." in said(read(desk.get(answer["Location"])))


def test_somebody_who_came_back_is_told_of(desk: Client, owner: User) -> None:
    row = step_of(said_days_ago(owner, 45, "Ingrid Solheim").prospect)
    act(desk, row, "complete", outcome=Outcome.WON_BACK)
    assert Deal.objects.get().status == "won_back"
    assert "Ingrid Solheim came back." in today(desk).text


def queries_of_today(client: Client, rows: int, owner: User) -> int:
    for number in range(rows):
        said_days_ago(owner, 45 + number % 3, f"Person {rows}-{number}")
    today(client)
    with CaptureQueriesContext(connection) as queries:
        page = today(client)
    assert len(page.all("article", data_kind="check_in")) >= rows
    return len(queries)


def test_fifty_rows_cost_no_more_queries_than_five(desk: Client, owner: User) -> None:
    owner.team.daily_limit = 100
    owner.team.save()
    act(desk, step_of(said_days_ago(owner, 45, "Done Already").prospect), "complete", outcome="spoke")
    with_five = queries_of_today(desk, 5, owner)
    with_twenty = queries_of_today(desk, 15, owner)
    with_fifty = queries_of_today(desk, 30, owner)
    assert with_five == with_twenty == with_fifty
    assert with_fifty <= ROWS_MAY_COST_QUERIES


def test_receipts_cost_the_same_however_many_there_are(desk: Client, owner: User) -> None:
    rows = [step_of(said_days_ago(owner, 45, f"Person {number}").prospect) for number in range(6)]

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            today(desk)
        return len(queries)

    act(desk, rows[0], "complete", outcome="spoke")
    today(desk)
    with_one = cost()
    for row in rows[1:5]:
        act(desk, row, "complete", outcome="no_answer", htmx=True)
    assert cost() == with_one


def test_the_page_weighs_less_than_ninety_kilobytes(desk: Client, owner: User) -> None:
    owner.team.daily_limit = 100
    owner.team.save()
    for number in range(20):
        said_days_ago(
            owner, 45, f"Person {number}", in_their_words=f"Come back in spring, said number {number}."
        )
    html = desk.get("/").content
    assert len(read(desk.get("/")).all("article", data_kind="check_in")) == 20
    weights = {"/": len(gzip.compress(html))}
    for address in re.findall(rb'(?:href|src)="/static/([^"]+\.(?:css|js))"', html):
        found = finders.find(address.decode())
        assert isinstance(found, str)
        weights[address.decode()] = len(gzip.compress(Path(found).read_bytes()))
    assert len(weights) >= 4
    assert sum(weights.values()) < PAGE_MAY_WEIGH, weights


def test_an_htmx_undo_brings_the_row_badge_and_strip_back(desk: Client, owner: User) -> None:
    row = step_of(said_days_ago(owner, 45, "Ingrid Solheim").prospect)
    done = read(act(desk, row, "complete", htmx=True, outcome="spoke"))
    version = done.one(name="expected_version").attrs["value"]
    back = read(desk.post(f"/followups/{row.pk}/undo/", {"expected_version": version}, headers=HTMX))
    assert back.one("article", data_followup=str(row.pk)).attrs["data-status"] == "open"
    assert back.one(id="nav-badge").text == "1 due"
    assert back.one(id="load-strip").attrs["hx-swap-oob"] == "true"


def test_open_row_is_what_the_page_shows(desk: Client, owner: User) -> None:
    loss = log(owner, on=day(-3))
    thanks = open_row(loss.prospect, Kind.THANK_YOU)
    assert "Write a thank-you note." in today(desk).one("article", data_followup=str(thanks.pk)).text
