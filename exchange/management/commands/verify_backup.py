"""`manage.py verify_backup PATH`: could it be restored?"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exchange.backups.checking import check_backup
from exchange.backups.refusals import BackupError


class Command(BaseCommand):
    """Reads all of it and changes nothing."""

    help = "Read all of a backup, count its rows and compare them with the list beside it. Changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which one."""
        parser.add_argument("path", type=Path, metavar="PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what it holds; raises CommandError, which makes the exit code 1, when it is damaged."""
        try:
            manifest, counted = check_backup(options["path"])
        except BackupError as fault:
            raise CommandError(str(fault)) from None
        rows = sum(number for number, _digest in counted.values())
        if manifest is None:
            self.stdout.write(
                f"{rows} rows of {len(counted)} tables. No list lies beside it to compare them with."
            )
            return
        made = f"{manifest.made_at:%Y-%m-%d %H:%M} UTC"
        self.stdout.write(f"Whole: {rows} rows of {len(counted)} tables as they were on {made}.")
