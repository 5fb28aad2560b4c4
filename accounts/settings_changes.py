"""Changing one's own settings, and the team's."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from accounts.changes import Trail
from accounts.models import Team, User

Row = TypeVar("Row", User, Team)


@transaction.atomic
def change_settings(
    row: Row, values: dict[str, Any] | Callable[[Row], dict[str, Any]], *, by: User, now: datetime
) -> set[str]:
    """Save changed settings with their trail; returns the names of what changed.

    `values` may be found from the row as it stands, locked.
    """
    fresh: Row = type(row)._default_manager.select_for_update().get(pk=row.pk)
    values = values(fresh) if callable(values) else values
    changed = {name: value for name, value in values.items() if getattr(fresh, name) != value}
    if not changed:
        return set()
    trail = Trail(actor=by, team=by.team, now=now)
    trail.update(fresh, **changed)
    trail.write("change_settings", fresh)
    return set(changed)
