"""Changing one's own settings, and the team's."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.changes import Trail
from accounts.models import Team, User


@transaction.atomic
def change_settings(row: User | Team, values: dict[str, Any], *, by: User, now: datetime) -> set[str]:
    """Save changed settings with their trail; returns the names of what changed."""
    fresh = type(row).objects.select_for_update().get(pk=row.pk)
    changed = {name: value for name, value in values.items() if getattr(fresh, name) != value}
    if not changed:
        return set()
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(fresh, **changed)
    trail.write("change_settings", fresh)
    return set(changed)
