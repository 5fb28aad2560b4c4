"""The backup of every night, made by itself. Where the machine slept, the first tick after makes up for it.

The heartbeat `backup` says when the last one was made; it is noted when the copy is in its place, so that a
night cut short is done again. Before it begins, a try is claimed in a heartbeat of its own: of several
machines one makes it, and what went wrong is not tried again every minute.
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
TRY, FAULT = "backup try", "backup fault"
TRY_AGAIN_AFTER = timedelta(minutes=10)
LOCK = ".lock"
SPARE_BYTES = 16 << 20
# What is older than this and still a draft is nobody's any more.
DRAFT_SECONDS = 86_400


def back_up(now: datetime) -> None:
    """Make the backup of this night unless it is made, being made, or switched off; throw old ones away.

    Raises BackupError when it cannot be made, and until the next try again.
    """
    if not settings.BACKUPS_KEPT or not is_due(now):
        return
    folder = _folder()
    with alone(folder / LOCK) as nobody_else:
        if not nobody_else:
            return
        if _claims_a_try(now):
            _try(folder, now)
        elif is_due(now):
            _say_what_waits(now)


def _try(folder: Path, now: datetime) -> None:
    try:
        _clear_leftovers(folder)
        _require_room(folder)
        make_backup(folder, now, PREFIX)
    except (BackupError, OSError):
        beat(FAULT, now)
        raise
    beat(PROCESS, now)
    _keep(folder, settings.BACKUPS_KEPT)


def _claims_a_try(now: datetime) -> bool:
    """Whether the next try is ours to make: a little after the last one, and once on all machines."""
    last = _beat_of(TRY)
    if last and abs(now - last) < TRY_AGAIN_AFTER:
        return False
    # Asked after `last`: whoever made it meanwhile has moved that, and the claim is not ours.
    if not is_due(now):
        return False
    if last is None:
        return Heartbeat.objects.get_or_create(process=TRY, defaults={"at": now})[1]
    return Heartbeat.objects.filter(process=TRY, at=last).update(at=now) == 1


def _say_what_waits(now: datetime) -> None:
    """A fault lasts until a backup is made; one that is being made elsewhere is none."""
    fault, made = _beat_of(FAULT), last_made()
    if fault and (made is None or fault > made):
        raise BackupError(f"None could be made at {fault:%H:%M} UTC. It is tried again ten minutes after.")


def last_made() -> datetime | None:
    """When the last one was made."""
    return _beat_of(PROCESS)


def _beat_of(process: str) -> datetime | None:
    return Heartbeat.objects.filter(process=process).values_list("at", flat=True).first()


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
