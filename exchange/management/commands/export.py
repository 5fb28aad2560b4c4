"""`manage.py export [PATH]`: everything of this installation as files."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from exchange.exports.packing import pack
from exchange.exports.running import file_name
from exchange.exports.taking import Taking
from exchange.kinds import Taken
from exchange.management.readiness import usable_database
from exchange.terminal_bar import TerminalBar


class Command(BaseCommand):
    """Packs the whole; pages take a team along, or one's own people."""

    help = (
        "Write everything of this installation into one ZIP: CSV files, and one JSON from which "
        "import_export makes all of it again. Whoever has it reads all of it, everybody's debriefs too; "
        "there are no passwords, tokens or keys in it. To move an installation, use backup and restore."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("path", nargs="?", help="a file that is not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes the file for its owner alone; one that broke off is not left behind."""
        now = timezone.now()
        path = Path(options["path"] or file_name(None, now))
        with usable_database():
            counts = _written(path, now)
        self.stdout.write(f"{sum(counts.values())} rows of {len(counts)} tables are in {path}.")


def _written(path: Path, now: datetime) -> dict[str, int]:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(f"{path} can't be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "w+b") as stream, TerminalBar(sys.stderr, "Packing") as bar:
            return pack(stream, Taking(Taken.WHOLE), now, bar, folder=path.resolve().parent)
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise CommandError(f"{path} can't be written: {error.strerror}.") from error
        raise
