"""A file of old deals as a CRM gives it, recorded in one transaction: how long it takes, and what it asks."""

import resource
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.core.management import call_command
from django.db import connection

from accounts.models import Team, User
from bench.held import Figure
from followups.actions import record_noes
from followups.models import FollowUp
from prospects.conversations import ExitConversation
from prospects.models import Loss, LossReason
from prospects.new_no import NewNo, Offer, Who
from prospects.reasons import add_starting_reasons

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MADE = UUID(int=0)
WORDS = "We stay with what we have; ask us again when the new plant runs. {number}"
KINDS = tuple(ExitConversation)


def measure(noes: int, each: int) -> Figure:
    """Record so many noes, so many of them of one person."""
    call_command("migrate", verbosity=0)
    by, batch = _bring(noes, each)
    counted = _Counted()
    began, used = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counted):
        record_noes(batch, by=by, today=TODAY, now=NOW)
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    _check(noes, by)
    return {
        "what": "import",
        "noes": noes,
        "each": each,
        "queries": counted.times,
        "seconds": round(seconds, 1),
        "cpu_ms": round(cpu * 1000 / noes, 2),
        "memory_mb": round(_memory_mb()),
    }


def _bring(noes: int, each: int) -> tuple[User, list[NewNo]]:
    team = Team.objects.create(name="Bench")
    add_starting_reasons(team)
    by = User.objects.create_user("bench@example.com", None, team=team, name="Bench", time_zone="UTC")
    reasons = dict(LossReason.objects.filter(team=team).values_list("conversation", "pk"))
    return by, [_no(number, each, reasons) for number in range(noes)]


def _no(number: int, each: int, reasons: dict[str, UUID]) -> NewNo:
    person = number // each
    house = f"House {person}"
    named = each == 1
    kind = KINDS[number % len(KINDS)]
    return NewNo(
        conversation=kind,
        said_on=TODAY - timedelta(days=61 + number * 7 % 1500),
        who=Who(
            name=f"Person {person}" if named else f"Somebody at {house}",
            organisation=house,
            email=f"person{person}@house{person}.example" if named else "",
            is_unnamed=not named,
            new_id=uuid5(MADE, str(person)),
        ),
        offer=Offer(title=f"Offer {number}", value=Decimal(number * 17 % 90_000), currency="EUR"),
        submission=f"row {number}",
        reason_id=reasons.get(kind),
        in_their_words=WORDS.format(number=number),
    )


class _Counted:
    """How often the database is asked; rows written together are one."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.times += 1
        return execute(sql, params, many, context)


def _check(noes: int, by: User) -> None:
    """What came of it is what an import promises: every no is there, and no day holds more than it may."""
    days = Counter(FollowUp.objects.owned_by(by).values_list("due_on", flat=True))
    if Loss.objects.count() != noes or max(days.values()) > by.team.daily_limit:
        raise RuntimeError(f"{Loss.objects.count()} noes, up to {max(days.values())} a day")


def _memory_mb() -> float:
    """The most this process ever held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 / (1024 if sys.platform == "darwin" else 1)
