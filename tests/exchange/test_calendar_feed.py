"""The calendar feed: the rows of Today behind a secret address, and nothing but them."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.calendar_addresses import turn_off_address
from accounts.models import User
from followups.actions import skip, snooze, undo
from followups.kinds import Kind, Outcome
from followups.models import FollowUp
from prospects.conversations import Manner
from tests.cast import MONDAY, NINE
from tests.desk.visiting import signed_in
from tests.exchange.subscribing import Subscription, events_in, subscribe, unfolded
from tests.followups.telling import complete, day, log, step_of
from tests.security.tables import everything_stored


@pytest.fixture
def check_in(owner: User) -> FollowUp:
    """One that is due today, alone."""
    return due_today(owner)


def due_today(owner: User, name: str = "Ingrid Solheim", **changes: Any) -> FollowUp:
    loss = log(owner, name, on=day(-45), **changes)
    FollowUp.objects.filter(loss=loss, kind__in=[Kind.THANK_YOU, Kind.DEBRIEF]).update(
        status="done", closed_at=NINE
    )
    return step_of(loss.prospect)


def event_of(calendar: Subscription, row: FollowUp) -> Any:
    return calendar.events()[str(row.pk)]


def test_a_row_is_an_all_day_event_on_its_day(calendar: Subscription, check_in: FollowUp) -> None:
    event = event_of(calendar, check_in)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (MONDAY, day(1))
    assert "DTSTART;VALUE=DATE:20260302" in unfolded(calendar.file())


def test_it_says_who_and_what_to_do_and_leads_to_the_page(calendar: Subscription, check_in: FollowUp) -> None:
    event, link = event_of(calendar, check_in), f"http://localhost:8000/followups/{check_in.pk}/"
    assert str(event["summary"]) == "Check-in: Ingrid Solheim, Havbruk Nordic"
    assert str(event["description"]) == f"Call. Ask whether it has moved up.\n{link}"
    assert str(event["url"]) == link


def test_their_words_our_notes_and_what_it_was_worth_stay_at_home(
    calendar: Subscription, owner: User
) -> None:
    due_today(owner, in_their_words="Too dear for us", notes="She is leaving", lesson="Ask earlier")
    text = calendar.file().decode()
    for word in ("Too dear", "leaving", "Ask earlier", "S&OP", "@example"):
        assert word not in text.replace("maren@example.com", "")


def test_somebody_without_a_firm_stands_there_by_name(calendar: Subscription, owner: User) -> None:
    row = due_today(owner, organisation="")
    assert str(event_of(calendar, row)["summary"]) == "Check-in: Ingrid Solheim"


def test_the_file_is_one_to_publish_with_name_and_refresh_hints(
    calendar: Subscription, check_in: FollowUp
) -> None:
    lines = unfolded(calendar.file())
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    wanted = {
        "VERSION:2.0", "METHOD:PUBLISH", "CALSCALE:GREGORIAN", "NAME:Lost Deals", "X-WR-CALNAME:Lost Deals",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", "DTSTAMP:20260302T080000Z",
    }  # fmt: skip
    assert wanted <= set(lines)


def test_a_calendar_that_is_shared_shows_others_no_names(calendar: Subscription, check_in: FollowUp) -> None:
    event = event_of(calendar, check_in)
    assert (str(event["class"]), str(event["transp"])) == ("PRIVATE", "TRANSPARENT")


def test_it_holds_what_today_holds_in_every_section(calendar: Subscription, owner: User) -> None:
    days = {"window-closed": 80, "today": 45, "window-open": 35, "coming": 25}
    rows = {section: step_of(log(owner, section, on=day(-ago)).prospect) for section, ago in days.items()}
    far_off = step_of(log(owner, "Far off", on=day(-10)).prospect)
    seen = calendar.days()
    assert {str(row.pk) for row in rows.values()} <= set(seen)
    assert str(far_off.pk) not in seen
    assert seen[str(rows["window-open"].pk)] == rows["window-open"].due_on > MONDAY


def test_what_is_due_stays_on_today_until_somebody_acts(
    calendar: Subscription, owner: User, clock: time_machine.Traveller
) -> None:
    row = due_today(owner)
    first = event_of(calendar, row)
    clock.move_to(NINE + timedelta(days=40))
    later = event_of(calendar, row)
    assert (first.decoded("dtstart"), later.decoded("dtstart")) == (MONDAY, day(40))
    assert later["uid"] == first["uid"]
    assert later["sequence"] > first["sequence"]


def test_a_moved_follow_up_moves_as_the_same_event(
    calendar: Subscription, owner: User, clock: time_machine.Traveller
) -> None:
    row = due_today(owner)
    clock.move_to(NINE + timedelta(days=3))
    before = event_of(calendar, row)
    snooze(row.pk, day(8), by=owner, today=day(3), now=NINE + timedelta(days=3))
    after = event_of(calendar, row)
    assert (after["uid"], after.decoded("dtstart")) == (before["uid"], day(8))
    assert after["sequence"] > before["sequence"]


def test_what_is_done_or_skipped_is_gone(calendar: Subscription, owner: User) -> None:
    done, skipped = due_today(owner), due_today(owner, "Walter Brandt")
    complete(done, Outcome.SPOKE, on=MONDAY)
    skip(skipped.pk, by=owner, today=MONDAY, now=NINE)
    assert calendar.events() == {}


def test_what_is_taken_back_stands_again_under_the_same_name(calendar: Subscription, owner: User) -> None:
    row = due_today(owner)
    before = event_of(calendar, row)
    complete(row, Outcome.SPOKE, on=MONDAY)
    undo(row.pk, by=owner, now=NINE)
    after = event_of(calendar, row)
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]


def test_an_agreed_meeting_stands_in_it(calendar: Subscription, owner: User) -> None:
    loss = log(owner, next_contact_on=day(5), next_contact_manner=Manner.MEETING)
    event = event_of(calendar, step_of(loss.prospect))
    assert event.decoded("dtstart") == day(5)
    assert str(event["summary"]) == "Agreed meeting: Ingrid Solheim, Havbruk Nordic"


def test_the_id_names_the_follow_up_and_where_it_lives(calendar: Subscription, check_in: FollowUp) -> None:
    assert str(event_of(calendar, check_in)["uid"]) == f"{check_in.pk}@localhost"


def test_it_speaks_its_owners_language(calendar: Subscription, owner: User, check_in: FollowUp) -> None:
    owner.language = "de"
    owner.save()
    answer = calendar.ask(accept_language="fr")
    assert answer["Content-Language"] == "de"
    (event,) = events_in(answer.content)
    assert str(event["description"]).startswith("Rufen Sie an.")


def test_the_day_is_the_owners(calendar: Subscription, owner: User, clock: time_machine.Traveller) -> None:
    row = due_today(owner)
    clock.move_to(NINE + timedelta(days=1, hours=4))  # Tuesday, 12:00 UTC
    for zone, there in (("Pacific/Kiritimati", day(2)), ("Pacific/Pago_Pago", day(1))):
        owner.time_zone = zone
        owner.save()
        assert calendar.days()[str(row.pk)] == there


def test_everybody_gets_their_own_rows(
    owner: User, colleague: User, manager: User, check_in: FollowUp
) -> None:
    theirs = due_today(colleague, "Walter Brandt")
    assert set(subscribe(colleague).events()) == {str(theirs.pk)}
    assert subscribe(manager).events() == {}


# ── Asked again ──────────────────────────────────────────────────────────────


def test_unchanged_it_says_so_and_sends_nothing(calendar: Subscription, check_in: FollowUp) -> None:
    mark = calendar.ask()["ETag"]
    for header in (mark, mark.removeprefix("W/"), f'"another", {mark}'):
        again = calendar.ask(if_none_match=header)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == mark
        assert again["Cache-Control"] == "private, no-cache"


def test_the_mark_changes_with_what_is_said(
    calendar: Subscription, owner: User, clock: time_machine.Traveller
) -> None:
    row = due_today(owner)
    marks = [calendar.ask()["ETag"]]

    def changes() -> None:
        marks.append(calendar.ask(if_none_match=marks[-1])["ETag"])

    clock.move_to(NINE + timedelta(hours=1))
    assert calendar.ask(if_none_match=marks[0]).status_code == 304
    row.prospect.name = "Ingrid Solheim-Berg"
    row.prospect.save()
    changes()
    owner.language = "de"
    owner.save()
    changes()
    clock.move_to(NINE + timedelta(days=1))
    changes()
    complete(row, Outcome.SPOKE, on=day(1))
    changes()
    assert len(set(marks)) == len(marks)


def test_compressed_it_is_recognised_again(calendar: Subscription, owner: User) -> None:
    for number in range(5):
        due_today(owner, f"Person {number}")
    answer = calendar.ask(accept_encoding="gzip")
    assert answer["Content-Encoding"] == "gzip"
    assert calendar.ask(accept_encoding="gzip", if_none_match=answer["ETag"]).status_code == 304


def test_head_is_get_without_the_file(calendar: Subscription, check_in: FollowUp) -> None:
    whole, head = calendar.ask(), calendar.client.head(calendar.address)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Type", "Cache-Control", "Content-Length"):
        assert head[name] == whole[name]


def test_it_costs_two_queries_however_many_rows(calendar: Subscription, owner: User) -> None:
    calendar.ask()
    for number in range(12):
        due_today(owner, f"Person {number}")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        calendar.file()
    assert len(asked) == 2


# ── Only that, and only for whom it is ───────────────────────────────────────


def test_no_cookie_is_set_and_no_session_begun(calendar: Subscription, check_in: FollowUp) -> None:
    before = everything_stored()
    for method in ("get", "head", "options"):
        answer = getattr(calendar.client, method)(calendar.address)
        assert not answer.cookies
    assert not calendar.client.cookies
    assert everything_stored() == before


def test_a_browser_that_is_signed_in_gets_the_same_file(
    calendar: Subscription, owner: User, manager: User, check_in: FollowUp
) -> None:
    for browser in (signed_in(owner), signed_in(manager)):
        answer = browser.get(calendar.address)
        assert answer.content == calendar.file()
        assert not answer.cookies


def test_nobody_in_between_keeps_it_and_no_link_hands_it_on(
    calendar: Subscription, check_in: FollowUp
) -> None:
    answer = calendar.ask()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Content-Disposition"] == 'attachment; filename="lost-deals.ics"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert calendar.token not in str(answer.headers)


def test_every_dead_address_is_the_same_page_that_was_never_there(
    calendar: Subscription, owner: User, colleague: User, check_in: FollowUp
) -> None:
    replaced, calendar = calendar, subscribe(owner)
    turned_off = subscribe(colleague)
    turn_off_address(colleague, now=NINE)
    assert calendar.ask().status_code == 200
    owner.is_active = False
    owner.save()
    answers = [old.ask() for old in (replaced, turned_off, calendar, Subscription("nobodys-token"))]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)


@pytest.mark.parametrize("token", ["x" * 5000, "%00", "..%2f..%2f", "ä😀", "a b", "'--", "{{7*7}}"])
def test_hostile_tokens_are_nobodys(db: None, token: str) -> None:
    assert Client(SERVER_NAME="localhost").get(f"/calendar/{token}.ics").status_code == 404


def test_it_is_for_reading_only(calendar: Subscription) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(calendar.client, method)(calendar.address).status_code == 405


def test_a_day_that_the_zone_never_had_holds_nothing(
    calendar: Subscription, owner: User, clock: time_machine.Traveller
) -> None:
    owner.time_zone = "Pacific/Apia"  # went from 29 to 31 December 2011
    owner.save()
    row = step_of(log(owner, on=date(2011, 11, 10)).prospect)
    assert row.due_on < date(2011, 12, 29)
    for minute, there in (("09:59", date(2011, 12, 29)), ("10:00", date(2011, 12, 31))):
        clock.move_to(f"2011-12-30T{minute}Z")
        assert calendar.days()[str(row.pk)] == there
