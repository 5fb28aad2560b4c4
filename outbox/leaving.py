"""What becomes of mail when somebody leaves: theirs stops, a colleague decides about what they had to."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from outbox.models import Delivery
from outbox.states import MOVING, NEVER_SHOWN, State

# Kept as it is here, translated where it is read.
LEFT = gettext_noop("the reader is not active any more")


def stop_mail_to(user_id: UUID) -> int:
    """Nothing that waits for them leaves any more; how many mails. One on its way is asked again first."""
    waiting = Delivery.objects.filter(recipient=user_id, state=State.PENDING)
    return waiting.update(state=State.DROPPED, error=LEFT)


def undecided_mail_of(user_id: UUID) -> QuerySet[Delivery]:
    """Mail to prospects that waits, is on its way, or is held until this owner decides."""
    theirs = Delivery.objects.filter(owner=user_id, recipient=None, state__in=[*MOVING, State.HELD])
    return theirs.exclude(kind__in=NEVER_SHOWN)
