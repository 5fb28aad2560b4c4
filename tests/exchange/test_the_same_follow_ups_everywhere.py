"""One read model: Today, both digests, the agenda and the calendar list the same follow-ups.

Read from what each really puts out: the page's HTML, the mail's text and HTML, the calendar file. What each
shows, by RULES.md (Today's sections and the digest):

    Today, the agenda    window closed, today, window open, coming up: each in its section
    calendar             the same, each on its day; what was due before today on today
    daily digest         window closed, today
    weekly digest        these, and what is due until Sunday
    badge                window closed and today, without debriefs

(What is to accept and what is held comes with hand-overs and with mail to prospects.)
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from accounts.models import Team
from digests.kinds import KIND_NAMES
from digests.mails import render
from digests.schedule import Rhythm
from followups import agenda
from followups.kinds import Kind, Status
from followups.models import FollowUp
from outbox.models import Delivery
from tests.desk.reading import read
from tests.desk.visiting import signed_in
from tests.exchange.population import ZONES, Somebody, people
from tests.exchange.subscribing import subscribe
from tests.followups.months.sections import NAMES, section_by_the_rules
from tests.mailed import followed_up

Sections = dict[str, set[str]]


def section_of(row: FollowUp, today: date) -> str | None:
    return section_by_the_rules(row.kind, row.opens_on, row.due_on, row.closes_on, today)


def open_rows_of(somebody: Somebody) -> list[FollowUp]:
    return list(FollowUp.objects.filter(owner=somebody.user, status=Status.OPEN))


def by_the_rules(somebody: Somebody) -> Sections:
    """Every follow-up of a user in its section, judged row by row and not by the database."""
    sections: Sections = {name: set() for name in NAMES}
    for row in open_rows_of(somebody):
        if section := section_of(row, somebody.today):
            sections[section].add(str(row.pk))
    return sections


def on_the_page(somebody: Somebody) -> tuple[Sections, int]:
    """The sections of Today and the number of the badge (0: none)."""
    page = read(signed_in(somebody.user).get("/"))
    sections: Sections = {name: set() for name in NAMES}
    for part in page.all("section", data_section=True):
        rows = part.all(data_followup=True, data_status="open")
        sections[part.attrs["data-section"]] |= {row.attrs["data-followup"] for row in rows}
    return sections, int("".join(filter(str.isdigit, page.one(id="nav-badge").text)) or 0)


def in_the_agenda(somebody: Somebody) -> Sections:
    sections = agenda.agenda_for(somebody.user, somebody.today).sections()
    return {name.value: {str(item.follow_up_id) for item in items} for name, items in sections}


def in_the_mail(somebody: Somebody, rhythm: Rhythm) -> tuple[set[str], set[str]]:
    """What the text and the HTML of a digest lead to."""
    mail = render(Delivery(kind=KIND_NAMES[rhythm], recipient=somebody.user), somebody.now)
    of_text, of_html = followed_up(mail.text), followed_up(mail.html)
    return {str(found) for found in of_text}, {str(found) for found in of_html}


def due_until_sunday(somebody: Somebody) -> set[str]:
    sunday = somebody.today + timedelta(days=6 - somebody.today.weekday())
    return {str(row.pk) for row in open_rows_of(somebody) if somebody.today < row.due_on <= sunday}


def days_by_the_rules(somebody: Somebody) -> dict[str, date]:
    """The day each follow-up stands on in a calendar."""
    return {
        str(row.pk): max(row.due_on, somebody.today)
        for row in open_rows_of(somebody)
        if section_of(row, somebody.today)
    }


def counted(somebody: Somebody) -> int:
    """How many are due, debriefs apart."""
    return sum(row.due_on <= somebody.today and row.kind != Kind.DEBRIEF for row in open_rows_of(somebody))


@pytest.fixture
def everybody(team: Team) -> list[Somebody]:
    return people(team)


def looking(everybody: list[Somebody]) -> Iterator[Somebody]:
    """Each of them at the instant at which they look."""
    for somebody in everybody:
        with time_machine.travel(somebody.now, tick=False):
            yield somebody


def test_the_people_meet_every_case(everybody: list[Somebody]) -> None:
    """The others would prove nothing with an empty section, or where everybody has the same date."""
    assert len({somebody.user.time_zone for somebody in everybody}) == len(ZONES)
    assert sum(somebody.today != somebody.now.date() for somebody in everybody) > 10
    seen = [by_the_rules(somebody) for somebody in everybody]
    for name in NAMES:
        assert sum(bool(sections[name]) for sections in seen) > 25
    unlisted = [
        row
        for somebody in everybody
        for row in open_rows_of(somebody)
        if section_of(row, somebody.today) is None
    ]
    assert {row.kind for row in unlisted} > {Kind.DEBRIEF}
    assert sum(row.kind == Kind.DEBRIEF for row in unlisted) > 5


@pytest.mark.slow
def test_every_surface_lists_the_same(everybody: list[Somebody]) -> None:
    different: list[str] = []
    for somebody in looking(everybody):
        expected = by_the_rules(somebody)
        due = expected["window-closed"] | expected["today"]
        weekly = due | due_until_sunday(somebody)
        shown_and_wanted = {
            "page": (on_the_page(somebody), (expected, counted(somebody))),
            "agenda": (in_the_agenda(somebody), expected),
            "daily": (in_the_mail(somebody, Rhythm.DAILY), (due, due)),
            "weekly": (in_the_mail(somebody, Rhythm.WEEKLY), (weekly, weekly)),
            "calendar": (subscribe(somebody.user).days(), days_by_the_rules(somebody)),
        }
        different += [
            f"{what} of {somebody.user.name} in {somebody.user.time_zone} at {somebody.now}"
            for what, (shown, wanted) in shown_and_wanted.items()
            if shown != wanted
        ]
    assert different == []


def test_no_surface_asks_by_itself(everybody: list[Somebody], monkeypatch: pytest.MonkeyPatch) -> None:
    """When the agenda forgets half of the rows, all of them forget the same."""
    ask = agenda._rows
    monkeypatch.setattr(agenda, "_rows", lambda *args: [row for row in ask(*args) if row[0].int % 2])
    for somebody in looking(everybody[:8]):
        left = in_the_agenda(somebody)
        assert left != by_the_rules(somebody)
        assert on_the_page(somebody)[0] == left
        due = left["window-closed"] | left["today"]
        assert in_the_mail(somebody, Rhythm.DAILY) == (due, due)
        assert set(subscribe(somebody.user).events()) == set().union(*left.values())


def test_every_link_of_the_calendar_and_the_mail_leads_somewhere(everybody: list[Somebody]) -> None:
    for somebody in looking(everybody[:3]):
        client = signed_in(somebody.user)
        listed = in_the_mail(somebody, Rhythm.DAILY)[0] | set(subscribe(somebody.user).events())
        # What another asked them to do is that person's until it is handed over.
        own = FollowUp.objects.filter(pk__in=listed, prospect__owner=somebody.user)
        assert own
        assert {client.get(row.get_absolute_url()).status_code for row in own} == {200}
