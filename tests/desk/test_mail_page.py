"""/mail/: why a mail stands as it does, held mail, addresses that refuse it, the team, how mail is doing."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.changes import Change
from accounts.models import User
from outbox import arming, breaker, suppression
from outbox.heartbeat import beat
from outbox.models import Delivery, Suppression
from outbox.states import NEVER_SHOWN, Reason, State
from outbox.trial import Trial
from tests.cast import NINE
from tests.desk.reading import Element, filled_in, form_to, read, said
from tests.desk.test_mail import mail_to
from tests.desk.visiting import signed_in
from tests.outbox.stage import OFFER, Memory, deliver

INGRID = "ingrid@havbruk.example"
MINUTE = timedelta(minutes=1)


def mail_of(owner: User, **fields: Any) -> Delivery:
    """A mail of `owner` to a prospect, held after its first copy unless told otherwise."""
    facts: dict[str, Any] = {
        "kind": OFFER.name, "recipient": None, "owner": owner, "address": INGRID, "subject": "A checklist",
        "period_key": "1", "state": State.HELD, "sent_at": None, "transmissions": 1, "error": "timed out",
    }  # fmt: skip
    return mail_to(owner, **{**facts, **fields})


def rows_of(page: Element) -> list[Element]:
    return page.all("tr", data_mail=True)


# Why


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": State.PENDING, "due_at": NINE + MINUTE}, "WaitingGoes out when it is due."),
        ({"state": State.PENDING}, "WaitingGoes out in a moment."),
        (
            {
                "state": State.PENDING,
                "attempt": 2,
                "error": "451 later",
                "next_attempt_at": NINE + 4 * MINUTE,
            },
            "WaitingTried 2 times. 451 later. Next try: 09:04.",
        ),
        (
            {"state": State.PENDING, "attempt": 1, "transmissions": 1, "error": "timed out"},
            "WaitingNo answer to the first copy, so one more goes out. Timed out",
        ),
        (
            {"state": State.SENT, "sent_at": NINE, "transmissions": 2},
            "SentTwo copies may have arrived: to the first one no answer came.",
        ),
        ({"state": State.FAILED, "error": "554 no"}, "Not deliveredThe mail server did not take it: 554 no"),
        (
            {"state": State.UNKNOWN, "transmissions": 2},
            "May not have arrived"
            "Handed over twice, and no answer came. The next one carries everything again.",
        ),
        (
            {"state": State.SUPERSEDED, "error": "a newer one carries everything"},
            "Replaced by a newer oneA newer one carries everything",
        ),
        (
            {"state": State.DROPPED, "error": "nobody is due any more"},
            "Not needed any moreNobody is due any more",
        ),
        (
            {"state": State.SUPPRESSED, "error": "mail to this address came back"},
            "Not written toMail to this address came back",
        ),
    ],
)
def test_every_mail_says_why_it_stands_as_it_does(
    desk: Client, owner: User, fields: dict[str, Any], words: str
) -> None:
    mail_to(owner, **{"sent_at": None, **fields})
    (row,) = rows_of(read(desk.get("/mail/")))
    assert row.all("td")[-1].text == words


def test_reasons_are_said_in_the_readers_language(owner: User) -> None:
    owner.language = "de"
    owner.save()
    mail_to(owner, state=State.SUPERSEDED, error="a newer one carries everything", sent_at=None)
    (row,) = rows_of(read(signed_in(owner).get("/mail/")))
    assert "a newer one" not in row.text.lower()


def test_a_mail_without_subject_says_what_it_is(desk: Client, owner: User) -> None:
    mail_to(owner, subject="", state=State.PENDING, sent_at=None)
    mail_to(owner, subject="", state=State.PENDING, sent_at=None, kind="digest-weekly")
    mail_to(owner, subject="", state=State.PENDING, sent_at=None, kind="monthly-lessons")
    titles = {row.all("td")[0].text for row in rows_of(read(desk.get("/mail/")))}
    assert titles == {"Reminder mail", "Reminder mail of the week", "What your noes taught you"}


# Filters and pages


def test_the_list_can_be_narrowed_to_a_state(desk: Client, owner: User) -> None:
    mail_to(owner)
    mail_to(owner, state=State.FAILED, sent_at=None, period_key="2")
    states = [row.attrs["data-state"] for row in rows_of(read(desk.get("/mail/?state=failed")))]
    assert states == ["failed"]
    assert "No mail is like that." in read(desk.get("/mail/?state=held")).text
    assert len(rows_of(read(desk.get("/mail/?state=nonsense&after=nonsense")))) == 2


def test_pages_follow_each_other_without_gap_or_repetition(desk: Client, owner: User) -> None:
    """Many of one moment as well: the key is moment and mail."""
    for number in range(95):
        due = NINE - timedelta(days=number // 30)
        mail_to(owner, period_key=str(number), due_at=due)
    seen: list[str] = []
    address = "/mail/?state=sent"
    while address:
        page = read(desk.get(address))
        seen += [row.attrs["data-mail"] for row in rows_of(page)]
        following = [link for link in page.all("a") if "after=" in link.attrs.get("href", "")]
        address = following[0].attrs["href"] if following else ""
    assert len(seen) == len(set(seen)) == 95


# Held mail


def test_a_held_mail_can_be_sent_once_more_by_its_owner(desk: Client, owner: User) -> None:
    mail = mail_of(owner)
    page = read(desk.get("/mail/"))
    assert "so it may have arrived" in rows_of(page)[0].text
    form = form_to(page, f"/mail/{mail.pk}/send/")
    answer = desk.post(f"/mail/{mail.pk}/send/", filled_in(form), follow=True)
    assert "It leaves in a moment." in said(read(answer))
    way_out = Memory()
    deliver(way_out, now=NINE)
    mail.refresh_from_db()
    assert (mail.state, mail.transmissions, len(way_out.mails)) == (State.SENT, 2, 1)
    assert Change.objects.get(object_id=mail.pk).action == "send_held_mail"
    assert "Maren Vogt sent it once more, 09:00." in read(desk.get(f"/mail/{mail.pk}/")).text


def test_a_held_mail_can_be_dropped_by_a_manager(owner: User, manager: User) -> None:
    mail = mail_of(owner)
    client = signed_in(manager)
    assert f"/mail/{mail.pk}/drop/" in client.get("/mail/team/").content.decode()
    assert "Dropped." in said(read(client.post(f"/mail/{mail.pk}/drop/", follow=True)))
    mail.refresh_from_db()
    assert mail.state == State.DROPPED
    change = Change.objects.get(object_id=mail.pk)
    assert (change.actor, change.action, change.before) == (manager, "drop_held_mail", [])
    assert client.post(f"/changes/{change.pk}/undo/").status_code == 404


@pytest.mark.parametrize("door", ["send", "drop"])
def test_a_stale_press_changes_nothing_and_says_so(desk: Client, owner: User, door: str) -> None:
    mail = mail_of(owner)
    desk.post(f"/mail/{mail.pk}/drop/")
    answer = desk.post(f"/mail/{mail.pk}/{door}/", follow=True)
    assert "Nothing was changed: this mail is not held any more." in said(read(answer))
    mail.refresh_from_db()
    assert mail.state == State.DROPPED
    assert Change.objects.filter(object_id=mail.pk).count() == 1


@pytest.mark.parametrize("who", ["colleague", "marketer", "stranger"])
@pytest.mark.parametrize("door", ["", "html/", "send/", "drop/", "write-again/"])
def test_to_others_a_prospects_mail_does_not_exist(
    who: str, door: str, owner: User, request: pytest.FixtureRequest
) -> None:
    mail, client = mail_of(owner), signed_in(request.getfixturevalue(who))
    ask = client.get if door in {"", "html/"} else client.post
    assert ask(f"/mail/{mail.pk}/{door}").status_code == 404
    mail.refresh_from_db()
    assert mail.state == State.HELD


# Addresses that send mail back


def test_mail_to_oneself_that_comes_back_is_shown_and_lifted_in_one_press(desk: Client, owner: User) -> None:
    mail = mail_to(owner, state=State.SUPPRESSED, sent_at=None, error="550 no such user")
    suppression.suppress(owner.email, Reason.BOUNCE, NINE, said="550 no such user", source=mail)
    section = read(desk.get("/mail/")).one("section", aria_labelledby="bounce-h")
    assert "Since 2 Mar nothing has been sent to maren@example.com." in section.text
    assert "550 no such user" in section.text
    answer = desk.post(f"/mail/{mail.pk}/write-again/", follow=True)
    assert "we write to maren@example.com again" in said(read(answer))
    assert not Suppression.objects.exists()
    assert Change.objects.get(object_id=mail.pk).action == "lift_bounce"
    again = desk.post(f"/mail/{mail.pk}/write-again/", follow=True)
    assert "Nothing stands against maren@example.com any more." in said(read(again))


def test_a_manager_lifts_it_for_somebody_of_the_team(owner: User, manager: User) -> None:
    mail = mail_to(owner, state=State.SUPPRESSED, sent_at=None)
    suppression.suppress(owner.email, Reason.BOUNCE, NINE, source=mail)
    client = signed_in(manager)
    assert "Write to this address again" in read(client.get("/mail/team/")).text
    client.post(f"/mail/{mail.pk}/write-again/")
    assert not Suppression.objects.exists()


def test_an_unsubscribe_is_shown_and_cannot_be_lifted(desk: Client, owner: User) -> None:
    mail = mail_of(owner, state=State.SUPPRESSED, error="they asked for no more mail")
    suppression.suppress(INGRID, Reason.UNSUBSCRIBE, NINE, source=mail)
    page = read(desk.get("/mail/"))
    assert "They asked for no more mail" in page.text
    assert "Write to this address again" not in page.text
    desk.post(f"/mail/{mail.pk}/write-again/")
    assert Suppression.objects.count() == 1


# The team


def test_a_manager_sees_whether_mail_of_the_team_left_but_not_what_it_says(
    owner: User, manager: User, stranger: User
) -> None:
    mail_to(owner, state=State.FAILED, sent_at=None, error="554 too long")
    theirs = mail_of(owner)
    mail_to(stranger, subject="Not of this house")
    page = read(signed_in(manager).get("/mail/team/"))
    rows = {row.all("td")[0].text: row for row in rows_of(page)}
    assert sorted(rows) == ["A checklist", "Reminder mail"]
    assert "554 too long" in rows["Reminder mail"].text
    assert not rows["Reminder mail"].all("a")
    assert rows["A checklist"].one("a").attrs["href"] == f"/mail/{theirs.pk}/"
    assert "Not of this house" not in page.text


def test_whoever_manages_nothing_has_no_such_page(desk: Client) -> None:
    assert desk.get("/mail/team/").status_code == 403
    assert "/mail/team/" not in desk.get("/mail/").content.decode()


@pytest.mark.parametrize("kind", NEVER_SHOWN)
def test_mail_about_accounts_is_shown_to_nobody(desk: Client, owner: User, manager: User, kind: str) -> None:
    mail = mail_to(owner, kind=kind, owner=owner, subject="Your way in")
    for client, address in ((desk, "/mail/"), (signed_in(manager), "/mail/team/")):
        assert "Your way in" not in client.get(address).content.decode()
        assert client.get(f"/mail/{mail.pk}/").status_code == 404


# How mail is doing


def facts(client: Client) -> dict[str, str]:
    listed = read(client.get("/mail/")).one("section", aria_labelledby="state-h")
    names, texts = listed.all("dt"), listed.all("dd")
    return {name.text: text.text for name, text in zip(names, texts, strict=True)}


def test_the_clock_the_server_and_what_waits_are_told(desk: Client, owner: User, settings: Any) -> None:
    settings.MAIL_AS_FILES = False
    for process in ("tick", "worker", "beat", "web"):
        beat(process, NINE - MINUTE)
    assert facts(desk) == {
        "Clock": "last ticked at 08:59",
        "Mail server": "takes our mail",
        "Waiting": "nothing",
        "Backup": "none is made by itself",
        "Seen": "web 08:59 · worker 08:59 · beat 08:59",
    }


def test_what_stands_in_the_way_is_told(desk: Client, owner: User) -> None:
    beat("tick", NINE - timedelta(days=1))
    breaker.trip("535 wrong password", NINE - MINUTE)
    breaker.trip("535 wrong password", NINE)
    old = NINE - 20 * MINUTE
    mail_to(owner, state=State.PENDING, sent_at=None, due_at=old, created_at=old)
    assert facts(desk) == {
        "Clock": "last ticked at Sun 1 Mar, 09:00. Is the worker running?",
        "Mail server": "refuses us since 08:59. Next try: 09:00.It said: 535 wrong password",
        "Waiting": "1 mail, the oldest for 20 minutes",
        "Backup": "none is made by itself",
    }


def test_a_clock_that_never_ticked_is_told_after_five_minutes(
    desk: Client, clock: time_machine.Traveller
) -> None:
    assert facts(desk)["Clock"] == "has not ticked yet. Is the worker running?"
    assert not read(desk.get("/")).all(data_banner="warn")
    clock.shift(timedelta(minutes=5, seconds=1))
    assert "The clock stands still" in read(desk.get("/")).one(data_banner="warn").text


def test_a_copy_is_told(desk: Client) -> None:
    arming.disarm(NINE)
    assert "this is a copy" in facts(desk)["Mail server"]


# The test mail


@pytest.mark.parametrize(
    ("trial", "words"),
    [
        (
            Trial(taken=True, said="250 OK id=1"),
            "Sent to maren@example.com. The mail server said: 250 OK id=1",
        ),
        (Trial(taken=False, said="535 wrong"), "Not sent. The mail server said: 535 wrong"),
        (
            Trial(taken=False, said="timed out", maybe=True),
            "It may have arrived, the answer did not: timed out",
        ),
        (Trial(taken=False, said="", disarmed=True), "Not sent: this is a copy"),
    ],
)
def test_a_test_mail_answers_with_the_servers_words(
    desk: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, trial: Trial, words: str
) -> None:
    settings.MAIL_AS_FILES = False
    asked: list[str] = []
    monkeypatch.setattr(
        "desk.views.mail.send_test_mail", lambda address, *rest: asked.append(address) or trial
    )
    assert words in said(read(desk.post("/mail/test/", follow=True)))
    assert asked == ["maren@example.com"]


def test_it_really_leaves(desk: Client, mailoutbox: list[Any]) -> None:
    desk.post("/mail/test/")
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["maren@example.com"], "Test mail from Lost Deals")
    ]


def test_two_at_once_are_one_too_many(desk: Client, mailoutbox: list[Any], colleague: User) -> None:
    desk.post("/mail/test/")
    assert "Please wait a moment." in said(read(desk.post("/mail/test/", follow=True)))
    signed_in(colleague).post("/mail/test/")
    assert len(mailoutbox) == 2
