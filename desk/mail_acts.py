"""What people decide about mail: each act with its line in the audit trail, in one transaction.

The line holds no row of the mail: no undo brings back a mail that left, and an erasure finds nothing in it.
"""

from datetime import datetime

from django.db import transaction

from accounts.changes import Trail
from accounts.models import User
from outbox import holding, suppression
from outbox.models import Delivery

SENT_ONCE_MORE, DROPPED, LIFTED = "send_held_mail", "drop_held_mail", "lift_bounce"
ARRIVED = "held_mail_arrived"


@transaction.atomic
def send_once_more(mail: Delivery, *, by: User, now: datetime) -> bool:
    """Let a held mail leave after all; False when somebody decided before."""
    return holding.send_once_more(mail.pk, now) and _note(SENT_ONCE_MORE, mail, by, now)


@transaction.atomic
def note_arrived(mail: Delivery, *, by: User, now: datetime) -> bool:
    """A held copy arrived, as somebody knows; False when none left, or somebody decided before."""
    return holding.note_arrived(mail.pk, now) and _note(ARRIVED, mail, by, now)


@transaction.atomic
def drop(mail: Delivery, *, by: User, now: datetime) -> bool:
    """Let a held mail go; False when somebody decided before."""
    return holding.drop(mail.pk) and _note(DROPPED, mail, by, now)


@transaction.atomic
def write_again(mail: Delivery, *, by: User, now: datetime) -> bool:
    """Write again to the address of a mail that came back; False when nothing stands against it."""
    return suppression.lift_bounce(mail.address) and _note(LIFTED, mail, by, now)


def _note(action: str, mail: Delivery, by: User, now: datetime) -> bool:
    Trail(actor=by, team=by.team, now=now).write(action, mail)
    return True
