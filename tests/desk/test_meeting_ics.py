"""An agreed meeting as a calendar file: what RFC 5545 asks for, and nothing a buyer should not read."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from time_machine import Traveller

from accounts.models import User
from followups.actions import snooze
from followups.kinds import Kind, Status
from followups.models import FollowUp
from prospects.conversations import Manner
from prospects.new_no import Who
from tests.cast import NINE
from tests.desk.reading import read
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log, open_row, step_of

LONG = "Łukasz Wójcik-Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.fixture
def meeting(owner: User) -> FollowUp:
    loss = log(owner, next_contact_on=day(20), next_contact_manner=Manner.MEETING, in_their_words="Too dear")
    return step_of(loss.prospect)


def file_of(client: Client, row: FollowUp) -> bytes:
    answer = client.get(f"/followups/{row.pk}/meeting.ics")
    assert answer.status_code == 200
    return bytes(answer.content)


def event_of(client: Client, row: FollowUp) -> Any:
    (event,) = Calendar.from_ical(file_of(client, row)).walk("VEVENT")
    return event


def unfolded(file: bytes) -> list[str]:
    return file.decode().replace("\r\n ", "").split("\r\n")


def test_it_is_an_all_day_event_on_the_agreed_day(desk: Client, meeting: FollowUp) -> None:
    lines = unfolded(file_of(desk, meeting))
    assert "DTSTART;VALUE=DATE:20260322" in lines
    assert "DTEND;VALUE=DATE:20260323" in lines
    event = event_of(desk, meeting)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 3, 22), date(2026, 3, 23))


def test_it_says_when_it_was_made_and_that_it_is_published(desk: Client, meeting: FollowUp) -> None:
    lines = unfolded(file_of(desk, meeting))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert {"VERSION:2.0", "METHOD:PUBLISH", "DTSTAMP:20260302T080000Z"} <= set(lines)


def test_it_downloads_as_a_calendar_file(desk: Client, meeting: FollowUp) -> None:
    answer = desk.get(f"/followups/{meeting.pk}/meeting.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="2026-03-22.ics"'


def test_the_summary_names_both_sides_and_the_team_as_buyers_know_it(
    desk: Client, owner: User, meeting: FollowUp
) -> None:
    assert event_of(desk, meeting)["summary"] == "Ingrid Solheim and Maren Vogt"
    owner.team.public_name = "Vogt; Partner, AG"
    owner.team.save()
    assert event_of(desk, meeting)["summary"] == "Ingrid Solheim and Maren Vogt, Vogt; Partner, AG"


def test_nothing_in_it_tells_where_it_comes_from_or_why(desk: Client, meeting: FollowUp) -> None:
    text = file_of(desk, meeting).decode().casefold()
    for word in (
        "lost",
        "deals",
        "prospect",
        "win-back",
        "let go",
        "vogt and partners",
        "too dear",
        "redesign",
    ):
        assert word not in text


def test_lines_end_and_fold_as_the_rules_want(desk: Client, owner: User) -> None:
    owner.team.public_name = LONG
    owner.team.save()
    who = Who(name=LONG)
    loss = log(owner, who=who, next_contact_on=day(20), next_contact_manner=Manner.MEETING)
    file = file_of(desk, step_of(loss.prospect))
    assert file.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    assert f"SUMMARY:{LONG} and Maren Vogt\\, {LONG}" in unfolded(file)


@pytest.mark.parametrize("name", ['A"B', "A;B:C,D", "A\\nB", "A//B", "BEGIN:VEVENT"])
def test_a_name_stays_a_name(desk: Client, owner: User, name: str) -> None:
    owner.name = owner.team.public_name = name
    owner.team.save()
    owner.save()
    who = Who(name=name)
    loss = log(owner, who=who, next_contact_on=day(20), next_contact_manner=Manner.MEETING)
    event = event_of(desk, step_of(loss.prospect))
    assert event["summary"] == f"{name} and {name}, {name}"
    assert (
        len([line for line in unfolded(file_of(desk, step_of(loss.prospect))) if line == "BEGIN:VEVENT"]) == 1
    )


def test_a_moved_meeting_is_the_same_one_and_newer(desk: Client, owner: User, meeting: FollowUp) -> None:
    before = event_of(desk, meeting)
    snooze(meeting.pk, day(23), by=owner, today=day(0), now=NINE, past_window_is_fine=True)
    after = event_of(desk, meeting)
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("dtstart") == day(23)


def test_the_same_meeting_later_is_the_same_event(desk: Client, meeting: FollowUp, clock: Traveller) -> None:
    before = event_of(desk, meeting)
    clock.move_to(NINE + timedelta(days=3))
    after = event_of(desk, meeting)
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"])


def test_a_meeting_that_is_off_is_taken_out_of_the_calendar(desk: Client, meeting: FollowUp) -> None:
    assert event_of(desk, meeting)["status"] == "CONFIRMED"
    FollowUp.objects.filter(pk=meeting.pk).update(status=Status.CANCELLED, closed_at=NINE)
    assert event_of(desk, meeting)["status"] == "CANCELLED"


def test_whoever_looks_after_them_is_the_organiser(manager: User, owner: User, meeting: FollowUp) -> None:
    organiser = event_of(signed_in(manager), meeting)["organizer"]
    assert str(organiser) == "mailto:maren@example.com"
    assert organiser.params["cn"] == "Maren Vogt"


def test_it_is_offered_on_the_follow_ups_page(desk: Client, meeting: FollowUp) -> None:
    page = read(desk.get(meeting.get_absolute_url()))
    links = [a.attrs["href"] for a in page.all("a", href=True)]
    assert f"/followups/{meeting.pk}/meeting.ics" in links


def test_only_a_meeting_has_one(desk: Client, owner: User) -> None:
    loss = log(owner)
    for row in (step_of(loss.prospect), open_row(loss.prospect, Kind.THANK_YOU)):
        assert desk.get(f"/followups/{row.pk}/meeting.ics").status_code == 404
        assert "meeting.ics" not in desk.get(row.get_absolute_url()).content.decode()


def test_a_stranger_finds_none(stranger: User, colleague: User, meeting: FollowUp) -> None:
    for other in (stranger, colleague):
        assert signed_in(other).get(f"/followups/{meeting.pk}/meeting.ics").status_code == 404
