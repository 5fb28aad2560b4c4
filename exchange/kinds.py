"""Pure: the codes of this room's rows."""

from enum import StrEnum


class ImportKind(StrEnum):
    """What somebody brings."""

    DEALS = "deals"  # declined deals, with the people behind them
    CONTACTS = "contacts"  # people without a no
    OWN = "own"  # what `/export/` wrote


class ImportState(StrEnum):
    """How far an import has come. Only DONE has written anything."""

    OPEN = "open"
    STARTED = "started"  # its work waits or runs
    DONE = "done"
    GIVEN_UP = "given_up"


class Taken(StrEnum):
    """How much of an installation an export takes along."""

    WHOLE = "whole"  # every team: from the command line alone
    TEAM = "team"  # one's team, without what colleagues wrote for themselves
    OWN = "own"  # the people somebody looks after


class WorkKind(StrEnum):
    """What takes longer than a page may."""

    IMPORT = "import"
    EXPORT = "export"


class WorkState(StrEnum):
    """Where a piece of work stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OVER = frozenset({WorkState.DONE, WorkState.FAILED, WorkState.CANCELLED})
