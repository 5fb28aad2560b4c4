"""What a test mail says, and how often one may be asked for."""

from uuid import UUID

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from outbox.message import Message

# The page waits for the mail server, and every press is a mail to somebody.
SECONDS_BETWEEN = 30


def words_of_test_mail() -> Message:
    """The mail, in the language of whoever asked for it."""
    return Message(
        subject=_("Test mail from Lost Deals"),
        text=render_to_string("mail/test.txt"),
        html=render_to_string("mail/test.html"),
    )


def may_ask_now(user_id: UUID) -> bool:
    """Whether this person asked for none in the last half minute; asking counts."""
    return bool(cache.add(f"test-mail:{user_id}", 1, SECONDS_BETWEEN))
