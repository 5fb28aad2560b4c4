"""A program for an installation of its own: so many backups while others write.

It prints as JSON, for each backup, where it is and the last number that each writer knew to be saved when it
began and when it had ended.
"""

import json
import time
from pathlib import Path

from django.utils import timezone

from exchange.backups.making import make_backup

ENDINGS = {"sqlite": ".sqlite3", "postgresql": ".rows.gz"}


def main(times: str, folder: str, *ledgers: str) -> None:
    """Make them, one after the other."""
    made = []
    for number in range(int(times)):
        before = [last_in(ledger) for ledger in ledgers]
        backup = make_backup(Path(folder) / f"copy-{number}", timezone.now())
        after = [last_in(ledger) for ledger in ledgers]
        made.append({"path": str(backup.path), "before": before, "after": after, "at": time.monotonic()})
    print(json.dumps(made))


def last_in(ledger: str) -> int:
    """The last number that is written down whole."""
    lines = Path(ledger).read_text(encoding="ascii").split("\n")[:-1]
    return int(lines[-1]) if lines else -1
