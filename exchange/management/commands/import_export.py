"""`manage.py import_export PATH`: what `export` wrote, into an installation that holds nothing yet."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from accounts.models import User
from exchange.management.readiness import usable_database
from exchange.own.bringing_back import Brought, bring_back
from exchange.own.reading import RefusedError
from exchange.own.words import sentence
from exchange.terminal_bar import TerminalBar


class Command(BaseCommand):
    """Brings all of it in, or nothing."""

    help = (
        "Bring an export (its ZIP, or the JSON out of it) into an installation that holds nothing yet: no "
        "account, or one. That one becomes the member with its address, or joins the team. Nobody else gets "
        "a way in by it: see reset_link. No mail leaves from here until arm_mail."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file."""
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what came in, and who needs a way in."""
        path = options["path"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            with usable_database(), TerminalBar(sys.stderr, "Bringing in") as bar:
                brought = bring_back(path, me=User.objects.first(), now=timezone.now(), progress=bar)
        except RefusedError as refused:
            with translation.override("en"):
                raise CommandError(f"{sentence(refused.code, refused.line)} Nothing was saved.") from refused
        self._say(brought)

    def _say(self, brought: Brought) -> None:
        self.stdout.write(f"{brought.rows} rows of {len(brought.counts)} tables came in.")
        for user in brought.arrived:
            if user.is_active:
                self.stdout.write(f"{user.email} has no password yet: manage.py reset_link {user.email}")
        self.stdout.write("No mail leaves from here until manage.py arm_mail.")
