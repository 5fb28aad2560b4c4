"""Files that long work made for somebody to fetch: kept for a week, readable by their owner only."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from accounts.models import Team
from exchange.models import Work
from exchange.work_claims import UNDER_WAY

KEPT_FOR = timedelta(days=7)
ROW_KEPT_FOR = timedelta(days=30)
DRAFT = ".draft"


@contextmanager
def written(work: Work) -> Iterator[BinaryIO]:
    """A file to write what this piece makes; it lies at `work.path` once the block ended well, whole."""
    folder: Path = settings.RESULTS_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f"{work.pk}{DRAFT}"
    draft.unlink(missing_ok=True)  # of a worker that died
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            yield file
        draft.replace(work.path)
    finally:
        draft.unlink(missing_ok=True)


def can_be_fetched(work: Work) -> bool:
    """Whether there is a file of it."""
    return bool(work.file_name) and work.path.is_file()


def discard_of_team(team: Team) -> None:
    """Throw away every file of a team: it names somebody who is erased."""
    made = Work.objects.filter(team=team).exclude(file_name="")
    for work in made:
        work.path.unlink(missing_ok=True)
    made.update(file_name="")


def forget_old(now: datetime) -> None:
    """Throw away files that lay for a week, what belongs to no work any more, and work of a month ago."""
    old = Work.objects.filter(ended_at__lte=now - KEPT_FOR).exclude(file_name="")
    for work in old:
        work.path.unlink(missing_ok=True)
    old.update(file_name="")
    Work.objects.filter(of_import=None, ended_at__lte=now - ROW_KEPT_FOR).delete()
    _sweep(settings.RESULTS_DIR, _with_a_file() | _under_way())
    _sweep(settings.WORK_DIR, _under_way())


def _with_a_file() -> set[UUID]:
    return set(Work.objects.exclude(file_name="").values_list("pk", flat=True))


def _under_way() -> set[UUID]:
    return set(Work.objects.filter(state__in=UNDER_WAY).values_list("pk", flat=True))


def _sweep(folder: Path, kept: set[UUID]) -> None:
    """Delete the files called after a piece of work that is none of these."""
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            of_work = UUID(path.name.partition(".")[0])
        except ValueError:
            continue
        if of_work not in kept:
            path.unlink(missing_ok=True)
