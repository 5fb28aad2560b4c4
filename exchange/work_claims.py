"""Every change of a piece of long work, each one UPDATE that names the state it expects (compare-and-set).

The claim is a lease: whoever holds it works, and when its holder is gone the piece is claimed again. A job
that writes calls `hold` first and `finish` last, inside its own transaction: of two who are at the same piece
only one can then commit, and what was committed is never done again.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from exchange.kinds import ImportState, WorkState
from exchange.models import Import, Work

LEASE = timedelta(minutes=2)
ONE_MINUTE = timedelta(minutes=1)
UNDER_WAY = (WorkState.WAITING, WorkState.RUNNING)


class ClaimLostError(Exception):
    """Somebody else took the piece over, or it was cancelled: nothing of this may be committed."""


class HinderedError(Exception):
    """The work cannot be done, and a job knows why: a code of exchange.work_words with its values."""

    def __init__(self, said: str, **values: int | str) -> None:
        super().__init__(said)
        self.said, self.values = said, values


@dataclass(frozen=True)
class Ended:
    """How a job ended: a code of exchange.work_words with its values, and what to call the file it made."""

    said: str
    values: Mapping[str, int | str] = field(default_factory=dict)
    file_name: str = ""


def claimable(now: datetime) -> QuerySet[Work]:
    """What somebody may claim: it waits, or its lease ran out. First come, first served.

    A lease longer than any was given by a clock that was ahead; it holds nobody back.
    """
    free = Q(lease_until__lte=now) | Q(lease_until__gt=now + LEASE + ONE_MINUTE)
    waits = Q(state=WorkState.WAITING) | Q(state=WorkState.RUNNING) & free
    return Work.objects.filter(waits).order_by("created_at", "pk")


def claim(work: Work, now: datetime) -> bool:
    """Take the piece if it is still to be had; `work` is then as it stands in the database."""
    token = uuid.uuid4()
    taken = claimable(now).filter(pk=work.pk).order_by().update(
        state=WorkState.RUNNING,
        attempts=F("attempts") + 1,
        lease_until=now + LEASE,
        claim=token,
        started_at=now,
    )  # fmt: skip
    work.refresh_from_db()
    return bool(taken) and work.claim == token


def hold(work: Work, now: datetime) -> None:
    """Be sure that the piece is still ours, and that it stays so until this transaction ends.

    Raises ClaimLostError.
    """
    if not _ours(work).update(lease_until=now + LEASE):
        raise ClaimLostError(str(work.pk))


@transaction.atomic
def finish(work: Work, ended: Ended, now: datetime) -> None:
    """The piece is done. Raises ClaimLostError: a job then takes back what it wrote."""
    _end(work, WorkState.DONE, ended, now)


@transaction.atomic
def stop(work: Work, state: WorkState, ended: Ended, now: datetime) -> None:
    """End it without its having been done; an import it was for can be tried again. Raises ClaimLostError."""
    _end(work, state, ended, now)
    reopen(work, now)


@transaction.atomic
def call_off(work: Work, now: datetime) -> bool:
    """End a piece nobody is at; False when it had ended already."""
    called_off = Work.objects.filter(pk=work.pk, state__in=UNDER_WAY).update(
        state=WorkState.CANCELLED, said="cancelled", ended_at=now, lease_until=None, claim=None
    )
    if called_off:
        reopen(work, now)
    return bool(called_off)


def give_back(work: Work) -> None:
    """Let somebody try again at the next turn."""
    _ours(work).update(state=WorkState.WAITING, lease_until=None, claim=None)


def reopen(work: Work, now: datetime) -> None:
    """Let the import this was for go on where it stood."""
    Import.objects.filter(work=work, state=ImportState.STARTED).update(state=ImportState.OPEN, changed_at=now)


def _end(work: Work, state: WorkState, ended: Ended, now: datetime) -> None:
    how = {
        "state": state,
        "said": ended.said,
        "values": dict(ended.values),
        "file_name": ended.file_name,
        "ended_at": now,
    }
    if not _ours(work).update(**how, lease_until=None, claim=None):
        raise ClaimLostError(str(work.pk))
    # The claim stays in hand: when this is rolled back, the piece is still ours to end.
    for name, value in how.items():
        setattr(work, name, value)


def _ours(work: Work) -> QuerySet[Work]:
    return Work.objects.filter(pk=work.pk, state=WorkState.RUNNING, claim=work.claim)
