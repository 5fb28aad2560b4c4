"""The ways out: a mail server, files in a folder, or Django's test outbox.

A transport calls `before_data` once the server has taken sender and recipient and just before it hands
the mail itself over. What goes wrong before that, or is answered, is known; what goes wrong while the mail
itself is under way is not, and is raised as FateUnknown.
"""

import os
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from django.conf import settings
from django.core import mail as django_mail

from outbox.message import Mail
from outbox.smtp import Server, SmtpTransport

BeforeData = Callable[[], None]


class Transport(Protocol):
    """A way out for mail; one is opened per run and used for all mails of the run.

    `said` is what was answered to the last mail that was taken.
    """

    said: str

    def connect(self) -> None:
        """Make sure the way is open; raises Unreachable."""

    def send(self, mail: Mail, before_data: BeforeData) -> None:
        """Hand one mail over; raises Unreachable, TryLater, AddressRefused, MailRefused or FateUnknown."""

    def __enter__(self) -> Self:
        """Start a run."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the run and let go of the connection."""


class _NothingToOpen:
    """What transports without a connection share."""

    said = ""

    def connect(self) -> None:
        """Always open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to close."""


class FileTransport(_NothingToOpen):
    """Writes each mail as `<delivery-id>.eml`, so that a second copy replaces the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, mail: Mail, before_data: BeforeData) -> None:
        """Write one mail; it appears under its name complete or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = mail.message_id.strip("<>").partition("@")[0]
        unfinished = self.folder / f".{name}.{os.getpid()}"
        before_data()
        unfinished.write_bytes(mail.content)
        unfinished.replace(self.folder / f"{name}.eml")
        self.said = f"{name}.eml"


class LocmemTransport(_NothingToOpen):
    """Appends to `django.core.mail.outbox`, for tests."""

    def send(self, mail: Mail, before_data: BeforeData) -> None:
        """Keep one mail in memory, in the form Django's tests know."""
        before_data()
        django_mail.get_connection("django.core.mail.backends.locmem.EmailBackend").send_messages(
            [_as_django_mail(_read(mail))]
        )


def _read(mail: Mail) -> EmailMessage:
    # With the line ends Python has, as somebody reads it.
    return message_from_bytes(mail.content.replace(b"\r\n", b"\n"), policy=default)


def _as_django_mail(mail: EmailMessage) -> django_mail.EmailMultiAlternatives:
    own = {"from", "to", "subject", "mime-version", "content-type", "content-transfer-encoding"}
    copy = django_mail.EmailMultiAlternatives(
        subject=str(mail["Subject"]),
        body=_part(mail, "plain"),
        from_email=str(mail["From"]),
        to=[str(mail["To"])],
        headers={name: str(value) for name, value in mail.items() if name.lower() not in own},
    )
    copy.attach_alternative(_part(mail, "html"), "text/html")
    return copy


def _part(mail: EmailMessage, subtype: str) -> str:
    body = mail.get_body(preferencelist=(subtype,))
    return "" if body is None else str(body.get_content())


def transport_from_settings(timeout_seconds: float | None = None) -> Transport:
    """The way out this installation is set up for, as patient as the settings say or as asked."""
    if settings.EMAIL_BACKEND == "django.core.mail.backends.locmem.EmailBackend":
        return LocmemTransport()
    if settings.MAIL_AS_FILES:
        return FileTransport(Path(settings.MAIL_DIR))
    return SmtpTransport(
        Server(
            host=settings.EMAIL_HOST,
            port=settings.EMAIL_PORT,
            user=settings.EMAIL_HOST_USER,
            password=settings.EMAIL_HOST_PASSWORD,
            start_tls=settings.EMAIL_USE_TLS,
            tls=settings.EMAIL_USE_SSL,
            timeout_seconds=timeout_seconds or float(settings.EMAIL_TIMEOUT),
            own_name=settings.SITE_HOST,
        )
    )
