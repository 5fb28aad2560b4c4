"""A real SMTP server on loopback that keeps every message it is handed, with its envelope and its moment."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from aiosmtpd.controller import Controller

from tests.mailed import followed_up

MORE_LINE = re.compile(r"^and (\d+) more\b", re.MULTILINE)


@dataclass(frozen=True)
class Received:
    """One message as it came over the wire; `moment` is the moved clock's time of its arrival."""

    moment: datetime
    recipients: tuple[str, ...]
    message: EmailMessage

    @property
    def kind(self) -> str:
        """The X-Lostdeals-Kind header, empty when there is none."""
        return str(self.message.get("X-Lostdeals-Kind", ""))

    @property
    def message_id(self) -> str:
        """The Message-ID header."""
        return str(self.message.get("Message-ID", ""))

    @property
    def subject(self) -> str:
        """The subject, decoded."""
        return str(self.message.get("Subject", ""))

    def part(self, subtype: str) -> str:
        """The decoded text of the part text/`subtype`, empty when there is none."""
        body = self.message.get_body(preferencelist=(subtype,))
        return "" if body is None else str(body.get_content())

    def follow_ups(self) -> list[UUID]:
        """The follow-ups linked in the text part, in its order."""
        return followed_up(self.part("plain"))

    def more(self) -> int:
        """The n of "and n more" in the text part; 0 when it does not say so."""
        found = MORE_LINE.search(self.part("plain"))
        return int(found[1]) if found else 0


class MailSink:
    """Start it, hand its `url` to the app as EMAIL_URL, read `received`."""

    def __init__(self, port: int, now: Callable[[], datetime]) -> None:
        self.received: list[Received] = []
        self.url = f"smtp://127.0.0.1:{port}"
        self._now = now
        self._controller = Controller(self, hostname="127.0.0.1", port=port)

    def start(self) -> None:
        """Listen from now on, in a thread of this process."""
        self._controller.start()

    def stop(self) -> None:
        """Close the door; what was received stays readable."""
        self._controller.stop()

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802
        """Keep the message, then accept it."""
        message = message_from_bytes(envelope.original_content, policy=policy.default)
        self.received.append(Received(self._now(), tuple(envelope.rcpt_tos), message))
        return "250 Kept"
