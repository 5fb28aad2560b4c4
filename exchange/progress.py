"""How far long work has come, and whether somebody wants it to stop.

It stands in small files beside the database, under `settings.WORK_DIR`: an import is one transaction, into
which nobody sees before it ends, and on SQLite that holds the only pen. All that can be lost here is a number
on a page.
"""

import contextlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.conf import settings

EVERY_SECONDS = 0.25


class CancelledError(Exception):
    """Somebody pressed cancel: what was written so far is to be taken back."""


class Progress(Protocol):
    """To whom a job says how far it has come."""

    def at(self, done: int, total: int) -> None:
        """`done` of `total` pieces are done (0: nobody knows how many there are). Cheap enough for each row.

        Raises CancelledError when somebody pressed cancel.
        """


class Silent:
    """Nobody asked, and nobody can cancel."""

    def at(self, done: int, total: int) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class HowFar:
    """So many pieces of so many; 0 of 0 where nobody said anything yet."""

    done: int = 0
    total: int = 0


class Noted:
    """Says it to whoever looks at the page of a piece of work, four times a second at most."""

    def __init__(self, work_id: UUID) -> None:
        self._work_id = work_id
        self._again_at = 0.0

    def at(self, done: int, total: int) -> None:
        """See Progress."""
        now = time.monotonic()
        if self._again_at - EVERY_SECONDS <= now < self._again_at:
            return
        self._again_at = now + EVERY_SECONDS
        if cancel_was_pressed(self._work_id):
            raise CancelledError(str(self._work_id))
        _note(self._work_id, HowFar(done, total))


def how_far(work_id: UUID) -> HowFar:
    """How far this piece has come, as far as anybody said."""
    try:
        read = json.loads(_far_file(work_id).read_text(encoding="ascii"))
        return HowFar(int(read["done"]), int(read["total"]))
    except (OSError, ValueError, KeyError, TypeError):
        return HowFar()


def press_cancel(work_id: UUID) -> None:
    """Let whoever is at it stop at the next piece."""
    work_folder()
    _cancel_file(work_id).touch(mode=0o600)


def cancel_was_pressed(work_id: UUID) -> bool:
    """Whether somebody pressed cancel."""
    return _cancel_file(work_id).exists()


def forget(work_id: UUID) -> None:
    """Nobody is at it any more: throw away what was noted."""
    for path in (_far_file(work_id), _cancel_file(work_id)):
        path.unlink(missing_ok=True)


def work_folder() -> Path:
    """Where it stands; made when missing, for its owner only."""
    folder: Path = settings.WORK_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _note(work_id: UUID, far: HowFar) -> None:
    with contextlib.suppress(OSError):  # a full disk is found out by whoever writes what counts
        draft = work_folder() / f"{work_id}.draft"
        draft.write_text(json.dumps({"done": far.done, "total": far.total}), encoding="ascii")
        draft.replace(_far_file(work_id))


def _far_file(work_id: UUID) -> Path:
    return Path(settings.WORK_DIR) / f"{work_id}.far"


def _cancel_file(work_id: UUID) -> Path:
    return Path(settings.WORK_DIR) / f"{work_id}.cancel"
