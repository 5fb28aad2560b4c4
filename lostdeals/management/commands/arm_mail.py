"""`manage.py arm_mail`: let a restored copy mail from here on."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from lostdeals.clock import MAIL_KINDS
from outbox import arming
from outbox.states import Audience


class Command(BaseCommand):
    """A copy of an installation mails nobody until this has run in it."""

    help = (
        "Let this installation mail. Needed once after a restore, or when the database was copied or moved; "
        "a new installation arms itself. Mail to prospects that waited in the copy is held for its owners, "
        "because it may have left from where the copy was made. Make sure that the other one is switched off."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what it did; run again it changes nothing."""
        if arming.is_armed():
            arming.may_mail(timezone.now())
            self.stdout.write("This installation may mail already.")
            return
        kinds = [kind.name for kind in MAIL_KINDS if kind.audience is Audience.PROSPECT]
        held = arming.arm(kinds, timezone.now())
        self.stdout.write("Armed: from the next tick on mail leaves from here.")
        if held:
            self.stdout.write(f"{held} mails to prospects wait for their owners on /mail/.")
