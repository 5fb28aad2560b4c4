"""Held: the mail to prospects that waits for its owner, as a section of Today; elsewhere a banner says it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from outbox.arming import MAY_HAVE_LEFT
from outbox.models import Delivery
from outbox.states import State
from prospects.models import Prospect
from tests.cast import NINE
from tests.desk.reading import Element, form_to, read
from tests.desk.test_mail import EVIL, mail_to
from tests.desk.test_mail_page import INGRID, mail_of
from tests.desk.test_today import SECTIONS, said_days_ago, today
from tests.desk.visiting import act, signed_in
from tests.followups.telling import step_of

DAY = timedelta(days=1)
BANNER = "Mail to a prospect is held"


@pytest.fixture(autouse=True)
def somebody(owner: User) -> None:
    """Whoever has nobody yet sees the first run in place of Today."""
    said_days_ago(owner, 45, "Ingrid Solheim", email=INGRID)


def held(page: Element) -> list[Element]:
    """The section, if it is there."""
    return page.all("section", data_section="held")


def rows(page: Element) -> list[Element]:
    return [row for section in held(page) for row in section.all("li", data_mail=True)]


def several(owner: User, count: int) -> list[Delivery]:
    """Mails that wait one day longer each."""
    return [
        mail_of(owner, period_key=str(number), address=f"p{number}@example.com", due_at=NINE - number * DAY)
        for number in range(count)
    ]


# What stands there


def test_it_says_to_whom_what_why_and_since_when(desk: Client, owner: User) -> None:
    mail = mail_of(owner, due_at=NINE - 3 * DAY)
    page = today(desk)
    [row] = rows(page)
    assert row.attrs["data-mail"] == str(mail.pk)
    assert "Ingrid Solheim A checklist" in row.text
    assert "No answer came from the mail server, so it may have arrived." in row.text
    assert row.one("time").text == "since 27 Feb"
    assert row.one("time").attrs["datetime"] == "2026-02-27T09:00:00+01:00"
    assert held(page)[0].one("h2").text == "Mail held for you"
    assert held(page)[0].all("a", href="/mail/?state=held") == []


def test_it_leads_to_where_the_mail_is_sent_or_dropped(desk: Client, owner: User) -> None:
    mail = mail_of(owner)
    page = read(desk.get(rows(today(desk))[0].one("a").attrs["href"]))
    for door in ("send", "drop"):
        assert form_to(page, f"/mail/{mail.pk}/{door}/").attrs["method"] == "post"
    desk.post(f"/mail/{mail.pk}/drop/")
    assert held(today(desk)) == []


def test_a_mail_that_was_never_written_out_says_what_it_is_and_the_reason_of_the_hold(
    desk: Client, owner: User
) -> None:
    mail_of(owner, subject="", transmissions=0, error=MAY_HAVE_LEFT, address="somebody@example.com")
    [row] = rows(today(desk))
    assert "somebody@example.com Mail to a prospect" in row.text
    assert "This is a restored copy: it may have left before" in row.text


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (timedelta(), "since 09:00"),
        (DAY, "since 1 Mar"),
        (90 * DAY, "since 2 Dec 2025"),
        (-7 * DAY, "due 9 Mar"),
        (-timedelta(hours=2), "due 11:00"),
    ],
)
def test_since_when_is_when_it_should_have_left(
    desk: Client, owner: User, since: timedelta, words: str
) -> None:
    mail_of(owner, due_at=NINE - since)
    assert rows(today(desk))[0].one("time").text == words


def test_an_address_of_two_people_names_neither(desk: Client, owner: User, colleague: User) -> None:
    said_days_ago(colleague, 45, "Their Person", email="p0@example.com")
    other = said_days_ago(owner, 45, "One Of Two").prospect
    Prospect.objects.filter(pk=other.pk).update(email=INGRID)
    mail_of(owner)
    several(owner, 1)
    shown = [row.one("b").text for row in rows(today(desk))]
    assert sorted(shown) == [INGRID, "p0@example.com"]


def test_what_stands_in_a_mail_does_no_harm(desk: Client, owner: User) -> None:
    mail_of(owner, subject=EVIL, error=EVIL, transmissions=0, address=f"{EVIL}@example.com")
    [row] = rows(today(desk))
    assert row.text.count(EVIL) == 3
    assert row.all("script") == []


def test_the_longest_held_come_first_and_the_rest_are_counted(desk: Client, owner: User) -> None:
    mails = several(owner, 8)
    page = today(desk)
    assert [row.attrs["data-mail"] for row in rows(page)] == [str(mail.pk) for mail in mails[:2:-1]]
    section = held(page)[0]
    assert section.one("span", class_="count").text == "8"
    assert section.one("a", href="/mail/?state=held").text == "and 3 more"
    assert len(read(desk.get("/mail/?state=held")).all("tr", data_mail=True)) == 8


# Where it stands


def test_it_comes_after_what_comes_up_and_before_what_was_done(desk: Client, owner: User) -> None:
    for section, days in SECTIONS.items():
        said_days_ago(owner, days, f"Person {section}")
    mail_of(owner)
    done = said_days_ago(owner, 45, "Done Already")
    act(desk, step_of(done.prospect), "complete", outcome="spoke")
    page = today(desk)
    sections = [part.attrs["data-section"] for part in page.all("section", data_section=True)]
    assert sections == [*SECTIONS, "held"]
    headings = [heading.text for heading in page.one("main").all("h2")]
    assert headings.index("Mail held for you") == headings.index("Done today") - 1


@pytest.mark.parametrize("query", ["", "?batch=notes"])
def test_it_stands_there_when_nobody_is_due_or_asked_for(desk: Client, owner: User, query: str) -> None:
    if not query:
        act(desk, step_of(owner.prospects.get()), "skip")
    mail_of(owner)
    assert len(rows(read(desk.get(f"/{query}")))) == 1


def test_it_is_not_there_when_nothing_is_held(desk: Client, owner: User) -> None:
    for state in set(State) - {State.HELD, State.SENDING, State.SENT}:
        mail_of(owner, state=state, period_key=state)
    assert held(today(desk)) == []


@pytest.mark.parametrize("who", ["colleague", "manager", "stranger"])
def test_nobody_else_sees_it(who: str, owner: User, request: pytest.FixtureRequest) -> None:
    somebody_else = request.getfixturevalue(who)
    said_days_ago(somebody_else, 45, "Their Person")
    mail_of(owner)
    page = today(signed_in(somebody_else))
    assert held(page) == []
    assert "A checklist" not in page.text
    assert BANNER not in page.text


# The banner


def test_today_says_it_as_a_section_alone(desk: Client, owner: User) -> None:
    mail_of(owner)
    page = today(desk)
    assert len(held(page)) == 1
    assert BANNER not in page.text


@pytest.mark.parametrize("address", ["/prospects/", "/no/", "/mail/", "/settings/", "/focus/"])
def test_every_other_page_says_it_in_a_banner(
    desk: Client, owner: User, colleague: User, address: str
) -> None:
    mail_of(owner)
    page = read(desk.get(address))
    [banner] = [one for one in page.all(data_banner="warn") if BANNER in one.text]
    assert banner.one("a").attrs["href"] == "/mail/?state=held"
    assert held(page) == []
    assert BANNER not in read(signed_in(colleague).get(address)).text


def test_the_first_run_says_it_in_a_banner_too(colleague: User) -> None:
    mail_of(colleague)
    page = today(signed_in(colleague))
    assert held(page) == []
    assert BANNER in page.one(data_banner="warn").text


def test_what_else_there_is_to_say_stays_above_today(desk: Client, owner: User) -> None:
    mail_of(owner)
    mail_to(owner, state=State.UNKNOWN, sent_at=None)
    [banner] = today(desk).all(data_banner="warn")
    assert "A mail to you may not have arrived." in banner.text


# What it costs


@pytest.fixture
def plain_today(desk: Client) -> int:
    """The queries of Today while nothing is held."""
    today(desk)
    return queries(desk)


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        today(client)
    return len(asked)


def test_one_query_more_however_many_are_held(desk: Client, owner: User, plain_today: int) -> None:
    assert plain_today <= 7
    mail_of(owner)
    assert queries(desk) == plain_today + 1
    several(owner, 9)
    assert queries(desk) == plain_today + 1


def test_the_mail_of_others_costs_nothing(desk: Client, colleague: User, plain_today: int) -> None:
    several(colleague, 3)
    assert queries(desk) == plain_today
