"""They answered what decided it: their own words beside ours."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.changes import Trail
from prospects import actions as facts
from prospects.conversations import Decided
from prospects.models import Feedback, Loss


@transaction.atomic
def note_feedback(loss_id: UUID, decided: Decided, line: str, *, now: datetime) -> Feedback:
    """Keep their answer, once per no; told again it takes the place of the one before, told the same nothing
    is written.

    Nobody of ours is its actor. Raises ValidationError for a line that is too long, Loss.DoesNotExist.
    """
    losses = Loss.objects.select_for_update(of=("self",)).select_related("prospect__team")
    loss = losses.get(pk=loss_id)
    trail = Trail(actor=None, team=loss.prospect.team, now=now)
    answer = facts.write_feedback(loss, decided, line, trail=trail)
    if trail.after:
        trail.write("note_feedback", loss.prospect)
    return answer
