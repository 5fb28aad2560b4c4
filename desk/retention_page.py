"""Who is announced to be erased, soonest first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from desk.sentences import day_text
from followups.models import ErasureNotice

MOST_SHOWN = 200


@dataclass(frozen=True)
class Announced:
    """Somebody, and the day on which they are erased."""

    id: UUID
    name: str
    work: str
    day: date
    day_text: str


def announced_people(team_id: UUID, today: date) -> list[Announced]:
    """The first of those announced, soonest first."""
    notices = ErasureNotice.objects.filter(team=team_id, erase_on__isnull=False)
    rows = notices.select_related("prospect__organisation").order_by("erase_on", "prospect__name", "pk")
    return [_announced(row, today) for row in rows[:MOST_SHOWN]]


def _announced(row: ErasureNotice, today: date) -> Announced:
    person, day = row.prospect, row.erase_on or today
    work = ", ".join(text for text in (person.title, str(person.organisation or "")) if text)
    return Announced(person.pk, person.name, work, day, day_text(day, today))
