"""What the outbox tests play with: mail rows, a kind of mail, a clock, and a mail server with moods."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd import smtp
from aiosmtpd.controller import Controller

from accounts.models import User
from outbox.delivery import DeliveryReport, deliver_due
from outbox.kinds import SEND, MailKind, Verdict
from outbox.message import Mail, Message
from outbox.models import Delivery
from outbox.smtp import Server, SmtpTransport
from outbox.states import Audience
from outbox.transport import Transport

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def always(delivery: Delivery, now: datetime) -> Verdict:
    return SEND


def hello(delivery: Delivery, now: datetime) -> Message:
    return Message(subject="Hello", text="Hello in text\n", html="<p>Hello in HTML</p>\n")


LETTER = MailKind(name="letter", audience=Audience.OURS, may_send=always, render=hello)
OFFER = replace(LETTER, name="offer", audience=Audience.PROSPECT)
PAPER = replace(LETTER, name="paper", family="news")


def a_delivery(user: User, kind: MailKind = LETTER, **columns: Any) -> Delivery:
    """A mail due at NOW unless told otherwise."""
    columns.setdefault("due_at", NOW)
    columns.setdefault("next_attempt_at", columns["due_at"])
    columns.setdefault("address", user.email)
    columns.setdefault("period_key", f"{Delivery.objects.count():04d}")
    columns.setdefault("created_at", columns["due_at"])
    return Delivery.objects.create(kind=kind.name, recipient=user, **columns)


def deliver(
    transport: Transport,
    now: datetime = NOW,
    kinds: tuple[MailKind, ...] = (LETTER, OFFER, PAPER),
    **more: Any,
) -> DeliveryReport:
    """One run at exactly `now`."""
    more.setdefault("clock", lambda: now)
    return deliver_due(kinds, now, transport=transport, **more)


@dataclass
class Memory:
    """A transport that keeps mails in a list; `fails` is asked before and after the mark of each mail."""

    mails: list[EmailMessage] = field(default_factory=list)
    before: Callable[[EmailMessage], None] = lambda mail: None
    after: Callable[[EmailMessage], None] = lambda mail: None
    on_connect: Callable[[], None] = lambda: None
    connections: int = 0

    def connect(self) -> None:
        self.connections += 1
        self.on_connect()

    def send(self, mail: Mail, before_data: Callable[[], None]) -> None:
        arriving = message_from_bytes(mail.content.replace(b"\r\n", b"\n"), policy=policy.default)
        assert isinstance(arriving, EmailMessage)
        self.before(arriving)
        before_data()
        self.after(arriving)
        self.mails.append(arriving)

    def __enter__(self) -> "Memory":
        return self

    def __exit__(self, *rest: object) -> None:
        """Nothing to close."""


@dataclass
class Post:
    """A real SMTP server. The replies may be changed while it runs; None means "yes"."""

    on_mail: Callable[[], str | None] = lambda: None
    on_rcpt: Callable[[str], str | None] = lambda address: None
    on_data: Callable[[], str | None] = lambda: None
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    # Whether it hears several commands at once (RFC 2920).
    pipelining: bool = False

    def transport(self, **changes: Any) -> SmtpTransport:
        settings = {"host": "127.0.0.1", "port": self.port, "timeout_seconds": 3.0, "own_name": "localhost"}
        return SmtpTransport(Server(**{**settings, **changes}))

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: Any
    ) -> Any:
        self.connections += 1
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]] if self.pipelining else responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if (reply := self.on_mail()) is not None:
            return reply
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if (reply := self.on_rcpt(address)) is not None:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        reply = self.on_data()
        if reply == "hang up":
            self._keep(envelope)
            server.transport.abort()
            return "421 bye"
        if reply is not None:
            return reply
        self._keep(envelope)
        return "250 Kept"

    def _keep(self, envelope: Any) -> None:
        self.mails.append(message_from_bytes(envelope.original_content, policy=policy.default))
        self.recipients.extend(envelope.rcpt_tos)


@contextmanager
def post_office(authenticator: Any = None, **moods: Any) -> Iterator[Post]:
    """A Post that listens on a free loopback port."""
    post = Post(**moods)
    post.port = free_port()

    class Door(Controller):
        def factory(self) -> smtp.SMTP:
            return smtp.SMTP(
                self.handler,
                authenticator=authenticator,
                auth_required=authenticator is not None,
                auth_require_tls=False,
            )

    door = Door(post, hostname="127.0.0.1", port=post.port)
    door.start()
    try:
        yield post
    finally:
        door.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def rude_server(replies: dict[str, str]) -> Iterator[int]:
    """An SMTP server of our own that answers each verb as told; "" hangs up, "..." says nothing.

    "content" is the answer to the mail itself, "greeting" the one to the connection, "after" what it does
    once a mail is taken; the rest is "250 OK".
    """
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                _converse(
                    connection, {"greeting": "220 hello", "DATA": "354 go", "QUIT": "221 bye", **replies}
                )

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _converse(connection: socket.socket, replies: dict[str, str]) -> None:
    connection.settimeout(10)
    lines = connection.makefile("rb")
    in_content = False
    if not _answer(connection, replies["greeting"]):
        return
    try:
        for line in lines:
            if in_content and line != b".\r\n":
                continue
            verb = "content" if in_content else line.split()[0].decode().upper()
            in_content = verb == "DATA"
            if not _answer(connection, replies.get(verb, "250 OK")):
                return
            if verb == "content" and replies.get("after") == "":
                return
    except OSError:
        return


def _answer(connection: socket.socket, reply: str) -> bool:
    """Whether the conversation goes on."""
    if reply == "...":
        return True
    if reply == "":
        return False
    connection.sendall(reply.encode() + b"\r\n")
    return True
