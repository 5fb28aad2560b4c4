"""Every page in German: each text offered to the translations, each of them translated."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone, translation

from accounts.address_confirmations import ask_to_confirm
from accounts.mailed_links import revoke_mailed_links
from accounts.models import Team, User
from accounts.notices import WHAT, tell
from accounts.password_resets import ask_for_reset
from desk.first_account import new_setup_token
from digests.content import Reader, digest_of
from digests.mails import message_of
from followups.agenda import agenda_for
from followups.kinds import Outcome, Status
from followups.mailed_links import act_token
from followups.models import FollowUp
from lostdeals.clock import ACCOUNT_MAIL
from outbox.delivery import deliver_due
from prospects.conversations import ExitConversation, ToldBy
from prospects.mail_keys import mail_key_of
from prospects.models import Deal, Prospect
from tests.cast import MONDAY, NINE, make_team, make_user
from tests.desk.greeks import NAMES, WORDS, fill_the_house, says_no, type_in_everything
from tests.desk.marking import MarkedGerman, marked_german, unmarked, unmarked_in_text
from tests.desk.reading import read, read_text
from tests.desk.test_second_step import CODES, STEP, sure, turn_on, with_password
from tests.desk.visiting import signed_in, typed_no
from tests.desk.walking import Walk
from tests.followups.telling import day, step_of
from tests.outbox.stage import Memory

LINK = re.compile(r"https?://\S+|\S+@\S+")
BROWSER = {"Accept-Language": "de-AT,de;q=0.8,en;q=0.5"}
SIGNED_OUT = (
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-a/", "/accounts/password/reset/key/done/", "/accounts/inactive/",
    "/accounts/confirm-email/", "/accounts/confirm-email/nobodys-key/", "/setup/nothing/", "/act/nothing/",
    "/unsubscribe/nothing/",
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def german() -> Iterator[MarkedGerman]:
    with marked_german() as marked, translation.override("de"):
        yield marked


@pytest.fixture
def reader(german: MarkedGerman) -> User:
    """A manager who reads German, in a team whose starting reasons were written in it."""
    return make_user(make_team("Ὁμάς"), "reader@example.com", name="Μαρία", is_manager=True, language="de")


def left_over(walk: Walk, german: MarkedGerman) -> dict[str, set[str]]:
    """Every text of the walk that no translation has touched, by address; and what German lacks."""
    left: dict[str, set[str]] = {"German lacks": set(german.lacking)}
    for address, answer in walk.answers:
        kind = answer.get("Content-Type", "")
        if kind.startswith("text/html") and not address.endswith("/html/"):
            left.setdefault(address, set()).update(unmarked(read(answer)))
        elif kind.startswith(("text/plain", "text/calendar")):
            left.setdefault(address, set()).update(unmarked_in_text(answer.content.decode()))
    return {address: texts for address, texts in left.items() if texts}


def test_every_text_of_every_page_is_german(german: MarkedGerman, reader: User) -> None:
    fill_the_house(reader)
    type_in_everything(signed_in(reader))
    walk = Walk(signed_in(reader))
    walk.look_at(
        "/no/", "/settings/", "/accounts/password/change/", "/accounts/email/", "/accounts/logout/",
        "/nowhere/", "/prospects/?q=nobody",
        *(f"/prospects/{person.pk}/" for person in Prospect.objects.all()),
        *(deal.get_absolute_url() for deal in Deal.objects.all()),
        *(f"/followups/{row.pk}/" for row in FollowUp.objects.all()),
    )  # fmt: skip
    walk.go_on_from("/")
    walk.send_every_form(empty=True)
    walk.send_every_form(empty=False)
    assert left_over(walk, german) == {}


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_receipt_is_german(german: MarkedGerman, reader: User, outcome: Outcome) -> None:
    walk = Walk(signed_in(reader))
    for name, htmx in zip(NAMES, (False, True), strict=False):
        row = step_of(says_no(reader, name, day(-45), told_by=ToldBy.MET).prospect)
        typed = {"outcome": outcome, "note": WORDS, "next_on": "2026-04-01", "why_yes": WORDS}
        walk.post(f"/followups/{row.pk}/complete/", typed, htmx=htmx)
        walk.look_at("/", row.get_absolute_url(), row.prospect.get_absolute_url())
    assert left_over(walk, german) == {}


@pytest.mark.parametrize("door", ["skip", "snooze", "undo"])
def test_what_is_put_off_left_out_or_taken_back_is_told_in_german(
    german: MarkedGerman, reader: User, door: str
) -> None:
    row = step_of(says_no(reader, on=day(-45)).prospect)
    walk = Walk(signed_in(reader))
    for htmx in (False, True):
        for until in ("tomorrow", "", "2026-12-01", "2020-01-01", "2099-01-01"):
            walk.post(f"/followups/{row.pk}/{door}/", {"until": until}, htmx=htmx)
    walk.look_at("/", row.get_absolute_url())
    assert left_over(walk, german) == {}


@pytest.mark.parametrize("conversation", list(ExitConversation))
def test_the_preview_of_a_no_is_german(
    german: MarkedGerman, reader: User, conversation: ExitConversation
) -> None:
    walk = Walk(signed_in(reader))
    for changes in (
        {}, {"ask_stay_in_touch": "no"}, {"ask_stay_in_touch": "stop"}, {"good_deal": "no"},
        {"next_contact_on": "2026-04-05", "next_contact_manner": "mail"}, {"next_contact": "in six weeks"},
        {"next_contact": "Ἴσως"}, {"next_contact": "nach den Sommerferien"}, {"said_on": "2026-03-09"},
        {"said_on": "2020-03-09"}, {"told_by": "silence"}, {"told_by": "mail"}, {"promise": "τὸν κατάλογον"},
    ):  # fmt: skip
        typed = typed_no(
            conversation=conversation, prospect_name=NAMES[0], organisation_name="Οἶκος", **changes
        )
        walk.post("/no/preview/", typed)
        walk.post("/no/preview/", typed, htmx=True)
    assert left_over(walk, german) == {}


def test_whoever_is_not_signed_in_reads_the_language_of_the_browser(
    german: MarkedGerman, reader: User
) -> None:
    walk = Walk(Client(SERVER_NAME="localhost", headers=BROWSER))
    walk.look_at(*SIGNED_OUT)
    for typed in ({}, {"login": "reader@example.com", "password": "wrong"}):
        walk.post("/accounts/login/", typed)
    walk.post("/accounts/password/reset/", {"email": reader.email})
    assert left_over(walk, german) == {}


def test_mail_about_an_account_is_german(german: MarkedGerman, reader: User) -> None:
    address = EmailAddress.objects.create(user=reader, email="other@example.com")
    ask_for_reset(reader.email, NINE)
    ask_to_confirm(reader, address.email, NINE)
    for what in (*WHAT, "something_new"):
        tell(reader, what, NINE)
    way_out = Memory()
    assert deliver_due(ACCOUNT_MAIL, NINE, transport=way_out).sent == len(WHAT) + 3
    for sent in way_out.mails:
        text, html = sent.get_body(("plain",)), sent.get_body(("html",))
        assert text is not None
        assert html is not None
        assert unmarked_in_text(f"{sent['Subject']}\n{LINK.sub('', text.get_content())}") == set()
        assert unmarked(read_text(html.get_content())) == set()
    assert german.lacking == set()


def test_how_somebody_signs_in_is_german(german: MarkedGerman, reader: User) -> None:
    walk = Walk(signed_in(reader))
    walk.look_at("/settings/security/", "/accounts/reauthenticate/")
    walk.client = sure(reader)
    walk.look_at("/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/")
    walk.post("/accounts/2fa/totp/activate/", {"code": "1"})
    turn_on(walk.client)
    key = Authenticator.objects.create(user=reader, type="webauthn", data={"name": "Κλείς", "credential": {}})
    for door in ("edit", "remove"):
        walk.look_at(f"/accounts/2fa/webauthn/keys/{key.pk}/{door}/")
    walk.look_at("/settings/security/", CODES, f"{CODES}generate/", "/accounts/2fa/totp/deactivate/")
    walk.look_at("/accounts/2fa/reauthenticate/", "/accounts/2fa/webauthn/reauthenticate/")
    for address in ("/accounts/2fa/reauthenticate/", "/accounts/2fa/webauthn/add/"):
        walk.post(address, {"code": "1", "credential": "{}"})
    walk.post("/settings/security/sessions/end/", {})
    walk.look_at("/settings/security/")
    walk.client = with_password(reader, headers=BROWSER)
    walk.look_at(STEP)
    walk.post(STEP, {"code": "1"})
    assert left_over(walk, german) == {}


def test_by_the_links_of_a_mail_everything_is_german(german: MarkedGerman, reader: User) -> None:
    walk = Walk(Client(SERVER_NAME="localhost", headers=BROWSER))
    people = [says_no(reader, name, day(-45), told_by=ToldBy.MET).prospect for name in NAMES[:3]]
    User.objects.update(links_valid_from=NINE - timedelta(days=90))
    acts: list[dict[str, str]] = [{"outcome": "spoke"}, {"until": "tomorrow"}, {"skip": "on"}]
    for person, act in zip(people, acts, strict=True):
        row = step_of(person)
        address = f"/act/{act_token(row.pk, row.version, reader.pk, now=timezone.now())}/"
        walk.look_at(address)
        for typed in (
            {"outcome": "not_yet", "note": WORDS},
            {"until": "2020-01-01"},
            {"until": "2026-12-01"},
        ):
            walk.post(address, typed)
        walk.post(address, act)
        walk.look_at(address)
        walk.post(address, {"outcome": "no_answer", "note": WORDS})
        walk.look_at(f"/act/{act_token(row.pk, 1, uuid4(), now=NINE)}/", f"/act/{'x' * 59}.{'x' * 43}/")
        walk.look_at(f"/act/{act_token(row.pk, 1, reader.pk, now=NINE - timedelta(days=20))}/")
        walk.look_at(f"/act/{act_token(uuid4(), 1, reader.pk, now=timezone.now())}/")
    revoke_mailed_links(reader, now=timezone.now())
    walk.look_at(address)
    for name in ("", "Ὁμάς"):
        Team.objects.update(public_name=name)
        way_out = f"/unsubscribe/{mail_key_of(people[0] if name else people[1])}/"
        walk.look_at(way_out)
        walk.post(way_out, {})
    page = signed_in(reader)
    walk.answers.append((person.get_absolute_url(), page.get(people[0].get_absolute_url())))
    walk.answers.append(("done", page.get(f"{people[0].get_absolute_url()}done/")))
    assert left_over(walk, german) == {}


def test_whoever_makes_the_first_account_keeps_the_language_of_the_browser(german: MarkedGerman) -> None:
    walk = Walk(Client(SERVER_NAME="localhost", headers=BROWSER))
    address = f"/setup/{new_setup_token()}/"
    walk.look_at(address)
    walk.post(address, {"password": "1234"})
    walk.post(
        address, {"name": "Μαρία", "email": "m@example.com", "password": "ὡς δὲ καλῶς", "time_zone": "UTC"}
    )
    walk.look_at("/", "/settings/", "/settings/reasons/", "/mail/", "/prospects/")
    assert User.objects.get().language == "de"
    assert left_over(walk, german) == {}


@pytest.mark.urls("tests.browser.urls")
def test_what_goes_wrong_is_said_in_german(german: MarkedGerman, reader: User) -> None:
    walk = Walk(signed_in(reader, raise_request_exception=False))
    walk.look_at("/nowhere/", "/forbidden/", "/unreadable/", "/broken/")
    walk.client = signed_in(reader, enforce_csrf_checks=True)
    walk.post("/no/", {})
    assert [answer.status_code for _address, answer in walk.answers] == [404, 403, 400, 500, 403]
    assert {read(answer).one("html").attrs["lang"] for _address, answer in walk.answers} == {"de"}
    assert left_over(walk, german) == {}


@pytest.mark.parametrize("weekly", [False, True])
@pytest.mark.parametrize("missed_from", [None, day(-4), day(-20)])
def test_the_reminder_mail_is_german(
    german: MarkedGerman, reader: User, weekly: bool, missed_from: date | None
) -> None:
    fill_the_house(reader)
    agenda = agenda_for(reader, MONDAY, day(6) if weekly else None)
    for daily in (True, False):
        who = Reader("https://deals.example.org", "07:30", daily, weekly, missed_from)
        message = message_of(digest_of(agenda, who, weekly=weekly))
        assert unmarked_in_text(f"{message.subject}\n{message.text}") == set()
        assert unmarked(read_text(message.html)) == set()
    assert german.lacking == set()


def test_a_quiet_day_is_german(german: MarkedGerman, reader: User) -> None:
    row = step_of(says_no(reader).prospect)
    FollowUp.objects.exclude(pk=row.pk).update(status=Status.SKIPPED, closed_at="2026-03-02T09:00Z")
    walk = Walk(signed_in(reader))
    walk.look_at("/", "/prospects/", "/mail/")
    assert left_over(walk, german) == {}
