"""Fill an empty installation with a year of believable work."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from desk.demo import EMAIL, demo_password, is_demo_data_present, play_demo_year
from desk.first_account import AlreadySetUp


class Command(BaseCommand):
    help = "Fill an empty installation with a year of believable noes, touches and win-backs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing, and succeed, when the year is there already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and is_demo_data_present():
            self.stdout.write(f"The demonstration is there. Sign in as {EMAIL}.")
            return
        password = demo_password()
        try:
            year = play_demo_year(password, timezone.now())
        except AlreadySetUp:
            raise CommandError(
                "There are accounts here already. The demonstration wants its own place: make demo."
            ) from None
        self.stdout.write(f"{year.noes} noes and {year.acts} touches. Sign in as {EMAIL} with {password}")
