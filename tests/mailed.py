"""The links of a mail as whoever gets it sees them: which follow-up each is about, everybody can read."""

import re
from base64 import urlsafe_b64decode
from uuid import UUID

ACT_LINK = re.compile(r"/act/([A-Za-z0-9_-]{59}\.[A-Za-z0-9_-]{43})/")


def act_tokens(text: str) -> list[str]:
    """The tokens of the links that act, in their order."""
    return ACT_LINK.findall(text)


def followed_up(text: str) -> list[UUID]:
    """The follow-ups these links are about."""
    return [UUID(bytes=urlsafe_b64decode(f"{token.partition('.')[0]}=")[:16]) for token in act_tokens(text)]
