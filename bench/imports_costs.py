"""A file of old deals as a CRM gives it, brought in as a worker does it: how long it takes, what it asks."""

import csv
import io
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection

from accounts.models import Team, User
from bench.held import Figure
from exchange.dialects.answers import Answers, ReasonAnswer
from exchange.dialects.keeping import answers_as_json
from exchange.folding import plain
from exchange.imports.reading import SAID
from exchange.imports.uploads import store
from exchange.kinds import ImportKind, WorkKind, WorkState
from exchange.long_work import ask_for, do_work
from exchange.models import Import
from followups.models import FollowUp
from prospects.conversations import ExitConversation
from prospects.models import Loss, LossReason
from prospects.reasons import add_starting_reasons

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
WORDS = "We stay with what we have; ask us again when the new plant runs."
HEADERS = (
    "Deal ID", "Deal name", "Company", "Contact name", "Email", "Status", "Close date", "Amount",
    "Loss reason", "Description",
)  # fmt: skip


def measure(noes: int, each: int) -> Figure:
    """Bring in so many noes, so many of them of one person: all that the last step does."""
    call_command("migrate", verbosity=0)
    by = _somebody()
    brought = _brought(by, noes, each)
    counted = _Counted()
    began, used = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counted):
        work = ask_for(by, WorkKind.IMPORT, of_import=brought, now=NOW, at_once=True)
        do_work(work, NOW)
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    if work.state != WorkState.DONE:
        raise RuntimeError(f"{work.state}: {work.said} {work.values}")
    _check(brought, noes)
    return {
        "what": "import",
        "noes": noes,
        "each": each,
        "queries": counted.times,
        "seconds": round(seconds, 1),
        "cpu_ms": round(cpu * 1000 / noes, 2),
        "memory_mb": round(_memory_mb()),
    }


def _somebody() -> User:
    team = Team.objects.create(name="Bench")
    add_starting_reasons(team)
    return User.objects.create_user("bench@example.com", None, team=team, name="Bench", time_zone="UTC")


def _brought(by: User, noes: int, each: int) -> Import:
    """The file as it lies before the last step: everything it asks is answered."""
    reasons = {reason.label: reason for reason in LossReason.objects.of_team(by.team_id).offered()}
    answers = Answers(
        home_currency=by.team.currency,
        reasons={
            plain(label): ReasonAnswer(ExitConversation(reason.conversation), key=str(reason.pk))
            for label, reason in reasons.items()
        },
    )
    said = {SAID: answers_as_json(answers)}
    brought = Import.objects.create(team=by.team, user=by, kind=ImportKind.DEALS, answers=said)
    store(SimpleUploadedFile("deals.csv", _file(noes, each, list(reasons))), brought, 0)
    return brought


def _file(noes: int, each: int, reasons: list[str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADERS)
    writer.writerows(_rows(noes, each, reasons))
    return text.getvalue().encode()


def _rows(noes: int, each: int, reasons: list[str]) -> Iterator[tuple[object, ...]]:
    for number in range(noes):
        house = number // each
        is_named = each == 1
        yield (
            f"D{number}",
            f"Offer {number}",
            f"House {house}",
            f"Person {house}" if is_named else "",
            f"person{house}@house{house}.example" if is_named else "",
            "Lost",
            TODAY - timedelta(days=61 + number * 7 % 1500),
            number * 17 % 90_000,
            reasons[number % len(reasons)],
            f"{WORDS} {number}",
        )


class _Counted:
    """How often the database is asked; rows written together are one."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.times += 1
        return execute(sql, params, many, context)


def _check(brought: Import, noes: int) -> None:
    """What came of it is what an import promises: every no is there, and no day holds more than it may."""
    brought.refresh_from_db()
    days = Counter(FollowUp.objects.owned_by(brought.user).values_list("due_on", flat=True))
    if Loss.objects.count() != noes or max(days.values()) > brought.team.daily_limit:
        raise RuntimeError(f"Not what was brought: {brought.counts}, days {days.most_common(3)}")


def _memory_mb() -> float:
    """The most this process ever held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 / (1024 if sys.platform == "darwin" else 1)
