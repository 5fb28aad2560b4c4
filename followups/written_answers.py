"""Which noes are answered by mail: then the thank-you in the plan is that answer itself."""

from followups.models import FollowUp
from prospects.conversations import ExitConversation, ToldBy
from prospects.models import Loss


def is_answered_by_mail(loss: Loss) -> bool:
    """Whether the thank-you of a no is the reply to a mail of theirs, or the closing note (RULES.md, What a
    no writes); any other is written by hand."""
    return loss.told_by == ToldBy.MAIL or loss.conversation == ExitConversation.DRIFTED


def is_written_answer(thank_you: FollowUp) -> bool:
    """Whether a thank-you is that answer: only whoever said the no gets it, nobody who stood behind them."""
    loss = thank_you.loss
    return loss is not None and loss.prospect_id == thank_you.prospect_id and is_answered_by_mail(loss)
