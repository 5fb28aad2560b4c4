"""A row of Today: its batch, its deed, the time where they are."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from accounts.models import User
from desk.local_time import there_now
from followups.kinds import Kind
from followups.models import FollowUp
from prospects.conversations import Manner, ToldBy
from prospects.models import Loss
from prospects.new_no import Promised
from tests.cast import MONDAY
from tests.desk.reading import Element, read
from tests.desk.test_today import names_in, said_days_ago, today
from tests.desk.visiting import HTMX, signed_in
from tests.followups.telling import day, log, step_of

BERLIN = ZoneInfo("Europe/Berlin")


def reachable(loss: Loss, **known: str) -> FollowUp:
    """The check-in of a person of whom so much is known."""
    for name, value in known.items():
        setattr(loss.prospect, name, value)
    loss.prospect.save()
    return step_of(loss.prospect)


def row_of(client: Client, row: FollowUp) -> Element:
    return today(client).one("article", data_followup=str(row.pk))


def test_who_is_to_be_called_is_called_with_the_first_button(desk: Client, owner: User) -> None:
    row = reachable(said_days_ago(owner, 45, "Ingrid Solheim"), phone="+47 (22) 00-11", email="i@example.com")
    deed = row_of(desk, row).one("a", data_key="c")
    assert deed.attrs["href"] == "tel:+47220011"
    assert deed.text.startswith("Call Ingrid Solheim")
    assert deed.attrs["data-deed"] == f"/followups/{row.pk}/"
    # Without script the outcome stands right beside it.
    assert row_of(desk, row).one("a", data_key="d").attrs["href"] == f"/followups/{row.pk}/"


def test_who_is_to_be_written_to_gets_a_draft_in_their_language(desk: Client, owner: User) -> None:
    agreed = {"next_contact_on": MONDAY, "next_contact_manner": Manner.MAIL}
    loss = said_days_ago(owner, 45, "Ingrid Solheim", **agreed)
    row = reachable(loss, email="ingrid@example.com", phone="+4722")
    address = urlsplit(row_of(desk, row).one("a", data_key="c").attrs["href"])
    draft = parse_qs(address.query)
    assert (address.scheme, address.path) == ("mailto", "ingrid@example.com")
    assert draft["subject"] == ["How is it going?"]
    assert draft["body"][0].startswith("Dear Ingrid,\r\n\r\nYou had something else in front of you.")
    assert draft["body"][0].endswith("Maren Vogt")


def test_a_promise_is_sent_with_what_was_promised(desk: Client, owner: User) -> None:
    loss = log(owner, on=day(-3), promise=Promised("The checklist", MONDAY), email="ingrid@example.com")
    row = FollowUp.objects.get(loss=loss, kind=Kind.PROMISE)
    query = urlsplit(row_of(desk, row).one("a", data_key="c").attrs["href"]).query
    assert "As I said: the checklist." in parse_qs(query)["body"][0]


def test_a_thank_you_leads_to_its_words_and_a_meeting_has_no_deed(desk: Client, owner: User) -> None:
    thanks = FollowUp.objects.get(loss=log(owner, on=day(-3)), kind=Kind.THANK_YOU)
    deed = row_of(desk, thanks).one("a", data_key="c")
    assert (deed.attrs["href"], deed.attrs.get("data-deed")) == (f"/followups/{thanks.pk}/", None)
    meeting = {"next_contact_on": MONDAY, "next_contact_manner": Manner.MEETING}
    met = step_of(said_days_ago(owner, 20, "Meet Me", **meeting).prospect)
    assert row_of(desk, met).all("a", data_key="c") == []
    assert row_of(desk, met).one("a", data_key="d").has_class("act-main")


def test_nobody_to_reach_leaves_done_as_the_first_button(desk: Client, owner: User) -> None:
    row = step_of(said_days_ago(owner, 45, "Ingrid Solheim").prospect)
    shown = row_of(desk, row)
    assert shown.all("a", data_key="c") == []
    assert shown.one("a", data_key="d").has_class("act-main")


def test_a_long_section_stands_in_batches_the_first_row_first(desk: Client, owner: User) -> None:
    owner.team.daily_limit = 100
    owner.team.save()
    log(owner, "Card Person", on=day(-3))
    log(owner, "Mail Person", on=day(-3), told_by=ToldBy.MAIL)
    for number in range(3):
        said_days_ago(owner, 45, f"Call {number}")
    section = today(desk).one("section", data_section="today")
    batches = section.all("ol", data_batch=True)
    assert batches[0].attrs["data-batch"] == "calls"
    assert len(batches[0].all("article")) == 3
    assert section.all("h3")[0].text == "Calls 3"
    assert "Card Person" in section.one("ol", data_batch="notes").text


def test_a_short_section_has_no_batches(desk: Client, owner: User) -> None:
    log(owner, "Card Person", on=day(-3))
    said_days_ago(owner, 45, "Call Me")
    section = today(desk).one("section", data_section="today")
    assert section.all("ol", data_batch=True) == []
    assert names_in(today(desk), "today")[0] == "Call Me"


@pytest.mark.parametrize(
    ("zone", "hour", "text", "is_night"),
    [
        ("America/New_York", 14, "09:00 there", False),
        ("America/New_York", 8, "03:00 there, not now", True),
        ("Asia/Tokyo", 12, "21:00 there, not now", True),
    ],
)
def test_the_time_there_stands_on_the_row(zone: str, hour: int, text: str, is_night: bool) -> None:
    there = there_now(zone, BERLIN, datetime(2026, 3, 2, hour, tzinfo=UTC))
    assert there is not None
    assert (there.text, there.is_night) == (text, is_night)


@pytest.mark.parametrize("zone", ["", "Europe/Paris", "Nowhere/Land"])
def test_no_time_where_it_is_the_same_or_not_known(zone: str) -> None:
    assert there_now(zone, BERLIN, datetime(2026, 3, 2, 9, tzinfo=UTC)) is None


def test_the_page_shows_the_time_there(desk: Client, owner: User) -> None:
    row = reachable(said_days_ago(owner, 45, "Ingrid Solheim"), time_zone="America/New_York")
    assert "03:00 there, not now" in row_of(desk, row).text


def test_words_from_outside_stay_words(desk: Client, owner: User) -> None:
    name = "<b>[[id]]</b> %s {x} &amp;"
    loss = said_days_ago(owner, 45, name, in_their_words="<script>alert(1)</script> [[foot]]")
    row = row_of(desk, step_of(loss.prospect))
    assert row.all("a")[0].text == name
    assert row.all("script") == []
    assert "<script>alert(1)</script> [[foot]]" in row.text


def test_later_is_a_page_without_script_and_a_menu_with_it(desk: Client, row: FollowUp) -> None:
    page = read(desk.get(f"/followups/{row.pk}/later/"))
    assert page.one("h1").text == "When instead?"
    days = [button.attrs["value"] for button in page.all("button", name="until")]
    assert days == ["tomorrow", "next_week", "window_end"]
    menu = read(desk.get(f"/followups/{row.pk}/later/", headers=HTMX))
    assert menu.all("html") == []
    forms = menu.one("details").all("form", hx_post=f"/followups/{row.pk}/snooze/")
    assert {form.attrs["hx-target"] for form in forms} == {f"#row-{row.pk}"}


def test_later_of_something_done_leads_to_how_it_stands(desk: Client, row: FollowUp) -> None:
    FollowUp.objects.filter(pk=row.pk).update(status="done", closed_at="2026-03-02T08:00Z")
    answer = desk.get(f"/followups/{row.pk}/later/")
    assert (answer.status_code, answer["Location"]) == (303, f"/followups/{row.pk}/")


def test_a_strangers_later_does_not_exist(row: FollowUp, stranger: User) -> None:
    assert signed_in(stranger).get(f"/followups/{row.pk}/later/").status_code == 404
