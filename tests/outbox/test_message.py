"""Headers are built in one place, and nothing from outside can add one."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outbox.message import Envelope, Message, UnusableAddress, address, build, header_text, named_address
from tests.outbox.stage import NOW

ROW = UUID("0b1f6a52-6f0e-4b4d-9a65-0d9f3f0e8f11")
ENVELOPE = Envelope(
    delivery_id=ROW,
    sender=named_address("Lost Deals <lostdeals@example.org>"),
    to_address="maren@example.com",
    site_url="https://deals.example.org:8443",
    kind="digest-daily",
)
MESSAGE = Message(
    "Today: Priya", "Text\n", "<p>HTML</p>\n", list_unsubscribe="https://deals.example.org/settings/#digest"
)
HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Lostdeals-Kind", "List-Unsubscribe",
    "MIME-Version", "Content-Type",
}  # fmt: skip


def over_the_wire(mail: EmailMessage) -> EmailMessage:
    parsed = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_a_mail_carries_the_marks_of_its_row() -> None:
    mail = over_the_wire(build(MESSAGE, ENVELOPE, NOW))
    assert set(mail.keys()) == HEADERS
    assert mail["Message-ID"] == f"<{ROW}@deals.example.org>"
    assert mail["X-Lostdeals-Kind"] == "digest-daily"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == "<https://deals.example.org/settings/#digest>"
    assert mail["To"] == "maren@example.com"
    assert mail["Date"].datetime == NOW


def test_a_mail_for_outside_readers_does_not_say_what_we_call_it() -> None:
    outside = Envelope(ROW, ENVELOPE.sender, "ingrid@example.net", ENVELOPE.site_url)
    assert "X-Lostdeals-Kind" not in build(MESSAGE, outside, NOW)


def test_one_click_is_promised_only_where_it_exists() -> None:
    assert "List-Unsubscribe-Post" not in build(MESSAGE, ENVELOPE, NOW)
    promised = Message("s", "t", "h", list_unsubscribe="https://deals.example.org/u/1/", one_click=True)
    assert build(promised, ENVELOPE, NOW)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_both_parts_arrive_as_written() -> None:
    message = Message("Für Łukasz", "Grüße an Łukasz\n.\n..zwei\n", "<p>Łukasz 💌</p>\n")
    mail = over_the_wire(build(message, ENVELOPE, NOW))
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == message.text
    assert html.get_content().replace("\r\n", "\n") == message.html
    assert mail["Subject"] == "Für Łukasz"
    assert mail.as_bytes().isascii()


@pytest.mark.parametrize("poison", ["\r\n", "\n", "\r", "\x00", "\x0b", "\u2028", "\u202e", "\x85"])
def test_line_ends_and_control_characters_never_reach_a_header(poison: str) -> None:
    evil = f"Hello{poison}Bcc: everybody@example.com"
    message = Message(
        evil, "t", "h", list_unsubscribe=f"https://x.example{poison}Bcc: a@b.example", reply_to=evil
    )
    envelope = Envelope(
        ROW, address("lostdeals@example.org", f"Lost{poison}Deals"), "m@example.com", "https://x.example"
    )
    with_reply = Message(message.subject, "t", "h", list_unsubscribe=message.list_unsubscribe)
    mail = over_the_wire(build(with_reply, envelope, NOW))
    assert mail["Bcc"] is None
    assert len(mail.get_all("Subject", [])) == 1
    assert "Bcc" in str(mail["Subject"])


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_subject_arrives_as_one_clean_line_and_adds_nothing(subject: str) -> None:
    mail = over_the_wire(build(Message(subject, "t", "h"), ENVELOPE, NOW))
    assert set(mail.keys()) == HEADERS - {"List-Unsubscribe"}
    assert str(mail["Subject"]).split() == header_text(subject).split()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=100))
def test_any_name_stays_a_name(name: str) -> None:
    mail = EmailMessage(policy=policy.SMTP)
    mail["To"] = address("maren@example.com", name)
    parsed = over_the_wire(mail)
    assert [found.addr_spec for found in parsed["To"].addresses] == ["maren@example.com"]


@pytest.mark.parametrize("text", ["", "nobody", "@example.com", "maren@", "a@b@c@", "x@exa\nmple.com"])
def test_an_unusable_address_is_said_to_be_one(text: str) -> None:
    with pytest.raises(UnusableAddress):
        address(text)


def test_a_domain_outside_ascii_is_written_as_dns_knows_it() -> None:
    assert address("info@präzision.example").addr_spec == "info@xn--przision-1za.example"


def test_a_named_address_keeps_its_name() -> None:
    found = named_address("Vogt, Maren <maren@example.com>".replace("Vogt, Maren", '"Vogt, Maren"'))
    assert (found.display_name, found.addr_spec) == ("Vogt, Maren", "maren@example.com")
