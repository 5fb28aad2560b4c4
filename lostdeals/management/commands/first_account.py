"""`manage.py first_account`: the way in, where web, worker and beat run apart; `serve` does it by itself."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from desk.first_account import ensure_first_account


class Command(BaseCommand):
    """Does nothing once there is an account."""

    help = (
        "While there is no account, make the one LOSTDEALS_ADMIN_EMAIL and LOSTDEALS_ADMIN_PASSWORD name, "
        "or print a one-time set-up address. An address printed before is dead then."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when the password that was named will not do."""
        try:
            set_up_path = ensure_first_account()
        except ValidationError as error:
            raise CommandError(f"The account cannot be made: {' '.join(error.messages)}") from error
        if set_up_path:
            self.stdout.write(f"Set up the first account, once, at {settings.SITE_URL}{set_up_path}")
