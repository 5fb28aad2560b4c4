"""Whether Today still stands as it was drawn: a short mark of everything open on it."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings

from followups.agenda import Agenda


def watching(agenda: Agenda) -> dict[str, Any]:
    """What a page says so that its script notices when Today changes."""
    return {"mark": mark_of(agenda), "every": settings.TODAY_ASKS_EVERY_SECONDS}


def mark_of(agenda: Agenda) -> str:
    """The mark of an agenda; see mark_from."""
    items = (item for _section, rows in agenda.sections() for item in rows)
    return mark_from(((item.follow_up_id, item.version) for item in items), agenda.day.isoformat())


def mark_from(rows: Iterable[tuple[UUID, int]], day: str) -> str:
    """A mark that changes with every act: each raises a version, takes a row away or adds one."""
    lines = sorted(f"{pk} {version}" for pk, version in rows)
    return sha256("\n".join([day, *lines]).encode()).hexdigest()[:24]
