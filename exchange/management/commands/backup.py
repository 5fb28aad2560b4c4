"""`manage.py backup [PATH]`: a copy of the database as it is now."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from exchange.backups.making import make_backup
from exchange.backups.refusals import BackupError


class Command(BaseCommand):
    """Nothing has to be stopped for it."""

    help = (
        "Copy the database as it is now, check the copy and count its rows. Nothing has to be stopped. "
        "PATH is a new file or a folder that is there; without it the copy goes to LOSTDEALS_VAR/backups. "
        "SECRET_KEY (or the file secret_key) is not part of it: keep it elsewhere."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("path", nargs="?", type=Path, metavar="PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints where it is and what is in it; raises CommandError, which makes the exit code 1."""
        place = options["path"] or settings.BACKUPS_DIR
        if options["path"] is None:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            backup = make_backup(place, timezone.now())
        except BackupError as fault:
            raise CommandError(str(fault)) from None
        tables = len(backup.manifest.tables)
        self.stdout.write(f"{backup.path}: {backup.manifest.rows} rows of {tables} tables, checked.")
