"""`manage.py reset_link ADDRESS`: the way back in for somebody who forgot their password, without mail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.password_resets import reset_link_for


class Command(BaseCommand):
    """Prints a link; whoever opens it chooses a new password for the account."""

    help = (
        "Print a link under which whoever has ADDRESS chooses a new password: once, within 24 hours. "
        "For installations without a mail server. Hand it to nobody else: it opens the account."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The address somebody signs in with."""
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it, and nothing else; fails when nobody signs in with that address."""
        try:
            self.stdout.write(reset_link_for(options["address"]))
        except User.DoesNotExist:
            raise CommandError(f"Nobody signs in with {options['address']}.") from None
