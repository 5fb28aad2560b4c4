"""`manage.py tick`: what is due now, once, without a broker."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from exchange.backups import standstill
from lostdeals import clock


class Command(BaseCommand):
    """The same work the worker does every minute; cron may call it instead."""

    help = "Do what is due now (digests, mail, fading debriefs, then long work), once and in the foreground."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when a step did not go through; the others are done all the same."""
        with standstill.running() as may_run:
            if not may_run:
                raise CommandError("The database is being restored or moved. The next tick does the work.")
            # Long work comes last: the next tick of cron goes on beside it.
            reports = [turn(timezone.now()) for turn in (clock.tick, clock.long_work)]
        if broken := [name for report in reports for name in report.broken]:
            raise CommandError(f"These steps did not go through: {', '.join(broken)}. See the log.")
        if options["verbosity"] > 1:
            self.stdout.write(f"Done: {', '.join(name for report in reports for name in report.done)}.")
