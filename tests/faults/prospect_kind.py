"""A kind of mail to prospects for the workers of a run, until the app has one of its own.

`celery worker --include tests.faults.prospect_kind` makes a worker send it; run as a program, this writes so
many mails of it, all due now.
"""

import os
import sys
from datetime import datetime

import django

from tests.faults.people import PROSPECT_MAIL

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lostdeals.settings")


def offer_it() -> None:
    """Add the kind to those a tick delivers."""
    from lostdeals import clock
    from outbox.kinds import SEND, MailKind, Verdict
    from outbox.message import Message
    from outbox.models import Delivery
    from outbox.states import Audience

    def may_send(delivery: Delivery, now: datetime) -> Verdict:
        return SEND

    def render(delivery: Delivery, now: datetime) -> Message:
        text = f"Something useful: {delivery.period_key}"
        return Message(subject=text, text=text, html=f"<p>{text}</p>")

    kind = MailKind(PROSPECT_MAIL, Audience.PROSPECT, may_send, render)
    clock.MAIL_KINDS = (*clock.MAIL_KINDS, kind)


def write(mails: int) -> None:
    """One mail each to so many prospects."""
    from django.utils import timezone

    from accounts.models import User
    from outbox.models import Delivery

    now, owner = timezone.now(), User.objects.order_by("email").first()
    Delivery.objects.bulk_create(
        Delivery(
            kind=PROSPECT_MAIL,
            owner=owner,
            address=f"buyer{number:04d}@buyer.example",
            period_key=f"item-{number:04d}",
            due_at=now,
            next_attempt_at=now,
            created_at=now,
        )
        for number in range(mails)
    )


if __name__ == "__main__":
    django.setup()
    write(int(sys.argv[1]))
else:
    offer_it()
