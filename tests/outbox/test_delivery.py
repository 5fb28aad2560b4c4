"""Claim, send, mark: what happens to mail rows, with a transport in memory."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from accounts.models import User
from outbox import breaker, claims
from outbox.faults import AddressRefused, FateUnknown, MailRefused, TryLater, Unreachable
from outbox.kinds import SEND, Verdict, drop, hold
from outbox.message import Message
from outbox.models import Breaker, Delivery, Suppression
from outbox.states import State
from tests.outbox.stage import (
    DAY,
    HOUR,
    LETTER,
    MINUTE,
    NOW,
    OFFER,
    PAPER,
    Memory,
    a_delivery,
    deliver,
    hello,
)

pytestmark = pytest.mark.django_db

LEASE = timedelta(seconds=900)


class Killed(BaseException):
    """Stands for kill -9: nothing of ours runs after it."""


def raising(error: BaseException) -> Callable[[EmailMessage], None]:
    def fail(mail: EmailMessage) -> None:
        raise error

    return fail


def test_a_due_mail_is_sent_once_and_keeps_what_it_said(owner: User) -> None:
    row = a_delivery(owner)
    way_out = Memory()
    assert deliver(way_out).sent == 1
    row.refresh_from_db()
    assert (row.state, row.sent_at, row.transmissions, row.attempt) == (State.SENT, NOW, 1, 1)
    assert (row.subject, row.body_text) == ("Hello", "Hello in text\n")
    assert "Hello in HTML" in row.body_html
    assert row.lease_until is None


def test_a_second_run_sends_nothing(owner: User) -> None:
    a_delivery(owner)
    way_out = Memory()
    deliver(way_out)
    report = deliver(way_out)
    assert report.sent == 0
    assert len(way_out.mails) == 1


def test_a_mail_that_is_not_due_yet_stays(owner: User) -> None:
    row = a_delivery(owner, due_at=NOW + MINUTE)
    deliver(Memory())
    row.refresh_from_db()
    assert (row.state, row.attempt) == (State.PENDING, 0)


def test_a_kind_nobody_handed_in_is_left_alone(owner: User) -> None:
    row = a_delivery(owner, kind=replace(LETTER, name="unheard"))
    assert deliver(Memory()).left_in == {}
    row.refresh_from_db()
    assert row.state == State.PENDING


def test_one_connection_serves_a_run_of_many(owner: User) -> None:
    for _ in range(5):
        a_delivery(owner)
    way_out = Memory()
    assert deliver(way_out).sent == 5
    assert way_out.connections == 1


def test_the_limit_bounds_a_run(owner: User) -> None:
    for _ in range(3):
        a_delivery(owner)
    assert deliver(Memory(), limit=2).sent == 2


def test_a_long_run_ends_by_itself_and_the_next_goes_on(owner: User) -> None:
    for _ in range(3):
        a_delivery(owner)
    moments = iter(NOW + timedelta(minutes=m) for m in range(0, 100))
    report = deliver(Memory(), clock=lambda: next(moments))
    assert report.stopped == "the next run goes on"
    assert report.sent < 3
    deliver(Memory(), now=NOW + HOUR)
    assert Delivery.objects.filter(state=State.SENT).count() == 3


def test_a_verdict_keeps_a_mail_from_leaving(owner: User) -> None:
    row = a_delivery(owner)
    way_out = Memory()
    kind = replace(LETTER, may_send=lambda delivery, now: drop("not needed"))
    assert deliver(way_out, kinds=(kind,)).left_in == {State.DROPPED: 1}
    row.refresh_from_db()
    assert (row.state, row.error, row.transmissions) == (State.DROPPED, "not needed", 0)
    assert way_out.mails == []


def test_a_mail_can_be_held_for_a_person(owner: User) -> None:
    row = a_delivery(owner)
    deliver(Memory(), kinds=(replace(LETTER, may_send=lambda delivery, now: hold("ask Maren")),))
    row.refresh_from_db()
    assert row.state == State.HELD


def test_the_verdict_is_asked_inside_the_claims_transaction(owner: User) -> None:
    a_delivery(owner)
    seen: list[tuple[bool, str]] = []

    def look(delivery: Delivery, now: datetime) -> Verdict:
        seen.append((transaction.get_connection().in_atomic_block, delivery.state))
        return SEND

    deliver(Memory(), kinds=(replace(LETTER, may_send=look),))
    assert seen == [(True, State.SENDING)]


def test_what_follows_a_sent_mail_is_done_with_the_mark(owner: User) -> None:
    a_delivery(owner)
    noted: list[datetime] = []
    deliver(Memory(), kinds=(replace(LETTER, on_sent=lambda delivery, now: noted.append(now)),))
    assert noted == [NOW]


def test_a_mail_that_left_is_marked_sent_even_if_what_follows_raises(owner: User) -> None:
    row = a_delivery(owner)

    def fail(delivery: Delivery, now: datetime) -> None:
        raise RuntimeError("no")

    way_out = Memory()
    deliver(way_out, kinds=(replace(LETTER, on_sent=fail),))
    deliver(way_out, now=NOW + DAY, kinds=(LETTER,))
    row.refresh_from_db()
    assert row.state == State.SENT
    assert len(way_out.mails) == 1


# A killed worker


def test_killed_between_claim_and_mark_the_mail_is_claimed_again_after_the_lease(owner: User) -> None:
    row = a_delivery(owner)
    with pytest.raises(Killed):
        deliver(Memory(before=raising(Killed())))
    row.refresh_from_db()
    assert (row.state, row.transmissions) == (State.SENDING, 0)
    way_out = Memory()
    assert deliver(way_out, now=NOW + LEASE - MINUTE).sent == 0
    assert deliver(way_out, now=NOW + LEASE).sent == 1
    row.refresh_from_db()
    assert (row.state, row.transmissions, row.attempt) == (State.SENT, 1, 2)


def test_killed_after_the_mark_one_more_copy_leaves_with_the_same_message_id(owner: User) -> None:
    row = a_delivery(owner)
    way_out = Memory(after=raising(Killed()))
    ids: list[str] = []
    way_out.before = lambda mail: ids.append(str(mail["Message-ID"]))
    with pytest.raises(Killed):
        deliver(way_out)
    way_out.after = lambda mail: None
    deliver(way_out, now=NOW + LEASE)
    row.refresh_from_db()
    assert (row.state, row.transmissions) == (State.SENT, 2)
    assert ids == [f"<{row.pk}@localhost>"] * 2


def test_killed_twice_after_the_mark_nobody_knows_and_no_third_copy_leaves(owner: User) -> None:
    row = a_delivery(owner)
    for run in range(2):
        with pytest.raises(Killed):
            deliver(Memory(after=raising(Killed())), now=NOW + run * LEASE)
    way_out = Memory()
    deliver(way_out, now=NOW + 2 * LEASE)
    row.refresh_from_db()
    assert (row.state, row.transmissions) == (State.UNKNOWN, 2)
    assert way_out.mails == []


def test_a_lease_from_a_clock_that_was_ahead_holds_nobody_back(owner: User) -> None:
    row = a_delivery(owner)
    with pytest.raises(Killed):
        deliver(Memory(before=raising(Killed())), now=NOW + 365 * DAY, kinds=(replace(LETTER),))
    deliver(Memory(), now=NOW + MINUTE)
    row.refresh_from_db()
    assert row.state == State.SENT


def test_a_sender_whose_lease_ran_out_does_not_hand_the_mail_over(owner: User) -> None:
    row = a_delivery(owner)
    way_out = Memory()
    moments = iter([NOW, NOW, NOW, NOW, NOW + LEASE, NOW + LEASE])
    deliver(way_out, clock=lambda: next(moments))
    row.refresh_from_db()
    assert (row.transmissions, row.state) == (0, State.SENDING)
    assert way_out.mails == []


def test_a_claim_taken_over_by_another_sends_only_the_others_copy(owner: User) -> None:
    row = a_delivery(owner)
    other = Memory()
    slow = Memory(
        before=lambda mail: None if deliver(other, now=NOW + LEASE).sent else pytest.fail("not taken")
    )
    deliver(slow)
    row.refresh_from_db()
    assert (len(slow.mails), len(other.mails)) == (0, 1)
    assert (row.state, row.transmissions) == (State.SENT, 1)


# What the server says


def test_try_later_does_not_count_as_a_copy_and_waits_longer_each_time(owner: User) -> None:
    row = a_delivery(owner)
    way_out = Memory(before=raising(TryLater("451 greylisted")))
    waits = []
    now = NOW
    for _ in range(6):
        deliver(way_out, now=now)
        row.refresh_from_db()
        waits.append((row.next_attempt_at - now) // MINUTE)
        now = row.next_attempt_at
    assert waits == [1, 2, 4, 8, 15, 15]
    assert (row.state, row.transmissions, row.error) == (State.PENDING, 0, "451 greylisted")


def test_a_no_for_now_after_the_mail_went_over_takes_the_copy_off_the_count(owner: User) -> None:
    row = a_delivery(owner)
    deliver(Memory(after=raising(TryLater("452 disk full"))))
    row.refresh_from_db()
    assert (row.state, row.transmissions) == (State.PENDING, 0)


def test_after_five_days_we_stop_trying_and_say_so(owner: User) -> None:
    row = a_delivery(owner)
    way_out = Memory(before=raising(TryLater("451 later")))
    deliver(way_out, now=NOW + 5 * DAY - MINUTE)
    row.refresh_from_db()
    assert row.state == State.PENDING
    deliver(way_out, now=NOW + 5 * DAY)
    row.refresh_from_db()
    assert (row.state, row.error) == (State.FAILED, "451 later")


def test_a_refused_address_is_written_to_no_more(owner: User) -> None:
    row = a_delivery(owner)
    deliver(Memory(before=raising(AddressRefused("550 no such user"))))
    row.refresh_from_db()
    assert (row.state, row.error, row.transmissions) == (State.SUPPRESSED, "550 no such user", 0)


def test_an_address_of_ours_that_is_none_is_not_their_fault(owner: User) -> None:
    nowhere = replace(
        LETTER, render=lambda *_asked: Message("Hello", "Hello\n", "<p>Hello</p>", reply_to="none")
    )
    row = a_delivery(owner)
    deliver(Memory(), kinds=(nowhere,))
    row.refresh_from_db()
    assert (row.state, row.transmissions) == (State.FAILED, 0)
    assert not Suppression.objects.exists()


def test_a_refused_mail_is_shown(owner: User) -> None:
    row = a_delivery(owner)
    deliver(Memory(after=raising(MailRefused("554 too long"))))
    row.refresh_from_db()
    assert (row.state, row.transmissions) == (State.FAILED, 0)


def test_an_unknown_fate_is_tried_once_more_for_our_own_people(owner: User) -> None:
    row = a_delivery(owner)
    lost = Memory(after=raising(FateUnknown("timed out")))
    deliver(lost)
    row.refresh_from_db()
    assert (row.state, row.transmissions) == (State.PENDING, 1)
    deliver(lost, now=NOW + HOUR)
    row.refresh_from_db()
    assert (row.state, row.transmissions) == (State.UNKNOWN, 2)
    way_out = Memory()
    deliver(way_out, now=NOW + DAY)
    assert way_out.mails == []


def test_an_unknown_fate_of_a_prospects_mail_is_held_at_once(owner: User) -> None:
    row = a_delivery(owner, OFFER)
    deliver(Memory(after=raising(FateUnknown("timed out"))))
    row.refresh_from_db()
    assert (row.state, row.transmissions) == (State.HELD, 1)


def test_a_prospects_mail_whose_sender_died_is_held(owner: User) -> None:
    row = a_delivery(owner, OFFER)
    with pytest.raises(Killed):
        deliver(Memory(after=raising(Killed())))
    way_out = Memory()
    deliver(way_out, now=NOW + LEASE)
    row.refresh_from_db()
    assert (row.state, row.transmissions) == (State.HELD, 1)
    assert way_out.mails == []


# One bad mail never stops the others


def test_a_mail_that_cannot_be_rendered_waits_and_the_others_leave(owner: User) -> None:
    bad = a_delivery(owner, period_key="bad")
    a_delivery(owner, period_key="good")

    def picky(delivery: Delivery, now: datetime) -> Message:
        if delivery.period_key == "bad":
            raise KeyError("template")
        return hello(delivery, now)

    assert deliver(Memory(), kinds=(replace(LETTER, render=picky),)).sent == 1
    bad.refresh_from_db()
    assert (bad.state, bad.transmissions) == (State.PENDING, 0)
    assert bad.next_attempt_at > NOW


def test_a_mail_whose_verdict_raises_waits_and_the_others_leave(owner: User) -> None:
    bad = a_delivery(owner, period_key="bad")
    a_delivery(owner, period_key="good")

    def picky(delivery: Delivery, now: datetime) -> Verdict:
        if delivery.period_key == "bad":
            raise KeyError("agenda")
        return SEND

    kind = replace(LETTER, may_send=picky)
    assert deliver(Memory(), kinds=(kind,)).sent == 1
    bad.refresh_from_db()
    assert (bad.state, bad.attempt, bad.error) == (State.PENDING, 1, "KeyError: 'agenda'")
    assert deliver(Memory(), kinds=(kind,)).left_in == {}


def test_an_address_that_is_none_is_refused_before_anybody_is_asked(owner: User) -> None:
    row = a_delivery(owner, address="nobody")
    way_out = Memory()
    deliver(way_out)
    row.refresh_from_db()
    assert row.state == State.SUPPRESSED
    assert way_out.mails == []


def test_a_sender_address_that_is_none_costs_nobody_their_mail(owner: User, settings: Settings) -> None:
    row = a_delivery(owner)
    settings.DEFAULT_FROM_EMAIL = "Lost Deals"
    report = deliver(Memory())
    row.refresh_from_db()
    assert report.stopped == "DEFAULT_FROM_EMAIL is not a mail address"
    assert (row.state, row.attempt) == (State.PENDING, 0)


# The breaker


def test_a_refused_connection_touches_no_mail_and_opens_the_breaker(owner: User) -> None:
    row = a_delivery(owner)

    def refuse() -> None:
        raise Unreachable("connection refused")

    report = deliver(Memory(on_connect=refuse))
    row.refresh_from_db()
    assert (report.stopped, row.state, row.attempt) == ("connection refused", State.PENDING, 0)
    assert breaker.is_open(NOW)
    assert breaker.is_tripped()


def test_while_the_breaker_is_open_nobody_knocks(owner: User) -> None:
    a_delivery(owner)
    breaker.trip("535 wrong password", NOW)
    way_out = Memory()
    deliver(way_out, now=NOW + timedelta(seconds=10))
    assert way_out.connections == 0


def test_after_its_pause_a_connection_that_works_closes_the_breaker(owner: User) -> None:
    a_delivery(owner)
    breaker.trip("connection refused", NOW)
    assert deliver(Memory(), now=NOW + MINUTE).sent == 1
    assert not breaker.is_tripped()
    assert Breaker.objects.get().reason == ""


def test_the_breaker_closes_again_when_no_mail_is_left_to_try(db: None) -> None:
    breaker.trip("connection refused", NOW)
    deliver(Memory(), now=NOW + MINUTE)
    assert not breaker.is_tripped()


def test_the_pause_grows_to_five_minutes_and_no_more(db: None) -> None:
    for _ in range(12):
        breaker.trip("connection refused", NOW)
    assert breaker.is_open(NOW + 5 * MINUTE - timedelta(seconds=1))
    assert not breaker.is_open(NOW + 5 * MINUTE)


def test_a_breaker_opened_by_a_clock_that_was_ahead_is_not_obeyed(db: None) -> None:
    breaker.trip("connection refused", NOW + DAY)
    assert not breaker.is_open(NOW)


def test_a_connection_lost_in_the_middle_gives_the_mail_back_uncounted(owner: User) -> None:
    first, second = a_delivery(owner), a_delivery(owner)
    seen: list[str] = []

    def refuse_second(mail: EmailMessage) -> None:
        seen.append(str(mail["Message-ID"]))
        if len(seen) == 2:
            raise Unreachable("535 wrong password")

    report = deliver(Memory(before=refuse_second))
    rows = {row.pk: row for row in Delivery.objects.all()}
    states = sorted((rows[first.pk].state, rows[second.pk].state))
    assert states == [State.PENDING, State.SENT]
    waiting = Delivery.objects.get(state=State.PENDING)
    assert (waiting.attempt, waiting.transmissions) == (0, 0)
    assert report.stopped == "535 wrong password"


# Superseding


def test_the_newest_of_a_family_is_sent_and_the_older_one_is_replaced(owner: User) -> None:
    old = a_delivery(owner, PAPER, due_at=NOW - DAY)
    new = a_delivery(owner, PAPER, due_at=NOW)
    way_out = Memory()
    deliver(way_out)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, new.state) == (State.SUPERSEDED, State.SENT)
    assert len(way_out.mails) == 1


def test_anothers_newer_mail_replaces_nothing(owner: User, colleague: User) -> None:
    old = a_delivery(owner, PAPER, due_at=NOW - DAY)
    a_delivery(colleague, PAPER, due_at=NOW)
    deliver(Memory())
    old.refresh_from_db()
    assert old.state == State.SENT


def test_superseding_leaves_alone_what_is_on_its_way(owner: User) -> None:
    waiting = a_delivery(owner, PAPER, due_at=NOW - 2 * DAY)
    leaving = a_delivery(
        owner, PAPER, due_at=NOW - DAY, state=State.SENDING, lease_until=NOW + MINUTE, claim=waiting.pk
    )
    gone = a_delivery(owner, PAPER, due_at=NOW - 3 * DAY, state=State.SENT, sent_at=NOW)
    assert claims.supersede_older(owner.pk, (PAPER.name,), NOW, NOW) == 1
    states = [Delivery.objects.get(pk=row.pk).state for row in (waiting, leaving, gone)]
    assert states == [State.SUPERSEDED, State.SENDING, State.SENT]


# What the database itself refuses


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "sent"},
        {"state": "sending"},
        {"state": "somewhere"},
        {"transmissions": 3},
        {"address": ""},
        {"period_key": ""},
    ],
)
def test_a_row_that_cannot_be_true_is_refused(owner: User, columns: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        a_delivery(owner, **columns)


def test_one_mail_per_kind_person_and_period(owner: User) -> None:
    a_delivery(owner, period_key="2026-03-02")
    with pytest.raises(IntegrityError), transaction.atomic():
        a_delivery(owner, period_key="2026-03-02")
