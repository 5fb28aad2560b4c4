"""People are erased by themselves once their time is over: announced first, then one by one."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from common.erasing_disk import leaving_no_words_on_disk
from desk.erasing import erase
from followups.actions import announce_erasures, due_erasures, lock_if_still_due

logger = logging.getLogger(__name__)

# Each reads the audit trail of a team once: no more than so many in one turn, the next follows in an hour.
MOST_AT_ONCE = 20


@dataclass(frozen=True)
class Retained:
    """How many were announced, how many erased, and for how many it failed."""

    announced: int
    erased: int
    failed: int


def keep_as_long_as_agreed(now: datetime) -> Retained:
    """Announce whom the teams keep no longer, erase whose announced day has come.

    Safe to run twice and at the same time; one that fails never stops the others.
    """
    announced = announce_erasures(now)
    results = [_erase_or_log(pk, now) for pk in due_erasures(now, MOST_AT_ONCE)]
    return Retained(announced, results.count(True), results.count(None))


def _erase_or_log(pk: UUID, now: datetime) -> bool | None:
    """Whether somebody was erased; None when it failed."""
    try:
        with leaving_no_words_on_disk(), transaction.atomic():
            person = lock_if_still_due(pk, now)
            if person is None:
                return False
            erase(person, by=None, now=now, objects=False)
    except Exception:
        logger.exception("This person could not be erased: %s", pk)
        return None
    return True
