"""Many of one kind recorded in one transaction: all or nothing, rows held and written together."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from django.db import IntegrityError, transaction

Told = TypeVar("Told", contravariant=True)
Recorded = TypeVar("Recorded", covariant=True)
T = TypeVar("T")
R = TypeVar("R")

# Rows held at most, counted in what is recorded.
HELD = 500


class Batch(Protocol[Told, Recorded]):
    """What is known while a batch is recorded, and what of it is not written yet."""

    def record(self, told: Told) -> Recorded:
        """Record the one whose turn it is."""

    def flush(self) -> None:
        """Write what is held."""


def record_all(
    told: Sequence[T], begin: Callable[[], Batch[T, R]], progress: Callable[[int], None] | None
) -> list[R]:
    """Record each in its turn, or none. `progress` hears how many are done; what it raises ends the batch."""
    try:
        return _record_all(told, begin, progress)
    except IntegrityError:
        # A colleague added a name in this very moment: now it can be read.
        return _record_all(told, begin, progress)


@transaction.atomic
def _record_all(
    told: Sequence[T], begin: Callable[[], Batch[T, R]], progress: Callable[[int], None] | None
) -> list[R]:
    batch = begin()
    recorded = []
    for one in told:
        recorded.append(batch.record(one))
        if len(recorded) % HELD == 0:
            batch.flush()
        if progress:
            progress(len(recorded))
    batch.flush()
    return recorded
