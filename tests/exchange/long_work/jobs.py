"""Jobs that stand in for the real ones: what they write is a row per piece, by whose keys it is counted."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from exchange.kinds import ImportKind, ImportState, WorkKind
from exchange.models import Import, ImportedRow, Work
from exchange.progress import Progress
from exchange.work_claims import Ended, finish, hold

PIECES = 5


def an_import(user: User, **facts: Any) -> Import:
    return Import.objects.create(team=user.team, user=user, kind=ImportKind.DEALS, **facts)


def an_export(user: User, **facts: Any) -> Work:
    return Work.objects.create(**{"team": user.team, "user": user, "kind": WorkKind.EXPORT} | facts)


def bring_in(
    work: Work, progress: Progress, now: datetime, between: Callable[[int], None] | None = None
) -> Ended:
    """Write a row per piece in one transaction, as an import does; `between` is called after each."""
    assert work.of_import is not None
    ended = Ended("brought_in", {"rows": PIECES})
    with transaction.atomic():
        hold(work, now)
        for piece in range(PIECES):
            progress.at(piece, PIECES)
            ImportedRow.objects.create(team=work.team, key=f"{work.pk} {piece}", of_import=work.of_import)
            if between:
                between(piece)
        Import.objects.filter(pk=work.of_import.pk).update(state=ImportState.DONE)
        finish(work, ended, now)
    return ended


def rows_in() -> int:
    return ImportedRow.objects.count()
