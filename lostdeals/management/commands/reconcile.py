"""`manage.py reconcile`: afterwards every active plan has one next step, and no digest is too far ahead."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from digests.planning import heal_schedules
from followups.reconciliation import reconcile


class Command(BaseCommand):
    """The same work the worker does every hour."""

    help = "Give every active plan that misses its next step one, digests their right day, and report it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints one line per healed plan and a closing count."""
        now = timezone.now()
        report, digests = reconcile(now), heal_schedules(now)
        for follow_up in report.healed:
            self.stdout.write(f"Healed plan {follow_up.plan_id}: next step on {follow_up.due_on}.")
        if digests.healed:
            self.stdout.write(f"{digests.healed} digests stood too far ahead, planned anew.")
        self.stdout.write(f"{report.active} active plans, {len(report.healed)} healed.")
