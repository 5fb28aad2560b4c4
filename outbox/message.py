"""The one place where mails are put into bytes. Nothing from outside reaches a header uncleaned.

Most of a mail needs no encoding, and is written as it is; what does need it is left to the library.
"""

import re
from binascii import b2a_qp
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit
from uuid import UUID

from common.text import clean_line

MOST_HEADER_CHARACTERS = 250
# Longer lines are folded. Subjects and addresses of pages are not: folded, those begin with a space and these
# break (RFC 5322, 2.1.1 allows 998).
LONGEST_LINE, LONGEST_UNFOLDED = 78, 998
# Longer lines of a body are not sent as they are.
LONGEST_BODY_LINE = 900

# Enough to keep nonsense away from the server, which alone knows its addresses.
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\\]+@[^\s@<>,;:\"()\\]+")


class UnusableAddress(ValueError):
    """An address no mail can be sent to."""


@dataclass(frozen=True)
class Message:
    """What a kind of mail says: subject and both parts, and where the reader can stop it.

    `list_unsubscribe` is an address of ours (URL); `one_click` only where a POST to it stops the mail.
    `from_name` stands before our own address instead of the name in the settings.
    """

    subject: str
    text: str
    html: str
    list_unsubscribe: str = ""
    one_click: bool = False
    reply_to: str = ""
    from_name: str = ""


@dataclass(frozen=True)
class Mail:
    """A mail as it goes over the wire: addresses as SMTP names them, and lines that end in CRLF."""

    sender: str
    recipient: str
    message_id: str
    content: bytes


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
    """The address in text like `Lost Deals <office@example.org>`; raises UnusableAddress."""
    name, addr_spec = parseaddr(text)
    return address(addr_spec, name)


def message_id(delivery_id: UUID, site_url: str) -> str:
    """The same for every copy of a mail: `<delivery-uuid@host-of-SITE_URL>`."""
    return f"<{delivery_id}@{urlsplit(site_url).hostname or 'localhost'}>"


def build(message: Message, envelope: Envelope, now: datetime) -> Mail:
    """The mail in text and HTML; raises UnusableAddress."""
    recipient = address(envelope.to_address)
    name = message_id(envelope.delivery_id, envelope.site_url)
    head = [
        _header("From", str(_sender(message, envelope))),
        _header("To", str(recipient)),
        _header("Subject", header_text(message.subject), fold_at=LONGEST_UNFOLDED),
        _header("Date", format_datetime(now)),
        _header("Message-ID", name, fold_at=LONGEST_UNFOLDED),
        _header("Auto-Submitted", "auto-generated"),
        *_optional_headers(message, envelope),
    ]
    content = "".join(head).encode("ascii") + _body(message, envelope.delivery_id.hex)
    return Mail(envelope.sender.addr_spec, recipient.addr_spec, name, content)


def _sender(message: Message, envelope: Envelope) -> Address:
    if not message.from_name:
        return envelope.sender
    return address(envelope.sender.addr_spec, message.from_name)


def _optional_headers(message: Message, envelope: Envelope) -> Iterator[str]:
    if envelope.kind:
        yield _header("X-Lostdeals-Kind", header_text(envelope.kind))
    if message.reply_to:
        yield _header("Reply-To", str(named_address(message.reply_to)))
    if message.list_unsubscribe:
        where = f"<{header_text(message.list_unsubscribe)}>"
        yield _header("List-Unsubscribe", where, fold_at=LONGEST_UNFOLDED)
    if message.list_unsubscribe and message.one_click:
        yield _header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")


def _header(name: str, value: str, fold_at: int = LONGEST_LINE) -> str:
    """One header with its line end; what is long or outside ASCII is folded and encoded by the library."""
    line = f"{name}: {value}"
    if len(line) <= fold_at and line.isascii() and line.isprintable():
        return f"{line}\r\n"
    return str(SMTP.fold(*SMTP.header_store_parse(name, value)))


def _body(message: Message, mark: str) -> bytes:
    """Both parts, the better one last (RFC 2046, 5.1.4)."""
    text, html = _part("plain", message.text), _part("html", message.html)
    boundary = _boundary(mark, text + html)
    return b"".join([
        b'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="', boundary, b'"\r\n\r\n--',
        boundary, b"\r\n", text, b"\r\n--", boundary, b"\r\n", html, b"\r\n--", boundary, b"--\r\n",
    ])  # fmt: skip


def _boundary(mark: str, content: bytes) -> bytes:
    """A line that does not occur in the parts."""
    boundary = f"=_{mark}".encode("ascii")
    while boundary in content:
        boundary += b"_"
    return boundary


def _part(subtype: str, text: str) -> bytes:
    # Never 8bit: a server on the way may not take it.
    lines = text.encode("utf-8", "replace").splitlines()
    content = b"\r\n".join(lines) + b"\r\n"
    encoding = b"7bit"
    if not content.isascii() or max(map(len, lines), default=0) > LONGEST_BODY_LINE:
        encoding, content = b"quoted-printable", b2a_qp(content, istext=True)
    kind = f'Content-Type: text/{subtype}; charset="utf-8"\r\n'.encode("ascii")
    return kind + b"Content-Transfer-Encoding: " + encoding + b"\r\n\r\n" + content
