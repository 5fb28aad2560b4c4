"""A program that writes a mixture of everything, as fast as it can: noes, touches, outcomes, snoozes, skips.

It reads whose work it does from stdin, and prints as JSON how much it did, what went wrong, and which noes it
was told are saved.
"""

import json
import os
import random
import sys
from datetime import date, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lostdeals.settings")


def main(writes: int, number: int) -> dict[str, Any]:
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

    chance = random.Random(number)
    people = list(User.objects.filter(email__in=json.load(sys.stdin)["people"]).order_by("email"))
    noes: list[str] = []

    def log_no(user: User, today: date) -> None:
        email = f"w{number}-{len(noes)}-{chance.randrange(10**9)}@buyer.example"
        who = Who(name=f"Writer {email.partition('@')[0]}", organisation=f"House {number}", email=email)
        new = NewNo(who=who, conversation=ExitConversation.CANNOT, said_on=today, offer=Offer(title="Offer"))
        actions.record_no(new, by=user, today=today, now=timezone.now())
        noes.append(email)

    def has_rows(user: User) -> bool:
        return FollowUp.objects.filter(owner=user, status=Status.OPEN).exists()

    def some_row(user: User) -> FollowUp:
        rows = FollowUp.objects.filter(owner=user, status=Status.OPEN)
        return rows.order_by("due_on", "pk")[chance.randrange(rows.count())]

    def act(user: User, today: date) -> None:
        row, now = some_row(user), timezone.now()
        what = chance.choice(("touch", "complete", "snooze", "skip"))
        if what == "touch":
            touch = NewTouch(Channel.CALL, today, spoke=True, summary="We spoke", relevance="Their audit")
            actions.log_touch(row.prospect, touch, by=user, today=today, now=now)
        elif what == "complete":
            result = Result(Outcome.DONE, note="Done", relevance="Their audit", override_reason="A test")
            actions.complete_follow_up(row.pk, result, by=user, today=today, now=now)
        elif what == "snooze":
            day = max(today, row.due_on) + timedelta(days=1)
            actions.snooze(
                row.pk, day, by=user, today=today, now=now,
                past_window_is_fine=True, against_rule_is_fine=True,
            )  # fmt: skip
        else:
            actions.skip(row.pk, by=user, today=today, now=now)

    refusals = (
        actions.NotOpen, actions.Unfitting, actions.RealDateNeeded, actions.TooEarly, actions.NotNow,
    )  # fmt: skip
    done, faults = 0, []
    while done < writes:
        user = chance.choice(people)
        today = user.today(timezone.now())
        try:
            log_no(user, today) if chance.random() < 0.4 or not has_rows(user) else act(user, today)
        except refusals:
            continue  # somebody else was faster, or a rule stands against it: nothing was written
        except DatabaseError as error:
            faults.append(f"{type(error).__name__}: {error}")
        done += 1
    return {"done": done - len(faults), "faults": faults, "noes": noes}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
