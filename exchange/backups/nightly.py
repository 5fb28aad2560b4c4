"""The backup of every night, made by itself. Where the machine slept, the first tick after makes up for it.

The heartbeat `backup` says when the last one was made; it is noted when the copy is in its place, so that a
night cut short is done again.
"""

import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from accounts.models import User
from exchange.backups.databases import sqlite_file
from exchange.backups.locks import alone
from exchange.backups.making import DRAFT, ENDINGS, make_backup
from exchange.backups.manifests import list_of
from exchange.backups.refusals import BackupError
from outbox.heartbeat import beat
from outbox.models import Heartbeat

PREFIX = "nightly"
PROCESS = "backup"
LOCK = ".lock"
SPARE_BYTES = 16 << 20
# What is older than this and still a draft is nobody's any more.
DRAFT_SECONDS = 86_400


def back_up(now: datetime) -> None:
    """Make the backup of this night unless it is made, being made, or switched off; throw old ones away.

    Raises BackupError when it cannot be made.
    """
    if not settings.BACKUPS_KEPT or not is_due(now):
        return
    folder = _folder()
    with alone(folder / LOCK) as nobody_else:
        if not nobody_else or not is_due(now):
            return
        _clear_leftovers(folder)
        _require_room(folder)
        make_backup(folder, now, PREFIX)
        beat(PROCESS, now)
        _keep(folder, settings.BACKUPS_KEPT)


def last_made() -> datetime | None:
    """When the last one was made."""
    return Heartbeat.objects.filter(process=PROCESS).values_list("at", flat=True).first()


def is_due(now: datetime) -> bool:
    """Whether the newest one is of a night before the one `now` belongs to."""
    last = last_made()
    if last is None:
        return User.objects.exists()  # before the first account there is nothing to keep
    # One from a later time was made under a clock that was ahead.
    return _night_of(last) != _night_of(now)


def _night_of(moment: datetime) -> int:
    return (moment.astimezone(UTC) - timedelta(hours=settings.BACKUP_HOUR)).toordinal()


def _folder() -> Path:
    folder = Path(settings.BACKUPS_DIR)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise BackupError(f"The folder {folder} cannot be made: {fault.strerror}.") from fault
    return folder


def _require_room(folder: Path) -> None:
    """Say so before anything is written, not once the disk is full."""
    source = sqlite_file()
    sizes = [path.stat().st_size for path in (source, *_made(folder)[-1:]) if path and path.exists()]
    needed, free = max(sizes, default=0) + SPARE_BYTES, shutil.disk_usage(folder).free
    if free < needed:
        raise BackupError(f"There is no room for a backup in {folder}: {free >> 20} MB of {needed >> 20} MB.")


def _keep(folder: Path, number: int) -> None:
    """Throw away all but the newest so many."""
    for path in _made(folder)[:-number]:
        path.unlink()
        list_of(path).unlink(missing_ok=True)


def _clear_leftovers(folder: Path) -> None:
    """Of backups that were cut short."""
    for draft in folder.glob(f".*{DRAFT}*"):
        if time.time() - draft.stat().st_mtime > DRAFT_SECONDS:
            draft.unlink(missing_ok=True)
    known = {list_of(path) for path in _made(folder)}
    for lonely in set(folder.glob(f"{PREFIX}-*.json")) - known:
        lonely.unlink(missing_ok=True)


def _made(folder: Path) -> list[Path]:
    """The backups of earlier nights, the oldest first; their names say when."""
    return sorted(path for ending in ENDINGS.values() for path in folder.glob(f"{PREFIX}-*{ending}"))
