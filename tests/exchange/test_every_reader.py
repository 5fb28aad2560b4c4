"""Three readers of calendars, each by other people, find the same events in the feed, whatever the names."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import icalendar
import pytest
import vobject
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import User
from common.text import clean_line, clean_text
from exchange.calendar_file import AllDay, calendar_of, event_of
from followups.models import FollowUp
from prospects.conversations import Manner
from prospects.new_no import Promised
from tests.cast import MONDAY, NINE
from tests.exchange.subscribing import Subscription, unfolded
from tests.followups.telling import day, log

READER = Path(__file__).with_name("read_calendar.cjs")
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
NAMES = [
    "Solheim, Ingrid", "A;B:C,D", 'Ingrid "Inga" Solheim', "O'Neill", "back\\slash\\n", "END:VEVENT",
    "BEGIN:VCALENDAR", "END:VEVENT\\r\\nBEGIN:VEVENT", "😀👩‍👩‍👧‍👦🏳️‍🌈" * 6, "שלום עולם, בע״מ",
    "مرحبا؛ بالعالم",
    LONG + LONG, "ł" * 100, "字" * 75, "é" * 75, "a" * 59 + "字字字", "=?utf-8?q?x?=", "%0D%0A", "{{ 7*7 }}",
    "X-WR-CALNAME:Mine", ";VALUE=DATE:20260101", "\\N\\,\\;", "tail\\", "https://example.org/?a=b;c,d",
]  # fmt: skip


class Seen(NamedTuple):
    """One event as a reader tells it."""

    uid: str
    first: date
    end: date
    sequence: int
    summary: str
    description: str
    url: str


def by_icalendar(file: bytes) -> list[Seen]:
    calendar = icalendar.Calendar.from_ical(file)
    assert not calendar.errors
    return [
        Seen(
            str(event["uid"]),
            event.decoded("dtstart"),
            event.decoded("dtend"),
            int(event["sequence"]),
            str(event["summary"]),
            str(event.get("description", "")),
            str(event.get("url", "")),
        )
        for event in calendar.walk("VEVENT")
        if not event.errors
    ]


def by_vobject(file: bytes) -> list[Seen]:
    (calendar,) = vobject.readComponents(file.decode())
    assert calendar.validate(raiseException=True)
    return [
        Seen(
            event.uid.value,
            event.dtstart.value,
            event.dtend.value,
            int(event.sequence.value),
            event.summary.value,
            event.description.value if hasattr(event, "description") else "",
            event.url.value if hasattr(event, "url") else "",
        )
        for event in calendar.contents.get("vevent", [])
    ]


def by_ical_js(file: bytes) -> list[Seen]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js; apt-get install nodejs")
    done = subprocess.run([node, str(READER)], input=file, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
    told: dict[str, Any] = json.loads(done.stdout)
    assert all(event["all_day"] for event in told["events"])
    return [
        Seen(
            event["uid"],
            date.fromisoformat(event["first"]),
            date.fromisoformat(event["end"]),
            event["sequence"],
            event["summary"],
            event["description"] or "",
            event["url"] or "",
        )
        for event in told["events"]
    ]


def lines_keep_the_rules(file: bytes) -> None:
    """CRLF alone ends a line, none is longer than 75 octets, no character is cut in two by a fold."""
    assert file.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert b"\r" not in file.replace(b"\r\n", b"")
    for line in file.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(line) <= 75
        line.decode()  # a character cut in two would not decode


@pytest.fixture
def everybody(owner: User) -> User:
    """Every name there is trouble with, as person, firm and promise; agreed meetings among them."""
    for number, name in enumerate(NAMES):
        manner = Manner.MEETING if number % 2 else Manner.CALL
        log(
            owner,
            name,
            on=day(-40),
            organisation=name[::-1],
            promise=Promised(f"{name[:90]}\nand {name[:90]}", on=day(number % 5)),
            next_contact_on=day(number % 5),
            next_contact_manner=manner,
        )
    return owner


def expected(owner: User) -> set[tuple[str, str]]:
    """Id and person of every open row that is due or agreed within the week: names as they are kept."""
    rows = FollowUp.objects.filter(owner=owner, status="open", opens_on__lte=day(7))
    return {
        (f"{row.pk}@localhost", f"{row.prospect.name}, {row.prospect.organisation.name}")
        for row in rows.select_related("prospect__organisation")
        if not (row.kind == "debrief" and row.due_on < day(-14))
    }


def told(events: Iterable[Seen]) -> set[tuple[str, str]]:
    return {(event.uid, event.summary.partition(": ")[2]) for event in events}


def test_the_lines_of_the_feed_keep_the_rules(calendar: Subscription, everybody: User) -> None:
    lines_keep_the_rules(calendar.file())


def test_no_name_begins_or_ends_anything(calendar: Subscription, everybody: User) -> None:
    lines = unfolded(calendar.file())
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(expected(everybody))
    assert lines.count("BEGIN:VCALENDAR") == lines.count("END:VCALENDAR") == 1


def test_icalendar_and_vobject_read_the_same(calendar: Subscription, everybody: User) -> None:
    file = calendar.file()
    seen = by_icalendar(file)
    assert len(seen) > len(NAMES)
    assert told(seen) == expected(everybody)
    assert by_vobject(file) == seen
    assert all((event.end - event.first).days == 1 for event in seen)


@pytest.mark.needs_service
def test_ical_js_reads_the_same(calendar: Subscription, everybody: User) -> None:
    file = calendar.file()
    assert by_ical_js(file) == by_icalendar(file)


@pytest.mark.needs_service
def test_an_empty_calendar_is_one_too(calendar: Subscription) -> None:
    file = calendar.file()
    lines_keep_the_rules(file)
    assert by_icalendar(file) == by_vobject(file) == by_ical_js(file) == []


def written(summary: str, description: str, name: str) -> bytes:
    """A calendar with one event, from words that never passed a form."""
    owner = User(email="maren@example.com", name=name)
    entry = AllDay("1@localhost", MONDAY, 3, summary, description, "http://localhost/1/", is_private=True)
    calendar = calendar_of(name, "Calendar")
    calendar.add_component(event_of(entry, owner, NINE))
    return bytes(calendar.to_ical())


WORDS = st.text(max_size=300) | st.lists(
    st.sampled_from([*NAMES, "\r\n", "\n", "\t", "\x0b", "\u2028", "\x85", "Ἀλέξης"]), max_size=8
).map("".join)


@given(summary=WORDS, description=WORDS, name=WORDS)
@example("a\r\nEND:VEVENT\r\nb", "\n\n\\n", 'N"ame')
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_words_at_all_come_back_as_they_were(summary: str, description: str, name: str) -> None:
    file = written(summary, description, name)
    lines_keep_the_rules(file)
    (seen,) = by_icalendar(file)
    assert (seen.summary, seen.description) == (clean_line(summary), clean_text(description))
    assert by_vobject(file) == [seen]


@pytest.mark.needs_service
def test_ical_js_reads_every_name_at_once(db: None) -> None:
    owner = User(email="maren@example.com", name='Maren "M" Vogt; Partner')
    calendar = calendar_of("Vogt // Partner", "Calendar")
    for number, name in enumerate(NAMES):
        entry = AllDay(
            f"{number}@localhost", day(number), number, name, f"{name}\n\n{name}", "http://localhost/"
        )
        calendar.add_component(event_of(entry, owner, NINE))
    file = bytes(calendar.to_ical())
    lines_keep_the_rules(file)
    seen = by_ical_js(file)
    assert seen == by_icalendar(file) == by_vobject(file)
    assert [event.summary for event in seen] == [clean_line(name) for name in NAMES]
