"""Headers are built in one place, and nothing from outside can add one."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.text import clean_line
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


def over_the_wire(content: bytes) -> EmailMessage:
    parsed = message_from_bytes(content, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    assert parsed.defects == []
    return parsed


def built(message: Message = MESSAGE, envelope: Envelope = ENVELOPE) -> EmailMessage:
    return over_the_wire(build(message, envelope, NOW).content)


def said(mail: EmailMessage, subtype: str) -> str:
    body = mail.get_body((subtype,))
    assert body is not None
    return str(body.get_content())


def lines(text: str) -> bytes:
    """Lines as SMTP has them, ended."""
    return b"".join(line + b"\r\n" for line in text.encode().splitlines() or [b""])


def test_a_mail_carries_the_marks_of_its_row() -> None:
    mail = built()
    assert set(mail.keys()) == HEADERS
    assert mail["Message-ID"] == f"<{ROW}@deals.example.org>"
    assert mail["X-Lostdeals-Kind"] == "digest-daily"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == "<https://deals.example.org/settings/#digest>"
    assert mail["To"] == "maren@example.com"
    assert mail["Date"].datetime == NOW


def test_a_mail_for_outside_readers_does_not_say_what_we_call_it() -> None:
    outside = Envelope(ROW, ENVELOPE.sender, "ingrid@example.net", ENVELOPE.site_url)
    assert "X-Lostdeals-Kind" not in built(MESSAGE, outside)


def test_one_click_is_promised_only_where_it_exists() -> None:
    assert "List-Unsubscribe-Post" not in built()
    promised = Message("s", "t", "h", list_unsubscribe="https://deals.example.org/u/1/", one_click=True)
    assert built(promised)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_both_parts_arrive_as_written() -> None:
    message = Message("Für Łukasz", "Grüße an Łukasz\n.\n..zwei\n", "<p>Łukasz 💌</p>\n")
    content = build(message, ENVELOPE, NOW).content
    mail = over_the_wire(content)
    assert said(mail, "plain").replace("\r\n", "\n") == message.text
    assert said(mail, "html").replace("\r\n", "\n") == message.html
    assert mail["Subject"] == "Für Łukasz"
    assert content.isascii()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_text_arrives_line_by_line(text: str, html: str) -> None:
    content = build(Message("s", text, html), ENVELOPE, NOW).content
    mail = over_the_wire(content)
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_payload(decode=True) for part in mail.iter_parts()] == [lines(text), lines(html)]
    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")


@settings(max_examples=60, deadline=None)
@given(st.integers(800, 3000), st.sampled_from("xé.= "))
def test_no_line_is_longer_than_a_server_takes(length: int, letter: str) -> None:
    mail = build(Message(letter * length, letter * length, "h"), ENVELOPE, NOW)
    assert max(map(len, mail.content.split(b"\r\n"))) <= 998
    assert said(over_the_wire(mail.content), "plain") == letter * length + "\r\n"


def test_what_looks_like_the_line_between_parts_is_text() -> None:
    text = f"--=_{ROW.hex}\n--=_{ROW.hex}--\n"
    mail = built(Message("s", text, "<p>h</p>"))
    assert said(mail, "plain").replace("\r\n", "\n") == text
    assert said(mail, "html").strip() == "<p>h</p>"


def test_the_address_of_a_page_is_never_broken() -> None:
    where = f"https://deals.example.org/unsubscribe/{'k' * 120}/"
    content = build(Message("s", "t", "h", list_unsubscribe=where), ENVELOPE, NOW).content
    assert f"\r\nList-Unsubscribe: <{where}>\r\n".encode() in content


@pytest.mark.parametrize("name", ["Märta Łuk", "Vogt, Maren", 'Says "hi"', "A" * 120])
def test_a_name_of_any_kind_stands_before_its_address(name: str) -> None:
    envelope = Envelope(ROW, address("lostdeals@example.org", name), "m@example.com", "https://x.example")
    [sender] = built(MESSAGE, envelope)["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "lostdeals@example.org")


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
    mail = built(with_reply, envelope)
    assert mail["Bcc"] is None
    assert len(mail.get_all("Subject", [])) == 1
    assert "Bcc" in str(mail["Subject"])
    assert str(mail["Subject"]) == clean_line(evil)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_subject_arrives_as_one_clean_line_and_adds_nothing(subject: str) -> None:
    mail = built(Message(subject, "t", "h"))
    assert set(mail.keys()) == HEADERS - {"List-Unsubscribe"}
    assert str(mail["Subject"]).split() == header_text(subject).split()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=100))
def test_any_name_stays_a_name(name: str) -> None:
    mail = EmailMessage(policy=policy.SMTP)
    mail["To"] = address("maren@example.com", name)
    parsed = over_the_wire(mail.as_bytes())
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


def test_a_mail_may_come_from_a_person_at_our_address() -> None:
    named = replace(MESSAGE, from_name="Jörg Vogt, Vogt & Partner\r\nBcc: a@b.example")
    read = built(named)
    assert read["Bcc"] is None
    [sender] = read["From"].addresses
    assert sender.addr_spec == ENVELOPE.sender.addr_spec
    assert sender.display_name.startswith("Jörg Vogt, Vogt & Partner")
