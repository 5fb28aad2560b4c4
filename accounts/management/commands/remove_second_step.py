"""`manage.py remove_second_step ADDRESS`: for somebody who lost phone, passkeys and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from accounts.second_steps import remove_second_step


class Command(BaseCommand):
    """Lets the password alone sign somebody in again."""

    help = (
        "Take every passkey, code app and recovery code off the account with ADDRESS, so that its password "
        "alone signs in again, and sign it out everywhere. Be sure that it is really its owner who asks: "
        "they hear of it by mail, and it stands in the audit trail. For a lost password: reset_link."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The address somebody signs in with."""
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what it did; run again it changes nothing."""
        address = options["address"]
        try:
            user = remove_second_step(address, timezone.now())
        except User.DoesNotExist:
            raise CommandError(f"Nobody signs in with {address}.") from None
        if user is None:
            self.stdout.write(f"{address} has no second step.")
            return
        self.stdout.write(f"Removed. {address} signs in with the password alone, and is told by mail.")
