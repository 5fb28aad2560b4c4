"""`manage.py send_test_mail ADDRESS`: what does the mail server say?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from desk.trial_mail import words_of_test_mail
from outbox.trial import send_test_mail


class Command(BaseCommand):
    """One mail at once, with the mail server's own words."""

    help = "Send a test mail to ADDRESS now and print what the mail server said; exits 0 if it took the mail."

    def add_arguments(self, parser: CommandParser) -> None:
        """One address."""
        parser.add_argument("address", metavar="ADDRESS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, which makes the exit code 1, unless the server took it."""
        trial = send_test_mail(options["address"], words_of_test_mail(), timezone.now())
        if trial.disarmed:
            raise CommandError("This is a copy: it mails nobody until you run `manage.py arm_mail`.")
        if trial.maybe:
            raise CommandError(f"It may have arrived, the answer did not: {trial.said}")
        if not trial.taken:
            raise CommandError(f"Not sent. The mail server said: {trial.said}")
        self.stdout.write(f"Sent to {options['address']}. {trial.said}".strip())
