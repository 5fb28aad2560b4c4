"""A program that writes a mixture of everything, as fast as it can: noes, touches, outcomes, snoozes, skips.

It prints as JSON how much it did, what the database refused, and which noes it was told are saved.
"""

import json
import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import DatabaseError
from django.utils import timezone

from accounts.models import User
from followups import actions
from followups.actions.going_on import Result
from followups.actions.touching import NewTouch
from followups.kinds import Channel, Outcome, Status
from followups.models import FollowUp
from prospects.conversations import ExitConversation
from prospects.new_no import NewNo, Offer, Who

SHARE_OF_NOES = 0.4
# Somebody else was faster, or a rule stands against it: nothing was written.
REFUSALS = (
    actions.NotOpen, actions.Unfitting, actions.RealDateNeeded, actions.TooEarly, actions.NotNow,
)  # fmt: skip


@dataclass
class Writer:
    """One process's share of the work."""

    number: int
    people: list[User]
    noes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.number)

    def work(self, writes: int) -> int:
        """Write so many times; how often it went through."""
        for _ in range(writes):
            try:
                self._write_something()
            except DatabaseError as error:
                self.faults.append(f"{type(error).__name__}: {error}")
        return writes - len(self.faults)

    def _write_something(self) -> None:
        while True:
            user = self.chance.choice(self.people)
            today = user.today(timezone.now())
            rows = list(FollowUp.objects.filter(owner=user, status=Status.OPEN).order_by("pk")[:50])
            try:
                if not rows or self.chance.random() < SHARE_OF_NOES:
                    return self._log_no(user, today)
                return self._act_on(self.chance.choice(rows), user, today)
            except REFUSALS:
                continue

    def _log_no(self, user: User, today: date) -> None:
        email = f"w{self.number}-{len(self.noes)}-{self.chance.randrange(10**9)}@buyer.example"
        who = Who(name=f"Writer {email.partition('@')[0]}", organisation=f"House {self.number}", email=email)
        new = NewNo(who=who, conversation=ExitConversation.CANNOT, said_on=today, offer=Offer(title="Offer"))
        actions.record_no(new, by=user, today=today, now=timezone.now())
        self.noes.append(email)

    def _act_on(self, row: FollowUp, user: User, today: date) -> None:
        act = self.chance.choice((self._touch, self._complete, self._snooze, self._skip))
        act(row, user, today)

    def _touch(self, row: FollowUp, user: User, today: date) -> None:
        touch = NewTouch(Channel.CALL, today, spoke=True, summary="We spoke", relevance="Their audit")
        actions.log_touch(row.prospect, touch, by=user, today=today, now=timezone.now())

    def _complete(self, row: FollowUp, user: User, today: date) -> None:
        result = Result(Outcome.DONE, note="Done", relevance="Their audit", override_reason="They asked")
        actions.complete_follow_up(row.pk, result, by=user, today=today, now=timezone.now())

    def _snooze(self, row: FollowUp, user: User, today: date) -> None:
        day = max(today, row.due_on) + timedelta(days=1)
        actions.snooze(
            row.pk, day, by=user, today=today, now=timezone.now(),
            past_window_is_fine=True, against_rule_is_fine=True,
        )  # fmt: skip

    def _skip(self, row: FollowUp, user: User, today: date) -> None:
        actions.skip(row.pk, by=user, today=today, now=timezone.now())


def main(writes: str, number: str, *emails: str) -> None:
    """Write so much of the work of these people, and tell."""
    people = User.objects.filter(email__in=emails).order_by("email")
    writer = Writer(int(number), list(people))
    done = writer.work(int(writes))
    print(json.dumps({"done": done, "faults": writer.faults, "noes": writer.noes}))
