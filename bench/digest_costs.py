"""What a run over everybody's digests costs a worker, with a bare loop of the same bytes in between.

They take turns, so that a busy moment of the machine meets both alike.
"""

import os
import smtplib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from bench.loading import hurry
from bench.mornings import Morning
from digests.planning import plan_digests
from lostdeals.clock import MAIL_KINDS
from outbox.delivery import deliver_due
from outbox.message import Envelope, Message, build, named_address
from outbox.models import Delivery
from outbox.states import State

AT = wall_time(7, 30)
# Mails of one tick, and of those the ones that are built into bytes at once.
TURN, PIECE = 500, 100


@dataclass
class Spent:
    """Seconds of this process, and of the clock on the wall, for so many mails."""

    mails: int = 0
    cpu: float = 0.0
    wall: float = 0.0
    _began: tuple[float, float] = field(default=(0.0, 0.0))

    def __enter__(self) -> "Spent":
        self._began = time.process_time(), time.perf_counter()
        return self

    def __exit__(self, *rest: object) -> None:
        self.cpu += time.process_time() - self._began[0]
        self.wall += time.perf_counter() - self._began[1]

    def a_second(self) -> float:
        """Mails in a second by the clock on the wall."""
        return self.mails / self.wall

    def cpu_milliseconds(self) -> float:
        """Of this process, for each mail."""
        return self.cpu * 1000 / self.mails


def measure(people: int, day: date) -> dict[str, Any]:
    """Fill the database, run, compare."""
    now = datetime.combine(day, AT, tzinfo=UTC)
    fill(people, day)
    plan_digests(now - timedelta(hours=1))
    run, bare, memory = Spent(), Spent(), []
    while run.mails < people:
        sent = one_turn(now, run)
        memory.append(resident_kilobytes())
        for piece in pieces(now, run.mails - sent, run.mails):
            send_bare(piece, bare)
    return figures(run, bare, memory)


def fill(people: int, day: date) -> None:
    """Everybody, with five follow-ups due."""
    hurry()
    call_command("migrate", verbosity=0)
    Morning(people, day).write()


def one_turn(now: datetime, run: Spent) -> int:
    """Plan and deliver, as a tick does; how many mails left. Raises SystemExit when none did."""
    with run:
        plan_digests(now)
        sent = deliver_due(MAIL_KINDS, now, limit=TURN).sent
    if not sent:
        raise SystemExit(f"{run.mails} digests left, and then none.")
    run.mails += sent
    return sent


def pieces(now: datetime, first: int, end: int) -> Iterator[list[tuple[str, bytes]]]:
    """What left last, built again into the very bytes, a piece at a time."""
    rows = Delivery.objects.filter(state=State.SENT)
    ids = list(rows.order_by("sent_at", "pk").values_list("pk", flat=True)[first:end])
    for start in range(0, len(ids), PIECE):
        yield [(row.address, as_bytes(row, now)) for row in rows.filter(pk__in=ids[start : start + PIECE])]


def as_bytes(row: Delivery, now: datetime) -> bytes:
    """One mail as it went over the wire."""
    message = Message(row.subject, row.body_text, row.body_html, f"{settings.SITE_URL}/settings/#digest")
    sender = named_address(settings.DEFAULT_FROM_EMAIL)
    return build(message, Envelope(row.pk, sender, row.address, settings.SITE_URL, row.kind), now).content


def send_bare(mails: Sequence[tuple[str, bytes]], spent: Spent) -> None:
    """The same bytes over one connection, and nothing else."""
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, local_hostname="localhost") as smtp:
        smtp.ehlo()
        with spent:
            for address, content in mails:
                smtp.sendmail("mail@localhost", [address], content)
    spent.mails += len(mails)


def resident_kilobytes() -> int:
    """How much memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def figures(run: Spent, bare: Spent, memory: list[int]) -> dict[str, Any]:
    """The run as a share of the bare loop, and how its memory went. The first turn is its warming up."""
    return {
        "cpu_ms": round(run.cpu_milliseconds(), 2),
        "bare_cpu_ms": round(bare.cpu_milliseconds(), 2),
        "mails_a_second": round(run.a_second(), 1),
        "bare_mails_a_second": round(bare.a_second(), 1),
        "ratio": round(run.a_second() / bare.a_second(), 3),
        "memory_mb": round(memory[-1] / 1024, 1),
        "memory_growth": round(max(memory) / memory[0], 3),
    }
