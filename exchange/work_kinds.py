"""What does each kind of long work.

A job is handed the piece of work, to whom it says how far it has come, and the moment it began. One that
writes does so in one transaction, with `work_claims.hold` first and `work_claims.finish` last in it. It
raises `work_claims.HinderedError` for what it cannot do, and lets CancelledError through.
"""

from collections.abc import Callable
from datetime import datetime

from exchange.exports.running import run_export
from exchange.imports.running import run_import
from exchange.imports.running_contacts import run_contacts
from exchange.kinds import ImportKind, WorkKind
from exchange.models import Work
from exchange.own.bringing_back import run_own
from exchange.progress import Progress
from exchange.work_claims import Ended

Job = Callable[[Work, Progress, datetime], Ended]

IMPORTS: dict[ImportKind, Job] = {
    ImportKind.DEALS: run_import,
    ImportKind.CONTACTS: run_contacts,
    ImportKind.OWN: run_own,
}


def job_of(work: Work) -> Job:
    """What does this piece."""
    if work.kind == WorkKind.EXPORT:
        return run_export
    if work.of_import is None:
        raise ValueError(f"{work.pk} is work of an import, and names none")
    return IMPORTS[ImportKind(work.of_import.kind)]
