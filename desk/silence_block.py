"""What stands with somebody who does not answer: one sentence, and what can be done about it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from desk.rhythm_words import hint_text
from followups.kinds import Kind
from followups.models import FollowUp, FollowUpPlan
from followups.rhythm import hint_of, silence_of
from followups.silence import Hint
from prospects.conversations import Manner


@dataclass(frozen=True)
class SilenceBlock:
    """Context of desk/_silence.html; `channel_text` is empty where the next contact is not ours to change."""

    text: str
    advice: str
    channel_text: str
    keep_text: str
    follow_up_id: UUID | None
    version: int | None
    prospect_id: UUID


def silence_block(plan: FollowUpPlan | None, step: FollowUp | None, today: date) -> SilenceBlock | None:
    """What to say about an active plan and its open row; None while they answer."""
    hint = hint_of(plan, today) if plan else None
    if plan is None or hint is None:
        return None
    asks = hint == Hint.KEEP_OR_CLOSE
    channel = "" if asks or step is None else _channel_text(step)
    return SilenceBlock(
        text=hint_text(hint, silence_of(plan)),
        advice=""
        if asks
        else _("Another channel may do better, a colleague, or a kind close. Silence is an answer too."),
        channel_text=channel,
        keep_text=_("Keep in touch") if asks else "",
        follow_up_id=step.pk if step else None,
        version=step.version if step else None,
        prospect_id=plan.prospect_id,
    )


def _channel_text(step: FollowUp) -> str:
    if step.kind != Kind.CHECK_IN or step.is_agreed:
        return ""
    return _("Call next time") if step.manner == Manner.MAIL else _("Write next time")
