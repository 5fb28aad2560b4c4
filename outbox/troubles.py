"""What does not go through is kept as a row until it does again, so that the app can say so (PROMISES A12).

A turn that fails once may have met a locked database; the second in a row is worth words.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from outbox.models import Trouble

TURNS_WORTH_WORDS = 2
# Every part has its turn once an hour at least; a part that has not had one for longer is not there any more.
STILL_THERE = timedelta(hours=2)


def note(part: str, people: int, now: datetime) -> None:
    """Note that `part` (at most 80 characters) failed at `now`: for so many people, or as a whole (0)."""
    row = Trouble.objects.filter(part=part)
    if row.update(turns=F("turns") + 1, people=people, last_at=now):
        return
    # Two workers may find the row missing at the same moment; whoever comes second changes nothing.
    first = Trouble(part=part, people=people, since=now, last_at=now)
    Trouble.objects.bulk_create([first], ignore_conflicts=True)


def end(parts: Iterable[str]) -> None:
    """Note that these parts went through."""
    rows = Trouble.objects.filter(part__in=list(parts))
    if rows.exists():
        rows.delete()


def standing(now: datetime) -> dict[str, int]:
    """The parts that fail again and again, with the number of people they fail for (0: as a whole)."""
    return dict(standing_rows(now).order_by("part").values_list("part", "people"))


def standing_rows(now: datetime) -> QuerySet[Trouble]:
    """Their rows."""
    return Trouble.objects.filter(turns__gte=TURNS_WORTH_WORDS, last_at__gte=now - STILL_THERE)
