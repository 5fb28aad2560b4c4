"""Which records somebody was shown when they pressed."""

from contextlib import suppress
from uuid import UUID

from django.http import QueryDict

MOST = 10


def shown_ids(posted: QueryDict) -> frozenset[UUID]:
    """The records of a press; what is none of ours is left out."""
    found = set()
    for text in posted.getlist("said")[:MOST]:
        with suppress(ValueError):
            found.add(UUID(text))
    return frozenset(found)
