"""One connection to a mail server, used for all mails of a run and opened again when the server drops it."""

import ipaddress
import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from outbox.faults import AddressRefused, DeliveryFault, FateUnknown, MailRefused, TryLater, Unreachable
from outbox.message import Mail

BeforeData = Callable[[], None]

READY_FOR_DATA = 354
SERVICE_CLOSING = 421
# Replies that concern the login, whichever command they answer.
LOGIN_REPLIES = frozenset({530, 534, 535, 538})
# "Too much" in answer to a recipient is about now, not about the address (RFC 5321, 4.5.3.1.10).
STORAGE_EXCEEDED = 552

_LEADING_DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True)
class Server:
    """Where the mail server is and how to enter. `own_name` is what we call ourselves in EHLO."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    start_tls: bool = False
    tls: bool = False
    timeout_seconds: float = 10.0
    own_name: str = "localhost"

    def ehlo_name(self) -> str:
        """Our name as SMTP writes it: an IP address in brackets."""
        try:
            ip = ipaddress.ip_address(self.own_name)
        except ValueError:
            return self.own_name
        return f"[IPv6:{ip}]" if ip.version == 6 else f"[{ip}]"


@dataclass(frozen=True)
class Reply:
    """What the server answered."""

    code: int
    text: str

    @property
    def is_yes(self) -> bool:
        """Whether it agreed."""
        return 200 <= self.code < 300

    @property
    def is_for_now(self) -> bool:
        """Whether it refused for the moment only."""
        return not self.is_yes and not self.is_for_good

    @property
    def is_for_good(self) -> bool:
        """Whether it refused for good."""
        return 500 <= self.code < 600

    @property
    def is_about_policy(self) -> bool:
        """Whether its own rules made it refuse (5.7.x, RFC 3463): that is not about the address."""
        return self.text.startswith("5.7.")

    def __str__(self) -> str:
        return f"{self.code} {self.text}"[:400]


class SmtpTransport:
    """Hands mails to a server. Use as a context manager; every wait on the socket has an end."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.said = ""
        self._smtp: smtplib.SMTP | None = None
        self._begun = False
        # Whether the recipient was named together with the sender (PIPELINING, RFC 2920).
        self._said_ahead = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say goodbye."""
        if self._smtp is not None and kind is None:
            self._say_goodbye(self._smtp)
        self._hang_up()

    def connect(self) -> None:
        """Open the connection and log in, unless that stands; raises Unreachable."""
        if self._smtp is None:
            self._smtp = self._open()
            self._begun = False

    def send(self, mail: Mail, before_data: BeforeData) -> None:
        """Hand one mail over, in one piece. `before_data` may raise to keep the mail from leaving."""
        sender = _usable(mail.sender, "From", Unreachable)
        recipient = _usable(mail.recipient, "To", AddressRefused)
        content = _LEADING_DOT.sub(b"..", mail.content) + b".\r\n"
        self._make_ready()
        self._agree_on_envelope(sender, recipient)
        before_data()
        self._announce_data()
        self._transfer(content)

    def _open(self) -> smtplib.SMTP:
        try:
            smtp = self._dial()
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(_said(error)) from error
        try:
            self._enter(smtp)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            smtp.close()
            raise Unreachable(_said(error)) from error
        return smtp

    def _dial(self) -> smtplib.SMTP:
        server = self.server
        if server.tls:
            return smtplib.SMTP_SSL(
                server.host,
                server.port,
                local_hostname=server.ehlo_name(),
                timeout=server.timeout_seconds,
                context=ssl.create_default_context(),
            )
        return smtplib.SMTP(
            server.host, server.port, local_hostname=server.ehlo_name(), timeout=server.timeout_seconds
        )

    def _enter(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self.server.start_tls:
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
        if self.server.user:
            smtp.login(self.server.user, self.server.password)

    def _make_ready(self) -> None:
        """A connection that waits for a sender: a fresh one, or the one in use if it still lives.

        After a mail that was taken the server waits for the next one by itself (RFC 5321, 4.1.1.4).
        """
        if self._smtp is not None and self._begun:
            try:
                alive = self._ask("RSET").is_yes
            except OSError:
                alive = False
            if not alive:
                self._hang_up()
        self.connect()

    def _agree_on_envelope(self, sender: str, recipient: str) -> None:
        reply = self._name_both(sender, recipient)
        if _is_about_login(reply):
            self._hang_up()
            raise Unreachable(str(reply))
        if not reply.is_yes:
            self._skip_answer()
            # Refused for good, too, is worth another try: the sender is a setting, not this mail's fault.
            raise TryLater(str(reply))
        self._recipient_agreed(recipient)

    def _name_both(self, sender: str, recipient: str) -> Reply:
        """The answer to the sender. A server that can listen hears the recipient with it: one way less.

        Some servers take so many mails per connection and then close it: knock once more.
        """
        try:
            reply = self._name_once(sender, recipient)
        except OSError:
            reply = Reply(SERVICE_CLOSING, "")
        if reply.code != SERVICE_CLOSING:
            return reply
        self._hang_up()
        self.connect()
        try:
            return self._name_once(sender, recipient)
        except OSError as error:
            self._hang_up()
            raise TryLater(_said(error)) from error

    def _name_once(self, sender: str, recipient: str) -> Reply:
        commands = [f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>"]
        self._said_ahead = self._connection().has_extn("pipelining")
        self._say(*commands[: 2 if self._said_ahead else 1])
        return self._hear()

    def _skip_answer(self) -> None:
        """The answer about the recipient does not matter any more."""
        if self._said_ahead:
            try:
                self._hear()
            except OSError:
                self._hang_up()

    def _recipient_agreed(self, recipient: str) -> None:
        try:
            if not self._said_ahead:
                self._say(f"RCPT TO:<{recipient}>")
            reply = self._hear()
        except OSError as error:
            self._hang_up()
            raise TryLater(_said(error)) from error
        if _is_about_login(reply):
            self._hang_up()
            raise Unreachable(str(reply))
        if reply.is_for_now or reply.code == STORAGE_EXCEEDED:
            self._close_if_told(reply)
            raise TryLater(str(reply))
        if reply.is_for_good:
            raise AddressRefused(str(reply), for_good=not reply.is_about_policy)

    def _announce_data(self) -> None:
        """Until the server says "go ahead" nothing of the mail has left, whatever happens."""
        try:
            reply = self._ask("DATA")
        except OSError as error:
            self._hang_up()
            raise TryLater(_said(error)) from error
        if reply.code != READY_FOR_DATA:
            self._refuse_mail(reply)

    def _transfer(self, content: bytes) -> None:
        smtp = self._connection()
        try:
            smtp.send(content)
            reply = _as_reply(*smtp.getreply())
        except OSError as error:
            self._hang_up()
            raise FateUnknown(_said(error)) from error
        if not reply.is_yes:
            self._refuse_mail(reply)
        self._begun = False
        self.said = str(reply)

    def _refuse_mail(self, reply: Reply) -> None:
        self._close_if_told(reply)
        if reply.is_for_good:
            raise MailRefused(str(reply))
        raise TryLater(str(reply))

    def _ask(self, command: str) -> Reply:
        self._say(command)
        return self._hear()

    def _say(self, *commands: str) -> None:
        self._begun = True
        self._connection().send("".join(f"{command}\r\n" for command in commands))

    def _hear(self) -> Reply:
        return _as_reply(*self._connection().getreply())

    def _connection(self) -> smtplib.SMTP:
        if self._smtp is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        return self._smtp

    def _close_if_told(self, reply: Reply) -> None:
        if reply.code == SERVICE_CLOSING:
            self._hang_up()

    def _hang_up(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _say_goodbye(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.quit()
        except OSError:
            return  # the mails are delivered; a rude ending costs nothing


def _usable(addr_spec: str, header: str, unusable: type[DeliveryFault]) -> str:
    if not addr_spec.isascii() or re.search(r"[\s<>]", addr_spec):
        raise unusable(f"not usable as an SMTP address: {header}")
    return addr_spec


def _as_reply(code: int, text: bytes) -> Reply:
    if code == -1:  # smtplib's way of saying that the answer was no SMTP
        raise smtplib.SMTPServerDisconnected("unreadable answer")
    return Reply(code, text.decode("utf-8", "replace"))


def _is_about_login(reply: Reply) -> bool:
    return reply.code in LOGIN_REPLIES


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        said = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        return f"{error.smtp_code} {said}"[:400]
    return (str(error) or type(error).__name__)[:400]
