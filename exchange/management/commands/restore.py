"""`manage.py restore PATH`: a backup in the place of the database."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from exchange.backups.refusals import BackupError
from exchange.backups.restoring import restore
from exchange.backups.standstill import nothing_runs
from exchange.terminal_bar import TerminalBar


class Command(BaseCommand):
    """Until the very end everything is as it was."""

    help = (
        "Put a backup in the place of the database. Stop everything first: it refuses while something runs. "
        "What was there is kept aside. Afterwards nobody is mailed until you run arm_mail."
    )
    # They may ask a database that cannot answer.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Which one."""
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument(
            "--stopped",
            action="store_true",
            help="everything is stopped: do not wait to see whether something runs",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what was done; raises CommandError, which makes the exit code 1, when nothing was."""
        try:
            with (
                nothing_runs(self.stdout.write, look=not options["stopped"]),
                TerminalBar(sys.stderr, "Restoring") as bar,
            ):
                restored = restore(options["path"], timezone.now(), bar.at)
        except BackupError as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"Restored: {restored.rows} rows.")
        if restored.kept:
            self.stdout.write(f"What was there before is kept as {restored.kept}.")
        self.stdout.write(
            "It mails nobody until you run `python manage.py arm_mail`; do so once no other copy mails."
        )
