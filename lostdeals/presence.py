"""Each process that may write holds, from start to end, that it runs: the database is not exchanged then.

It imports no models, because a process that starts asks before it knows any.
"""

from pathlib import Path

from django.conf import settings

from exchange.backups.locks import RUNNING, together_for_good
from lostdeals.env import refuse

EXCHANGED = "the database is being restored or moved. Start again when that is done."


def hold_that_it_runs() -> None:
    """Hold it until this process ends; refuses to start while the database is exchanged."""
    if not together_for_good(Path(settings.VAR_DIR) / RUNNING):
        refuse(EXCHANGED)
