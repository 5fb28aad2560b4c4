"""`manage.py reconcile`: every active plan has exactly one next step afterwards."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from followups.reconciliation import reconcile


class Command(BaseCommand):
    """The same work the worker does every hour."""

    help = "Give every active plan that misses its next step one, and report it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints one line per healed plan and a closing count."""
        report = reconcile(timezone.now())
        for follow_up in report.healed:
            self.stdout.write(f"Healed plan {follow_up.plan_id}: next step on {follow_up.due_on}.")
        self.stdout.write(f"{report.active} active plans, {len(report.healed)} healed.")
