"""What does each kind of long work.

A job is handed the piece of work, to whom it says how far it has come, and the moment it began. One that
writes does so in one transaction, with `work_claims.hold` first and `work_claims.finish` last in it. It
raises `work_claims.HinderedError` for what it cannot do, and lets CancelledError through.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils.module_loading import import_string

from exchange.kinds import ImportKind, WorkKind
from exchange.models import Work
from exchange.progress import Progress
from exchange.work_claims import Ended

Job = Callable[[Work, Progress, datetime], Ended]

IMPORTS = {
    ImportKind.DEALS: "exchange.imports.running.run_import",
    ImportKind.CONTACTS: "exchange.imports.running_contacts.run_contacts",
    ImportKind.OWN: "exchange.own.bringing_back.run_own",
}
EXPORT = "exchange.exports.running.run_export"


def job_of(work: Work) -> Job:
    """What does this piece."""
    job: Job = import_string(_name_of(work))
    return job


def _name_of(work: Work) -> str:
    if work.kind == WorkKind.EXPORT:
        return EXPORT
    if work.of_import is None:
        raise ValueError(f"{work.pk} is work of an import, and names none")
    return IMPORTS[ImportKind(work.of_import.kind)]
