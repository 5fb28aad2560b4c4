"""Work that takes longer than a page may: asked for, done by whoever is free, called off.

A row says what is to be done; a worker claims it, and when that worker dies another takes over.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction

from accounts.models import User
from exchange import progress
from exchange.kinds import ImportState, WorkKind, WorkState
from exchange.models import Import, Work
from exchange.progress import CancelledError, Noted
from exchange.work_claims import (
    UNDER_WAY,
    ClaimLostError,
    Ended,
    HinderedError,
    call_off,
    claim,
    claimable,
    finish,
    give_back,
    hold,
    stop,
)
from exchange.work_kinds import job_of
from exchange.work_locks import at_it, one_at_a_time
from exchange.work_nudge import nudge

__all__ = [
    "ClaimLostError",
    "Ended",
    "HinderedError",
    "ask_for",
    "cancel",
    "do_waiting",
    "do_work",
    "finish",
    "hold",
]

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
CANCELLED, FAULT, WORKER_GONE = Ended("cancelled"), Ended("fault"), Ended("worker_gone")
CAN_BE_TRIED_AGAIN = (WorkState.FAILED, WorkState.CANCELLED)


@transaction.atomic
def ask_for(
    user: User,
    kind: WorkKind,
    *,
    of_import: Import | None = None,
    wanted: Mapping[str, Any] | None = None,
    now: datetime,
    at_once: bool = False,
) -> Work:
    """The piece that does this: a new one, or the one that was asked for before.

    Whoever presses twice gets the same; one that was cancelled or could not be done begins anew. A worker is
    asked to begin, unless whoever calls does it `at_once` (do_work).
    """
    wanted = dict(wanted or {})
    facts = {"team": user.team, "user": user, "kind": kind, "wanted": wanted, "created_at": now}
    if of_import is None:
        work = _asked_before(user, kind, wanted) or Work.objects.create(**facts)
    else:
        work, _is_new = Work.objects.get_or_create(of_import=of_import, defaults=facts)
        _begin_anew(work, wanted, now)
        Import.objects.filter(pk=of_import.pk, state=ImportState.OPEN).update(
            state=ImportState.STARTED, changed_at=now
        )
    if not at_once and work.state == WorkState.WAITING:
        nudge()
    return work


def _asked_before(user: User, kind: WorkKind, wanted: Mapping[str, Any]) -> Work | None:
    under_way = Work.objects.filter(user=user, kind=kind, of_import=None, state__in=UNDER_WAY)
    return next((work for work in under_way if work.wanted == wanted), None)


def _begin_anew(work: Work, wanted: Mapping[str, Any], now: datetime) -> None:
    """Let a piece that came to nothing wait again; one that waits, runs or is done stays as it is."""
    again = Work.objects.filter(pk=work.pk, state__in=CAN_BE_TRIED_AGAIN).update(
        state=WorkState.WAITING, wanted=wanted, attempts=0, said="", values={}, ended_at=None, created_at=now
    )
    if again:
        progress.forget(work.pk)
        work.refresh_from_db()


def do_waiting(now: datetime) -> int:
    """Do what waits, one piece after the other, each at most once; for how many the doing itself broke.

    Where one worker is at long work already, this does nothing: the others are there for the clock.
    """
    broken = 0
    with one_at_a_time() as mine:
        for work in claimable(now) if mine else ():
            try:
                do_work(work, now)
            except Exception:
                logger.exception("Long work could neither be done nor ended: %s", work.pk)
                broken += 1
    return broken


def do_work(work: Work, now: datetime) -> bool:
    """Do this piece, here; False when somebody else is at it or was. `work` then says how it ended."""
    with at_it(work.pk) as mine:
        if not mine or not claim(work, now):
            work.refresh_from_db()
            return False
        try:
            _do(work, now)
        finally:
            progress.forget(work.pk)
    return True


def _do(work: Work, now: datetime) -> None:
    if work.attempts > MOST_ATTEMPTS:
        stop(work, WorkState.FAILED, WORKER_GONE, now)
        return
    try:
        ended = job_of(work)(work, Noted(work.pk), now)
        if work.state == WorkState.RUNNING:
            finish(work, ended, now)
    except CancelledError:
        stop(work, WorkState.CANCELLED, CANCELLED, now)
    except HinderedError as hindered:
        stop(work, WorkState.FAILED, Ended(hindered.said, hindered.values), now)
    except ClaimLostError:
        logger.warning("Somebody else took over, or cancelled, what this worker was at: %s", work.pk)
        work.refresh_from_db()
    except Exception as error:
        _met_a_fault(work, error, now)


def _met_a_fault(work: Work, error: Exception, now: datetime) -> None:
    """A database that is busy or away is tried again; anything else will not go better the next time."""
    logger.exception("Long work met a fault: %s", work.pk)
    work.refresh_from_db()
    if isinstance(error, OperationalError) and work.attempts < MOST_ATTEMPTS:
        give_back(work)
    else:
        stop(work, WorkState.FAILED, FAULT, now)


def cancel(work: Work, now: datetime) -> None:
    """Call it off: at once where nobody is at it, else at the next piece. What is done stays done.

    Writes nothing to the database while somebody is at it: that may hold the only pen.
    """
    with at_it(work.pk) as nobody_is:
        if nobody_is:
            call_off(work, now)
        else:
            progress.press_cancel(work.pk)
