"""Files on their way in: kept for as long as their import goes on, then deleted."""

import hashlib
import logging
import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from common.text import clean_line
from exchange.kinds import OVER, ImportState
from exchange.models import Import, ImportFile
from exchange.models.bringing import FILE_NAME_LENGTH

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=7)
# A file without a row is one whose upload goes on, or one whose upload broke off.
_STRAY_AFTER = timedelta(days=1)
# Imports somebody may have begun and not brought to an end; the oldest make room for a new one.
MOST_OPEN = 20
NAMELESS = "file"


def store(upload: "UploadedFile[Any]", of_import: Import, place: int) -> ImportFile:
    """Keep an uploaded file, a piece at a time, for its owner alone; raises OSError where the disk is full.

    `place` is its place among the files of the import, from 0.
    """
    name = (
        clean_line((upload.name or "").replace("\\", "/").rpartition("/")[2])[:FILE_NAME_LENGTH] or NAMELESS
    )
    file = ImportFile(of_import=of_import, place=place, name=name)
    try:
        file.size, file.digest = _write(upload, file.path)
        file.save(force_insert=True)
    except BaseException:
        file.path.unlink(missing_ok=True)
        raise
    return file


def remove(file: ImportFile) -> None:
    """One file of an import goes."""
    path = file.path
    file.delete()
    transaction.on_commit(lambda: _unlink([path]))


def discard(of_import: Import) -> None:
    """Forget what an import was made of: its files, their names, what was answered. Its state stays."""
    paths = [file.path for file in of_import.files.all()]
    of_import.files.all().delete()
    of_import.answers, of_import.choices = {}, {}
    of_import.save(update_fields=["answers", "choices"])
    transaction.on_commit(lambda: _unlink(paths))


def give_up(of_import: Import, now: datetime) -> bool:
    """End an import that has written nothing; False if it is over, or at work."""
    with transaction.atomic():
        given_up = Import.objects.filter(_unfinished(), pk=of_import.pk).update(
            state=ImportState.GIVEN_UP, changed_at=now
        )
        if given_up:
            of_import.state, of_import.changed_at = ImportState.GIVEN_UP, now
            discard(of_import)
    return bool(given_up)


def make_room(beside: Import, now: datetime) -> list[str]:
    """Give up the oldest imports somebody has begun, so that one more can stay; returns what they held."""
    mine = Import.objects.visible_to(beside.user).filter(state=ImportState.OPEN).exclude(pk=beside.pk)
    given_up = list[str]()
    for each in mine.order_by("-changed_at")[MOST_OPEN - 1 :]:
        names = names_of(each)
        if give_up(each, now):
            given_up.append(names)
    return given_up


def names_of(imp: Import) -> str:
    """The names of its files, in a row."""
    return ", ".join(file.name for file in imp.files.all())


def forget_old(now: datetime) -> int:
    """Give up imports nobody has gone on with for a week, and delete files without one; returns how many."""
    old = Import.objects.filter(_unfinished(), changed_at__lt=now - KEPT_FOR)
    given_up = sum(give_up(each, now) for each in old)
    _delete_strays(now)
    return given_up


def _unfinished() -> Q:
    """Open, or at work that came to nothing."""
    return Q(state=ImportState.OPEN) | Q(state=ImportState.STARTED, work__state__in=[*OVER])


def _write(upload: "UploadedFile[Any]", path: Path) -> tuple[int, str]:
    """The size in bytes, and the SHA-256."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        for piece in upload.chunks():
            digest.update(piece)
            size += stream.write(piece)
    return size, digest.hexdigest()


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            logger.exception("An uploaded file could not be deleted.")


def _delete_strays(now: datetime) -> None:
    folder = settings.UPLOADS_DIR
    if not folder.is_dir():
        return
    before = (now - _STRAY_AFTER).timestamp()
    old = {path for path in folder.iterdir() if path.is_file() and path.stat().st_mtime < before}
    known = set(ImportFile.objects.filter(pk__in=_ids(old)).values_list("pk", flat=True))
    _unlink(path for path in old if _id_of(path) not in known)


def _ids(paths: Iterable[Path]) -> list[UUID]:
    return [each for path in paths if (each := _id_of(path))]


def _id_of(path: Path) -> UUID | None:
    try:
        return UUID(path.name)
    except ValueError:
        return None
