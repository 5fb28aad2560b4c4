"""What a person decides about a held mail: once more, knowingly, or not at all.

Each is one UPDATE that names the state it expects: of two presses the second changes nothing.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_noop

from outbox.models import Delivery
from outbox.states import MOST_TRANSMISSIONS, State

# Kept as it is here, translated where it is read.
DECIDED = gettext_noop("somebody decided against it")


def send_once_more(delivery_id: UUID, now: datetime) -> bool:
    """Let one more copy of a held mail leave with the next run; False when it is not held any more.

    It counts as due from now: how long somebody thought about it does not make it late.
    """
    held = Delivery.objects.filter(pk=delivery_id, state=State.HELD, transmissions__lt=MOST_TRANSMISSIONS)
    return bool(
        held.update(
            state=State.PENDING,
            copies_allowed=F("transmissions") + 1,
            due_at=now,
            next_attempt_at=now,
            error="",
        )
    )


def note_arrived(delivery_id: UUID, now: datetime) -> bool:
    """The held copy did arrive, as somebody knows; False when none left, or it is not held any more."""
    held = Delivery.objects.filter(pk=delivery_id, state=State.HELD, transmissions__gt=0)
    return bool(held.update(state=State.SENT, sent_at=now, error=""))


def call_back(delivery_id: UUID) -> bool:
    """Let a mail go of which no copy has left; False when it is on its way, or settled."""
    waits = Delivery.objects.filter(pk=delivery_id, state__in=[State.PENDING, State.HELD], transmissions=0)
    return bool(waits.update(state=State.DROPPED, error=DECIDED))


def drop(delivery_id: UUID) -> bool:
    """Let a held mail go; False when it is not held any more."""
    return bool(
        Delivery.objects.filter(pk=delivery_id, state=State.HELD).update(state=State.DROPPED, error=DECIDED)
    )
