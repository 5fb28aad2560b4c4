"""PROMISES.md, A7: no mail whose claim commits after what stands against it; many rounds, real threads.

RACES says how many rounds of the first (`make races`: 1000), and of the others in their share.
"""

import os
import random
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from accounts.models import User
from followups import actions
from followups.kinds import Channel
from followups.models import Touch
from nurture.approving import Stale, take_back
from nurture.kinds import SendingState
from nurture.mails import USEFUL_MAIL
from nurture.models import Sending
from nurture.settling import settle_mail
from outbox.delivery import deliver_due
from prospects.conversations import PermissionChannel
from tests.cast import make_team, make_user
from tests.followups.telling import nine_on
from tests.nurture.races import HEADING, Act, Aim, Round, race, table
from tests.nurture.stage import DUE, an_item, approved, complete, mail_of, somebody
from tests.outbox.stage import Memory
from tests.outbox.test_races import at_the_same_time

pytestmark = pytest.mark.django_db(transaction=True)
USUAL = 50
ROUNDS = int(os.environ.get("RACES", "0")) or USUAL
ENOUGH = 40


@pytest.fixture
def owner() -> User:
    return make_user(make_team("Vogt and partners"), "maren@example.com", name="Maren Vogt")


def unsubscribe(sending: Sending, now: datetime) -> None:
    actions.unsubscribe(sending.prospect, now=now)


def ask_to_stop(sending: Sending, now: datetime) -> None:
    actions.ask_to_stop(sending.prospect, by=sending.owner, today=DUE, now=now)


def take_the_yes_back(sending: Sending, now: datetime) -> None:
    word = actions.Word((PermissionChannel.MAIL,), DUE)
    actions.withdraw_permission(sending.prospect, word, by=sending.owner, today=DUE, now=now)


def write_by_hand(sending: Sending, now: datetime) -> None:
    """What they got from a colleague counts: the mail would be too near."""
    touch = actions.NewTouch(Channel.CALL, DUE, relevance="A call", override_reason="She asked for it")
    actions.log_touch(sending.prospect, touch, by=sending.owner, today=DUE, now=now)


ACTS: dict[str, tuple[Act, int]] = {
    "they unsubscribe": (unsubscribe, USUAL),
    "they ask us to stop": (ask_to_stop, 10),
    "they take their yes back": (take_the_yes_back, 10),
    "somebody calls them": (write_by_hand, 10),
}


@pytest.mark.parametrize("name", ACTS)
def test_nothing_leaves_after_what_stands_against_it(name: str, owner: User) -> None:
    act, few = ACTS[name]
    wanted = few * ROUNDS // USUAL
    chance = random.Random(f"{name} 7")
    complete(owner.team)
    an_item(owner)
    aim = Aim()
    rounds: list[Round] = []
    for number in range(wanted):
        rounds.append(race(owner, act, number, aim, chance))
        if len(rounds) % 100 == 0 or len(rounds) == wanted:
            print(f"\n{HEADING}\n{table(name, rounds)}", file=sys.stderr, flush=True)
    assert sum(one.is_wrong for one in rounds) == 0
    if len(rounds) >= ENOUGH:
        assert {one.left for one in rounds} == {True, False}, "a race somebody always wins is none"
    settle_mail(nine_on(DUE))
    assert not Touch.objects.filter(is_queued=True).exists()
    assert set(Sending.objects.values_list("state", flat=True)) <= {SendingState.SENT, SendingState.DROPPED}


def test_taken_back_or_sent_never_both(owner: User) -> None:
    for number in range(10):
        person = somebody(owner, f"Person {number}", f"person{number}@example.org")
        sending = approved(person, an_item(owner, f"Item {number}"))
        way_out, now = Memory(), nine_on(DUE)
        works = iter([partial(deliver_due, (USEFUL_MAIL,), now, transport=way_out), partial(_back, sending)])
        at_the_same_time(lambda works=works: next(works)(), times=2)
        sending.refresh_from_db()
        assert (sending.state == SendingState.SENT) == bool(way_out.mails)
        assert Touch.objects.filter(prospect=person, value_item__isnull=False).count() == len(way_out.mails)
        assert (sending.state == SendingState.PROPOSED) == (not way_out.mails)


def _back(sending: Sending) -> Any:
    try:
        return take_back(sending.pk, by=sending.owner, now=nine_on(DUE))
    except Stale as stale:
        return stale


def test_many_senders_send_it_once(owner: User) -> None:
    sending = approved(somebody(owner), an_item(owner))
    way_out = Memory()
    run: Callable[[], Any] = partial(deliver_due, (USEFUL_MAIL,), nine_on(DUE), transport=way_out)
    at_the_same_time(run)
    assert (len(way_out.mails), mail_of(sending).get().transmissions) == (1, 1)
