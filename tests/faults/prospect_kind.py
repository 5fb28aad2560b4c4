"""A kind of mail to prospects for the workers of a run, until the app has one of its own.

`celery worker --include tests.faults.prospect_kind` makes a worker send it: importing this is enough, so
nothing else may.
"""

from datetime import datetime

from lostdeals import clock
from outbox.kinds import SEND, MailKind, Verdict
from outbox.message import Message
from outbox.models import Delivery
from outbox.states import Audience
from tests.faults.people import PROSPECT_MAIL


def may_send(delivery: Delivery, now: datetime) -> Verdict:
    """Always."""
    return SEND


def render(delivery: Delivery, now: datetime) -> Message:
    """Something useful."""
    text = f"Something useful: {delivery.period_key}"
    return Message(subject=text, text=text, html=f"<p>{text}</p>")


clock.MAIL_KINDS = (*clock.MAIL_KINDS, MailKind(PROSPECT_MAIL, Audience.PROSPECT, may_send, render))
