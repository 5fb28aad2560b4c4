"""The one place where mail headers are built. Nothing from outside reaches a header uncleaned."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit
from uuid import UUID

from common.text import clean_line

MOST_HEADER_CHARACTERS = 250

# Enough to keep nonsense away from the server, which alone knows its addresses.
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\\]+@[^\s@<>,;:\"()\\]+")


class UnusableAddress(ValueError):
    """An address no mail can be sent to."""


@dataclass(frozen=True)
class Message:
    """What a kind of mail says: subject and both parts, and where the reader can stop it.

    `list_unsubscribe` is an address of ours (URL); `one_click` only where a POST to it stops the mail.
    """

    subject: str
    text: str
    html: str
    list_unsubscribe: str = ""
    one_click: bool = False
    reply_to: str = ""


@dataclass(frozen=True)
class Envelope:
    """Who sends to whom, and the marks that make a copy recognisable. `kind` is empty for outside readers."""

    delivery_id: UUID
    sender: Address
    to_address: str
    site_url: str
    kind: str = ""


def header_text(text: str) -> str:
    """Text that may stand in a header: one line, no control characters, bounded."""
    return clean_line(text)[:MOST_HEADER_CHARACTERS].rstrip()


def address(addr_spec: str, display_name: str = "") -> Address:
    """A header address; raises UnusableAddress when it is none."""
    if not _ADDRESS.fullmatch(addr_spec):
        raise UnusableAddress(header_text(addr_spec))
    local, _, domain = addr_spec.rpartition("@")
    try:
        return Address(
            header_text(display_name), username=local, domain=domain.encode("idna").decode("ascii")
        )
    except (ValueError, IndexError) as error:
        raise UnusableAddress(str(error)) from error


def named_address(text: str) -> Address:
    """The address in text like `Lost Deals <lostdeals@example.org>`; raises UnusableAddress."""
    name, addr_spec = parseaddr(text)
    return address(addr_spec, name)


def message_id(delivery_id: UUID, site_url: str) -> str:
    """The same for every copy of a mail: `<delivery-uuid@host-of-SITE_URL>`."""
    return f"<{delivery_id}@{urlsplit(site_url).hostname or 'localhost'}>"


def build(message: Message, envelope: Envelope, now: datetime) -> EmailMessage:
    """The mail as it goes over the wire, text and HTML; raises UnusableAddress."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = envelope.sender
    mail["To"] = address(envelope.to_address)
    mail["Subject"] = header_text(message.subject)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(envelope.delivery_id, envelope.site_url)
    mail["Auto-Submitted"] = "auto-generated"
    _add_optional_headers(mail, message, envelope)
    _add_parts(mail, message)
    return mail


def _add_optional_headers(mail: EmailMessage, message: Message, envelope: Envelope) -> None:
    if envelope.kind:
        mail["X-Lostdeals-Kind"] = header_text(envelope.kind)
    if message.reply_to:
        mail["Reply-To"] = named_address(message.reply_to)
    if message.list_unsubscribe:
        mail["List-Unsubscribe"] = f"<{header_text(message.list_unsubscribe)}>"
    if message.list_unsubscribe and message.one_click:
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _add_parts(mail: EmailMessage, message: Message) -> None:
    # Never 8bit: a server on the way may not take it.
    mail.set_content(message.text, cte=_transfer_encoding(message.text))
    mail.add_alternative(message.html, subtype="html", cte=_transfer_encoding(message.html))


def _transfer_encoding(text: str) -> str:
    short = all(len(line) < 900 for line in text.splitlines())
    return "7bit" if text.isascii() and short else "quoted-printable"
