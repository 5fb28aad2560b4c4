"""Held mail: a person sends it once more, knowingly, or drops it. Nothing ever leaves in three copies."""

from dataclasses import replace

import pytest

from accounts.models import User
from outbox import holding, suppression
from outbox.faults import FateUnknown
from outbox.kinds import hold, hold_until_mended
from outbox.models import Delivery
from outbox.states import MOST_TRANSMISSIONS, Audience, Reason, State, copies_allowed, when_nobody_knows
from tests.outbox.stage import DAY, HOUR, MINUTE, NOW, OFFER, Memory, a_delivery, deliver
from tests.outbox.test_delivery import raising
from tests.outbox.test_races import at_the_same_time

SILENT = Memory(after=raising(FateUnknown("no answer")))


def held(owner: User) -> Delivery:
    """A mail to a prospect of which nobody knows whether it left."""
    row = a_delivery(owner, OFFER)
    deliver(SILENT)
    row.refresh_from_db()
    assert (row.state, row.transmissions) == (State.HELD, 1)
    return row


@pytest.mark.django_db
def test_a_held_mail_leaves_once_more_when_somebody_says_so(owner: User) -> None:
    row = held(owner)
    assert holding.send_once_more(row.pk, NOW + HOUR)
    way_out = Memory()
    assert deliver(way_out, now=NOW + HOUR).sent == 1
    row.refresh_from_db()
    assert (row.state, row.transmissions, row.error) == (State.SENT, 2, "")


@pytest.mark.django_db
def test_after_two_copies_nobody_is_asked_again(owner: User) -> None:
    row = held(owner)
    holding.send_once_more(row.pk, NOW + HOUR)
    deliver(SILENT, now=NOW + HOUR)
    row.refresh_from_db()
    assert (row.state, row.transmissions) == (State.UNKNOWN, 2)
    assert not holding.send_once_more(row.pk, NOW + DAY)
    assert deliver(Memory(), now=NOW + DAY).left_in == {}


@pytest.mark.django_db
def test_a_mail_held_before_its_first_copy_is_held_again_when_nobody_knows(owner: User) -> None:
    row = a_delivery(owner, OFFER)
    deliver(Memory(), kinds=(replace(OFFER, may_send=lambda delivery, now: hold("ask Maren")),))
    holding.send_once_more(row.pk, NOW)
    deliver(SILENT)
    row.refresh_from_db()
    assert (row.state, row.transmissions, row.copies_allowed) == (State.HELD, 1, 1)


@pytest.mark.django_db
def test_what_a_person_let_go_is_not_held_by_the_same_doubt(owner: User) -> None:
    doubting = (replace(OFFER, may_send=lambda delivery, now: hold("ask Maren")),)
    row = a_delivery(owner, OFFER)
    deliver(Memory(), kinds=doubting)
    holding.send_once_more(row.pk, NOW)
    assert deliver(Memory(), kinds=doubting).sent == 1


@pytest.mark.django_db
def test_not_even_a_person_sends_to_whoever_unsubscribed(owner: User) -> None:
    row = held(owner)
    suppression.suppress(row.address, Reason.UNSUBSCRIBE, NOW)
    holding.send_once_more(row.pk, NOW + HOUR)
    way_out = Memory()
    deliver(way_out, now=NOW + HOUR)
    row.refresh_from_db()
    assert (row.state, way_out.mails) == (State.SUPPRESSED, [])


@pytest.mark.django_db
def test_thinking_about_it_for_long_does_not_make_it_late(owner: User) -> None:
    row = held(owner)
    later = NOW + 9 * DAY
    holding.send_once_more(row.pk, later)
    assert deliver(Memory(), now=later + MINUTE).sent == 1


@pytest.mark.django_db
def test_a_held_mail_can_be_dropped(owner: User) -> None:
    row = held(owner)
    assert holding.drop(row.pk)
    row.refresh_from_db()
    assert (row.state, row.error) == (State.DROPPED, "somebody decided against it")
    assert not holding.send_once_more(row.pk, NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [state for state in State if state not in {State.HELD, State.SENDING}])
def test_only_what_is_held_can_be_decided(owner: User, state: State) -> None:
    row = a_delivery(owner, OFFER, state=state, sent_at=NOW)
    assert not holding.send_once_more(row.pk, NOW)
    assert not holding.drop(row.pk)
    row.refresh_from_db()
    assert row.state == state


@pytest.mark.django_db(transaction=True)
def test_of_many_presses_at_once_one_decides(owner: User) -> None:
    for _ in range(5):
        row = a_delivery(owner, OFFER, state=State.HELD, transmissions=1)
        press = [lambda pk=row.pk: holding.drop(pk), lambda pk=row.pk: holding.send_once_more(pk, NOW)]
        turns = iter(press * 2)
        assert sum(at_the_same_time(lambda turns=turns: next(turns)())) == 1


@pytest.mark.parametrize("audience", list(Audience))
def test_nobody_can_allow_a_third_copy(audience: Audience) -> None:
    assert copies_allowed(audience, 3) == MOST_TRANSMISSIONS
    assert when_nobody_knows(audience, MOST_TRANSMISSIONS) == State.UNKNOWN


@pytest.mark.django_db
def test_what_is_missing_stays_missing_whatever_somebody_presses(owner: User) -> None:
    """A press of "send" is no postal address: the mail stays held until that is there."""
    row = a_delivery(owner, OFFER)
    incomplete = (replace(OFFER, may_send=lambda delivery, now: hold_until_mended("no address of ours")),)
    deliver(Memory(), kinds=incomplete)
    assert holding.send_once_more(row.pk, NOW)
    deliver(Memory(), kinds=incomplete)
    row.refresh_from_db()
    assert (row.state, row.transmissions) == (State.HELD, 0)
    assert holding.send_once_more(row.pk, NOW)
    assert deliver(Memory()).sent == 1


@pytest.mark.django_db
def test_somebody_may_know_that_a_held_copy_arrived(owner: User) -> None:
    row = held(owner)
    assert holding.note_arrived(row.pk, NOW + HOUR)
    row.refresh_from_db()
    assert (row.state, row.sent_at, row.transmissions) == (State.SENT, NOW + HOUR, 1)
    assert not holding.note_arrived(row.pk, NOW + DAY)
    assert not holding.send_once_more(row.pk, NOW + DAY)


@pytest.mark.django_db
def test_a_mail_is_called_back_as_long_as_no_copy_left(owner: User) -> None:
    left, waits = held(owner), a_delivery(owner, OFFER)
    assert holding.call_back(waits.pk)
    assert not holding.call_back(waits.pk)
    assert not holding.call_back(left.pk)
    assert deliver(Memory()).sent == 0
