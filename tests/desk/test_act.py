"""By the link of a mail: the outcome form without signing in, and a calm page for every link that died."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from time_machine import Traveller

from accounts.changes import Change
from accounts.mailed_links import revoke_mailed_links
from accounts.models import User
from followups.actions import NewTouch, log_touch, reassign, skip, snooze
from followups.kinds import Channel, Kind, TouchKind
from followups.mailed_links import act_token
from followups.models import FollowUp, Touch
from tests.cast import MONDAY, NINE
from tests.desk.reading import Element, described_by, filled_in, form_to, read
from tests.desk.visiting import TOMORROW, signed_in
from tests.followups.telling import day, log, nine_on, open_row, step_of
from tests.security.tables import everything_stored

ANOTHER_KEY = "another key of sufficient length, made up for this very test alone"


def link(row: FollowUp, user: User | None = None) -> str:
    """The address in the mail that left just now."""
    return f"/act/{act_token(row.pk, row.version, (user or row.owner).pk, now=NINE)}/"


def visitor(**options: Any) -> Client:
    """A browser in which nobody is signed in, and that is asked for the token of every form."""
    return Client(SERVER_NAME="localhost", enforce_csrf_checks=True, **options)


def press(client: Client, address: str, **typed: str) -> Any:
    """Open the page, fill in what is typed, press the button of its form."""
    page = read(client.get(address))
    return client.post(address, filled_in(form_to(page, address)) | typed)


def heading(answer: Any) -> str:
    return read(answer).one("h1").text


def everybody_signed_out(client: Client) -> bool:
    return settings.SESSION_COOKIE_NAME not in client.cookies


# What lives


def test_the_page_asks_what_the_page_of_the_follow_up_asks(desk: Client, row: FollowUp) -> None:
    address = link(row)
    here = read(visitor().get(address))
    there = read(desk.get(f"/followups/{row.pk}/"))
    assert here.one("h1").text == there.one("h1").text
    assert here.one(data_followup=str(row.pk)).attrs["data-kind"] == "check_in"
    theirs = filled_in(form_to(there, f"/followups/{row.pk}/complete/"))
    assert set(filled_in(form_to(here, address))) == set(theirs) - {"typed_by"}
    assert "Come back in spring." in here.text
    assert here.all("a", href="/settings/") == []


def test_a_press_completes_it_and_signs_nobody_in(row: FollowUp, owner: User) -> None:
    client = visitor()
    answer = press(client, link(row), outcome="spoke", note="New hall opens.")
    assert (answer.status_code, heading(answer)) == (200, "Noted")
    assert "Ingrid Solheim: a good talk. Next check-in" in read(answer).text
    row.refresh_from_db()
    assert (row.status, row.outcome, row.note, row.version) == ("done", "spoke", "New hall opens.", 2)
    touch = Touch.objects.get(follow_up=row)
    assert (touch.by, touch.channel, touch.happened_on) == (owner, "call", MONDAY)
    assert Change.objects.get(object_id=row.pk, action="complete").actor == owner
    assert everybody_signed_out(client)
    assert client.get("/").status_code == 302


def test_it_can_be_put_off_and_left_out(row: FollowUp) -> None:
    client = visitor()
    address = link(row)
    token = filled_in(form_to(read(client.get(address)), address))["csrfmiddlewaretoken"]
    moved = client.post(address, {"csrfmiddlewaretoken": token, "until": TOMORROW})
    assert "later, tomorrow" in read(moved).text
    row.refresh_from_db()
    assert (row.due_on, row.status) == (day(1), "open")
    left = client.post(link(row), {"csrfmiddlewaretoken": token, "skip": "on"})
    assert "skipped." in read(left).text
    row.refresh_from_db()
    assert row.status == "skipped"


def test_a_day_after_the_window_is_asked_about_once_without_leaving_the_link(row: FollowUp) -> None:
    client = Client(SERVER_NAME="localhost")
    asked = client.post(link(row), {"until": "2026-09-01"})
    assert asked.status_code == 200
    page = read(asked)
    assert {form.attrs["action"] for form in page.all("form")} == {link(row)}
    confirmed = client.post(link(row), filled_in(form_to(page, link(row))))
    assert heading(confirmed) == "Noted"
    row.refresh_from_db()
    assert row.due_on.isoformat() == "2026-09-01"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"until": ""}, "Choose a day."), ({"until": MONDAY.isoformat()}, "Choose a day after today.")],
)
def test_a_day_that_does_not_fit_is_said(row: FollowUp, typed: dict[str, str], sentence: str) -> None:
    answer = Client(SERVER_NAME="localhost").post(link(row), typed)
    assert sentence in read(answer).one(role="alert").text


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays(row: FollowUp) -> None:
    answer = press(visitor(), link(row), outcome="not_yet", note="In summer, she said.")
    page = read(answer)
    assert answer.status_code == 200
    assert described_by(page, "next_on") == "Which day did they name?"
    assert filled_in(form_to(page, link(row)))["note"] == "In summer, she said."
    row.refresh_from_db()
    assert row.is_open()


def test_a_contact_rule_stands_against_it_here_too(row: FollowUp, owner: User) -> None:
    why = {"relevance": "They count stock twice a week", "override_reason": "She rang and wanted it"}
    helpful = NewTouch(Channel.MAIL, day(-5), kind=TouchKind.HELPFUL, **why)
    log_touch(row.prospect, helpful, by=owner, today=day(-5), now=nine_on(day(-5)))
    row.refresh_from_db()
    client, address = Client(SERVER_NAME="localhost"), link(row)
    page = read(client.post(address, {"outcome": "spoke"}))
    assert "Say in a few words why you do it all the same." in described_by(page, "override_reason")
    row.refresh_from_db()
    assert row.is_open()
    moved = client.post(address, filled_in(page.one("form", id=f"move-{row.pk}")))
    assert "later, Wed 11 Mar" in read(moved).text


@pytest.mark.parametrize("kind", [Kind.THANK_YOU, Kind.DEBRIEF, Kind.CHECK_IN])
def test_every_kind_has_its_form(owner: User, kind: Kind) -> None:
    todo = open_row(log(owner).prospect, kind)
    page = read(visitor().get(link(todo)))
    assert page.one(data_followup=str(todo.pk)).attrs["data-kind"] == kind
    assert page.all("input", name="outcome")


def test_it_speaks_the_language_of_whom_it_was_mailed_to(row: FollowUp, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(language="de")
    answer = visitor().get(link(row), headers={"accept-language": "en"})
    assert read(answer).one("html").attrs["lang"] == answer["Content-Language"] == "de"


def test_it_does_not_matter_who_is_signed_in_in_that_browser(
    row: FollowUp, stranger: User, owner: User
) -> None:
    client = signed_in(stranger)
    page = read(client.get(link(row)))
    assert stranger.email not in page.text
    assert page.one("body").attrs.get("hx-headers") is None
    client.post(link(row), {"outcome": "spoke"})
    assert Touch.objects.get(follow_up=row).by == owner
    assert client.get("/settings/").status_code == 200, "they are who they were"


# What keeps the address to itself


@pytest.mark.parametrize("method", ["get", "head"])
def test_its_answers_are_kept_and_found_by_nobody(row: FollowUp, method: str) -> None:
    for address in (link(row), "/act/garbled/"):
        answer = getattr(visitor(), method)(address)
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "strict-origin"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_without_the_token_of_the_form_nothing_happens(row: FollowUp) -> None:
    before = everything_stored()
    assert visitor().post(link(row), {"outcome": "spoke"}).status_code == 403
    assert everything_stored() == before


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "patch", "delete", "trace"])
def test_nothing_but_a_post_changes_a_row(row: FollowUp, method: str) -> None:
    before = everything_stored()
    query = "?outcome=spoke&skip=on&until=tomorrow"
    answer = getattr(Client(SERVER_NAME="localhost"), method)(link(row) + query)
    assert answer.status_code == (200 if method in {"get", "head"} else 405)
    assert everything_stored() == before


# What died


def dead(client: Client, address: str, **typed: str) -> Element:
    """The page of a dead link, looked at (or pressed when something is typed): it changes nothing."""
    before = everything_stored()
    answer = client.post(address, typed) if typed else client.get(address)
    assert answer.status_code in {404, 410}
    assert everything_stored() == before
    page = read(answer)
    assert [link.text for link in page.all("a", href="/") if "Today" in link.text] == ["Go to Today"]
    return page


def test_every_way_to_die_has_a_page_of_its_own(
    row: FollowUp, owner: User, manager: User, colleague: User, clock: Traveller
) -> None:
    client, address, said = Client(SERVER_NAME="localhost"), link(row), []
    other = step_of(log(owner, "Erik Dahl").prospect)
    of_erik = link(other)
    said.append(dead(client, "/act/cut-off/").one("h1").text)
    with override_settings(SECRET_KEY=ANOTHER_KEY, SECRET_KEY_FALLBACKS=[]):
        said.append(dead(client, address).one("h1").text)
    reassign([other.pk], colleague, by=manager, now=NINE)
    said.append(dead(client, of_erik).one("h1").text)
    snooze(row.pk, day(1), by=owner, today=MONDAY, now=NINE)
    said.append(dead(client, address).one("h1").text)
    clock.shift(timedelta(days=14, seconds=1))
    said.append(dead(client, address).one("h1").text)
    revoke_mailed_links(owner, now=NINE)
    said.append(dead(client, address).one("h1").text)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    said.append(dead(client, address).one("h1").text)
    assert said == [
        "This link is not complete",
        "This link cannot be checked any more",
        "A colleague looks after this now",
        "This was acted on before",
        "This link is too old",
        "This link was switched off",
        "This account is closed",
    ]


def test_no_dead_link_but_a_used_one_names_anybody(
    row: FollowUp, owner: User, manager: User, colleague: User, clock: Traveller
) -> None:
    client, address = Client(SERVER_NAME="localhost"), link(row)
    reassign([row.pk], colleague, by=manager, now=NINE)
    assert "Ingrid" not in dead(client, address).text
    clock.shift(timedelta(days=15))
    assert "Ingrid" not in dead(client, address).text
    assert "Ingrid" not in dead(client, "/act/garbled/").text


def test_a_used_one_says_how_it_stands(row: FollowUp, owner: User) -> None:
    address = link(row)
    skip(row.pk, by=owner, today=MONDAY, now=NINE)
    page = dead(Client(SERVER_NAME="localhost"), address)
    assert "Ingrid Solheim: skipped. Next check-in" in page.text
    assert "Maren Vogt" in page.text, "who it was"


def test_one_that_was_moved_since_says_to_which_day(row: FollowUp, owner: User) -> None:
    address = link(row)
    snooze(row.pk, day(1), by=owner, today=MONDAY, now=NINE)
    assert "It stands open, for tomorrow." in dead(Client(SERVER_NAME="localhost"), address).text


def test_pressed_twice_or_in_two_tabs_it_is_one_touch_and_the_same_answer(row: FollowUp) -> None:
    client, address = visitor(), link(row)
    page = read(client.get(address))
    form = filled_in(form_to(page, address)) | {"outcome": "no_answer", "note": "Ring again."}
    first, second = client.post(address, form), client.post(address, form)
    assert (first.status_code, second.status_code) == (200, 200)
    assert heading(first) == heading(second) == "Noted"
    assert read(first).one(role="status").text == read(second).one(role="status").text
    assert Touch.objects.filter(follow_up=row).count() == 1


def test_what_was_typed_meanwhile_is_shown_and_taken_along_behind_the_sign_in(
    row: FollowUp, owner: User
) -> None:
    client, address = visitor(), link(row)
    form = filled_in(form_to(read(client.get(address)), address))
    snooze(row.pk, day(1), by=owner, today=MONDAY, now=NINE)
    answer = client.post(address, form | {"outcome": "spoke", "note": "She moves to Oslo."})
    assert answer.status_code == 410
    page = read(answer)
    assert "She moves to Oslo." in page.text
    assert "Nothing of it has been saved." in page.text
    assert not Touch.objects.filter(follow_up=row).exists()
    sign_in = client.post("/typed/", filled_in(form_to(page, "/typed/")))
    assert sign_in.status_code == 403
    carried = filled_in(form_to(read(sign_in), "/accounts/login/"))["carried"]
    at_the_desk = signed_in(owner)
    shown = read(at_the_desk.post("/typed/", {"carried": carried}, follow=True))
    again = filled_in(form_to(shown, f"/followups/{row.pk}/complete/"))
    assert (again["note"], again["outcome"]) == ("She moves to Oslo.", "spoke")
    assert again["expected_version"] == "2", "saving now is theirs to decide"


def test_what_was_typed_is_for_its_owner_alone(row: FollowUp, owner: User, colleague: User) -> None:
    address = link(row)
    skip(row.pk, by=owner, today=MONDAY, now=NINE)
    page = read(
        Client(SERVER_NAME="localhost").post(address, {"outcome": "spoke", "note": "She moves to Oslo."})
    )
    carried = filled_in(form_to(page, "/typed/"))["carried"]
    shown = signed_in(colleague).post("/typed/", {"carried": carried}, follow=True)
    assert "Oslo" not in shown.content.decode()


@pytest.mark.parametrize("why", ["garbled", "revoked", "handed over"])
def test_no_word_is_lost_on_any_dead_link(
    row: FollowUp, owner: User, manager: User, colleague: User, why: str
) -> None:
    address = "/act/garbled/" if why == "garbled" else link(row)
    if why == "revoked":
        revoke_mailed_links(owner, now=NINE)
    if why == "handed over":
        reassign([row.pk], colleague, by=manager, now=NINE)
    page = dead(Client(SERVER_NAME="localhost"), address, outcome="spoke", note="She moves to Oslo.")
    assert "She moves to Oslo." in page.text


@pytest.mark.parametrize("typed", ["x" * 250_000, "\x00\x01", "<script>alert(1)</script>", "\u202e"])
def test_a_dead_link_takes_whatever_is_posted(row: FollowUp, typed: str) -> None:
    for address in ("/act/garbled/", link(row)):
        answer = Client(SERVER_NAME="localhost").post(address, {"outcome": "spoke", "note": typed})
        assert answer.status_code in {200, 404, 410}
        assert "<script>alert" not in answer.content.decode()


# Switched off


def test_the_settings_switch_off_every_link_sent_so_far(desk: Client, row: FollowUp) -> None:
    address = link(row)
    form = form_to(read(desk.get("/settings/")), "/settings/mailed-links/revoke/")
    assert desk.post(form.attrs["action"], filled_in(form)).status_code == 303
    assert dead(Client(SERVER_NAME="localhost"), address).one("h1").text == "This link was switched off"
