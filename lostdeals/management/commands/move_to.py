"""`manage.py move_to DATABASE_URL`: from SQLite to PostgreSQL with everything."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from exchange.backups.moving import move_to
from exchange.backups.refusals import BackupError
from exchange.backups.standstill import nothing_runs
from exchange.terminal_bar import TerminalBar
from lostdeals.env import database_at


class Command(BaseCommand):
    """The old database stays as it is."""

    help = (
        "Carry everything to the empty PostgreSQL database at DATABASE_URL, and compare counts and sums of "
        "each table. Stop everything first: it refuses while something runs. "
        "The database in use stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("url", metavar="DATABASE_URL", help="postgresql://user:password@host:5432/name")
        parser.add_argument(
            "--stopped",
            action="store_true",
            help="everything is stopped: do not wait to see whether something runs",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what to do next; raises CommandError, which makes the exit code 1, if nothing was moved."""
        target = database_at(options["url"])
        if "postgresql" not in target["ENGINE"]:
            raise CommandError("It moves to PostgreSQL only: postgresql://user:password@host:5432/name.")
        try:
            with (
                nothing_runs(self.stdout.write, look=not options["stopped"]),
                TerminalBar(sys.stderr, "Moving") as bar,
            ):
                counted = move_to(target, timezone.now(), bar.at)
        except BackupError as fault:
            raise CommandError(str(fault)) from None
        rows = sum(number for number, _sum in counted.values())
        self.stdout.write(f"Moved: {rows} rows of {len(counted)} tables, equal in both.")
        self.stdout.write(
            "Now set DATABASE_URL to it, start, and run `python manage.py arm_mail`: until then it"
        )
        self.stdout.write(
            "mails nobody. The old database is as it was; throw it away when you no longer need it."
        )
