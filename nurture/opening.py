"""The page of ours a link leads over, where the team notes that links are opened: a press notes it, a look
does not (PROMISES.md, A8)."""

from datetime import datetime

from nurture.kinds import SendingState
from nurture.models import LINK_KEY_LENGTH, Sending


def sent_with(key: str) -> Sending | None:
    """What a link's key stands for; None for any text that is nobody's, and for an item without a page."""
    if len(key) > LINK_KEY_LENGTH:
        return None
    found = Sending.objects.select_related("item", "prospect__team", "prospect__owner")
    sending = found.filter(link_key=key, state__in=[SendingState.APPROVED, SendingState.SENT]).first()
    return sending if sending and sending.item.page() else None


def note_opened(sending: Sending, now: datetime) -> bool:
    """They pressed it, for the first time; nothing where the team does not note it (any more)."""
    if not sending.prospect.team.counts_opens:
        return False
    return bool(Sending.objects.filter(pk=sending.pk, opened_at=None).update(opened_at=now))
