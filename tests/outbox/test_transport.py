"""The ways out that need no server: files in a folder and Django's own outbox for tests."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core import mail as django_mail
from pytest_django import Settings

from accounts.models import User
from outbox.delivery import deliver_due
from outbox.smtp import SmtpTransport
from outbox.transport import FileTransport, LocmemTransport, transport_from_settings
from tests.outbox.stage import LETTER, NOW, a_delivery, deliver

pytestmark = pytest.mark.django_db


def test_a_mail_becomes_a_file_named_after_its_row(owner: User, tmp_path: Path) -> None:
    row = a_delivery(owner)
    deliver(FileTransport(tmp_path / "mail"))
    [path] = (tmp_path / "mail").iterdir()
    assert path.name == f"{row.pk}.eml"
    assert message_from_bytes(path.read_bytes(), policy=policy.default)["Subject"] == "Hello"


def test_the_test_outbox_holds_the_mail_with_its_headers(owner: User) -> None:
    a_delivery(owner)
    deliver_due((LETTER,), NOW)
    [mail] = django_mail.outbox
    assert (mail.subject, mail.to, mail.body.strip()) == ("Hello", [owner.email], "Hello in text")
    assert mail.extra_headers["X-Lostdeals-Kind"] == "letter"


def test_settings_choose_the_way_out(settings: Settings, tmp_path: Path) -> None:
    assert isinstance(transport_from_settings(), LocmemTransport)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAIL_AS_FILES = True
    settings.MAIL_DIR = tmp_path
    assert isinstance(transport_from_settings(), FileTransport)
    settings.MAIL_AS_FILES = False
    settings.EMAIL_HOST = "mail.example.org"
    settings.EMAIL_PORT = 587
    way_out = transport_from_settings()
    assert isinstance(way_out, SmtpTransport)
    assert (way_out.server.host, way_out.server.port) == ("mail.example.org", 587)
    assert way_out.server.timeout_seconds == settings.EMAIL_TIMEOUT
