"""The link of the one question, "what decided it for you?": signed, no row until it is answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from common.signed_links import Garbled, OtherKey, SignedLinks, instant_of, ticks
from prospects.models import Loss

LIFE = timedelta(days=30)
# The no it is about, when it was made.
_LINKS = SignedLinks("nurture.feedback", ">16sQ")


@dataclass(frozen=True)
class Question:
    """The no somebody is asked about; `is_over` when the link is too old to answer."""

    loss: Loss
    is_over: bool


def feedback_link(loss: Loss, *, now: datetime) -> str:
    """The whole address of the question, alive for thirty days from now."""
    token = _LINKS.token(loss.pk.bytes, ticks(now))
    return f"{settings.SITE_URL}{reverse('nurture:feedback', args=[token])}"


def question_of(token: str, now: datetime) -> Question | None:
    """What a token asks about; None for any text that is none of ours, and for a no that is gone."""
    try:
        pk, made_at = _LINKS.values(token)
    except (Garbled, OtherKey):
        return None
    losses = Loss.objects.select_related("prospect__team", "prospect__owner", "feedback", "logged_by")
    loss = losses.filter(pk=UUID(bytes=pk)).first()
    return Question(loss, now - instant_of(made_at) > LIFE) if loss else None
