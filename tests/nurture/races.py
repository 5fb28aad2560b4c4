"""Something stands against a mail in the very moment in which it is handed over.

Each round has two threads with a connection of their own: one delivers, one acts (they unsubscribe, ask to
stop, a colleague writes, ...). Which commit came first is told by the moments around COMMIT itself: wrong is
a mail whose claim began to commit after the act had committed.
"""

import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Barrier
from typing import Any

from django.db import connection

from accounts.models import User
from library.models import ValueItem
from nurture.mails import USEFUL_MAIL
from nurture.models import Sending
from outbox.delivery import deliver_due
from outbox.states import State
from tests.followups.telling import nine_on
from tests.nurture.stage import DUE, approved, mail_of, somebody_at_once
from tests.outbox.stage import Memory

Act = Callable[[Sending, datetime], Any]
WAIT_SECONDS = 60


@dataclass
class Commits:
    """When a thread began to commit, and when it had."""

    moments: list[tuple[float, float]] = field(default_factory=list)

    def watch(self) -> None:
        """Note every commit of this thread's connection."""
        commit = connection.commit

        def noted() -> None:
            began = time.perf_counter()
            commit()
            self.moments.append((began, time.perf_counter()))

        connection.commit = noted  # type: ignore[method-assign]


@dataclass(frozen=True)
class Round:
    """What came of one: whether the mail left, and whether the act had committed before the claim did."""

    left: bool
    act_first: bool

    @property
    def is_wrong(self) -> bool:
        """It left although what stands against it was there."""
        return self.left and self.act_first


@dataclass
class Aim:
    """How long the act waits for the sender, nudged after every round to where either may come first."""

    seconds: float = 0.02

    def learn(self, result: Round) -> None:
        """The mail left: a little earlier next time; it did not: a little later."""
        self.seconds = min(max(self.seconds * (0.8 if result.left else 1.25), 0.001), 2.0)


def race(owner: User, act: Act, number: int, aim: Aim, chance: random.Random) -> Round:
    """One round with somebody new."""
    person = somebody_at_once(owner, number)
    sending = approved(person, ValueItem.objects.get())
    now, way_out = nine_on(DUE), Memory()
    sends, acts, gate = Commits(), Commits(), Barrier(2)
    wait = aim.seconds * (0.7 + 0.6 * chance.random())
    threads = (
        (partial(deliver_due, (USEFUL_MAIL,), now, transport=way_out), sends, 0.0),
        (partial(act, sending, now), acts, wait),
    )
    with ThreadPoolExecutor(len(threads)) as pool:
        done = [pool.submit(_run, gate, *thread) for thread in threads]
        for one in done:
            one.result()
    left = mail_of(sending).get().state == State.SENT
    result = Round(left, act_first=acts.moments[-1][1] < sends.moments[0][0])
    aim.learn(result)
    return result


def _run(gate: Barrier, work: Callable[[], Any], commits: Commits, wait: float) -> None:
    try:
        connection.ensure_connection()
        commits.watch()
        gate.wait(WAIT_SECONDS)
        time.sleep(wait)
        work()
    finally:
        connection.close()


def table(name: str, rounds: list[Round]) -> str:
    """One line of what came of many."""
    counted = Counter((one.left, one.act_first) for one in rounds)
    wrong = sum(one.is_wrong for one in rounds)
    return (
        f"| {name} | {len(rounds)} | {sum(one.act_first for one in rounds)} | "
        f"{counted[True, False]} | {sum(not one.left for one in rounds)} | {wrong} |"
    )


HEADING = "| against | races | it came first | left | did not leave | wrong |\n|---|---|---|---|---|---|"
