"""Where the last step of a hand-over is taken back."""

from accounts.changes import Change
from accounts.models import User
from followups.actions import OF_THEIR_MAKERS
from followups.models import HandOver


def undo_of(hand_over: HandOver, by: User) -> str:
    """The tag of a message about the step `by` has just made; "" where it can't be taken back. One query."""
    steps = Change.objects.filter(object_id=hand_over.pk, actor=by, undone_by__isnull=True)
    newest = steps.order_by("-at", "pk").first()
    if newest is None or newest.action not in OF_THEIR_MAKERS:
        return ""
    return f"undo:/changes/{newest.pk}/undo/"
