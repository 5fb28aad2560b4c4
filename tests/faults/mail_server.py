"""An SMTP server that keeps every transmission it is handed, and can be made to behave like real ones do."""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from aiosmtpd.controller import Controller

from tests.rig.processes import free_port
from tests.rig.sink import MailSink


class Polite:
    """Takes everything. The others say what they do differently; an answer of "" means yes."""

    async def sender(self) -> str:
        """At MAIL FROM."""
        return ""

    async def recipient(self, address: str) -> str:
        """At RCPT TO."""
        return ""

    async def content(self, address: str, hang_up: Callable[[], None]) -> str:
        """After the whole mail has come over, before the answer."""
        return ""


class NotNow(Polite):
    """Greylisting: whoever knocks for the first time is asked to come back after a minute."""

    def __init__(self, now: Callable[[], datetime], after: timedelta = timedelta(minutes=1)) -> None:
        self._now, self._after = now, after
        self.first_seen: dict[str, datetime] = {}

    async def recipient(self, address: str) -> str:
        first = self.first_seen.setdefault(address, self._now())
        return "451 4.7.1 Greylisted, come back later" if self._now() - first < self._after else ""


class NotThem(Polite):
    """Knows everybody but one."""

    def __init__(self, unknown: str) -> None:
        self._unknown = unknown

    async def recipient(self, address: str) -> str:
        return "550 5.1.1 No such user" if address == self._unknown else ""


class HangsUp(Polite):
    """Takes the mail and closes the connection without a word, for each of `addresses` so many times."""

    def __init__(self, addresses: dict[str, int]) -> None:
        self._left = dict(addresses)

    async def content(self, address: str, hang_up: Callable[[], None]) -> str:
        if self._left.get(address):
            self._left[address] -= 1
            hang_up()
        return ""


class Slow(Polite):
    """Lets through as many mails as allowed, then says nothing: at MAIL FROM, or after the whole mail."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._allowed = 0
        self._open = False
        self.stalled = 0

    def allow(self, mails: int) -> None:
        """So many more may pass."""
        self._allowed += mails

    def open(self) -> None:
        """No more waiting."""
        self._open = True

    async def sender(self) -> str:
        return await self._wait() if self._chance.random() < 0.4 else ""

    async def content(self, address: str, hang_up: Callable[[], None]) -> str:
        return await self._wait()

    async def _wait(self) -> str:
        self.stalled += 1
        try:
            while not (self._open or self._allowed > 0):
                await asyncio.sleep(0.01)
        finally:
            self.stalled -= 1
        self._allowed -= 1
        return ""


class MailServer(MailSink):
    """As MailSink, with manners that can be changed, and a door that can be closed."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.port = free_port()
        super().__init__(self.port, now)
        self.manners = Polite()
        self.lets_in = True
        self._is_open = False

    def start(self) -> None:
        """Listen, for the first time or again, at the same port."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        super().start()
        self._is_open = True

    def stop(self) -> None:
        """Nobody listens any more, and whoever was connected is not; what was received stays."""
        if self._is_open:
            self._is_open = False
            super().stop()

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Says no to everybody while `lets_in` is false."""
        session.host_name = hostname
        return responses if self.lets_in else ["421 4.3.2 Not now"]

    async def handle_HELO(self, server: Any, session: Any, envelope: Any, hostname: str) -> str:  # noqa: N802
        session.host_name = hostname
        return "250 Hello" if self.lets_in else "421 4.3.2 Not now"

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if answer := await self.manners.sender():
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if answer := await self.manners.recipient(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keeps the mail first: a copy that came over counts, whatever is answered."""
        kept = await super().handle_DATA(server, session, envelope)
        answer = await self.manners.content(envelope.rcpt_tos[0], server.transport.abort)
        return answer or kept
