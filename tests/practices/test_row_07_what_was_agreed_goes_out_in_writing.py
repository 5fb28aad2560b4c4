"""PRODUCT.md, row 7: two lines to confirm, kept as evidence; the next contact as they put it."""

import pytest

from followups.kinds import Kind, Status
from followups.models import FollowUp
from prospects.models import Loss
from tests.desk.reading import Element
from tests.followups.telling import day
from tests.practices.desk import Desk, flowing, planned, words

AGREED = {
    "prospect_name": "Ingrid Solheim", "email": "ingrid@example.org", "phone": "+47 22 33 44 55",
    "ask_stay_in_touch": "yes", "promise": "the two-page checklist", "next_contact_on": "2026-04-08",
    "next_contact_manner": "call",
}  # fmt: skip


def letter(page: Element) -> str:
    """The words the receipt offers to send."""
    return page.one(id="letter-answer").text


def sent_door() -> str:
    return f"/losses/{Loss.objects.get().pk}/confirmation-sent/"


def test_the_receipt_offers_two_lines_with_promise_day_and_a_way_to_object(desk: Desk) -> None:
    page = desk.log(**AGREED)
    text = letter(page)
    assert text.startswith("Ingrid, thank you for today.")
    assert "I'll send you the two-page checklist." in text
    assert "I'll call on 8 April" in text
    assert "one word back is enough" in text
    assert "Maren Vogt" in text


def test_it_opens_as_a_mail_or_a_message_or_is_copied(desk: Desk) -> None:
    page = desk.log(**AGREED)
    receipt = page.one(id="receipt")
    links = [link.attrs["href"] for link in receipt.all("a", href=True)]
    assert any(link.startswith("mailto:ingrid@example.org?subject=") for link in links)
    assert any(link.startswith("sms:+4722334455?body=") for link in links)
    assert receipt.all("button", data_copy="#letter-answer")


def test_sent_keeps_the_words_as_evidence(desk: Desk) -> None:
    page = desk.log(**AGREED)
    page = desk.send(page, sent_door(), text="Ingrid, as we said: 8 April. Maren")
    loss = Loss.objects.get()
    assert loss.confirmation == "Ingrid, as we said: 8 April. Maren"
    assert loss.confirmed_at is not None
    assert "Ingrid, as we said: 8 April. Maren" in flowing(page.one(id="main"))
    assert not page.all(id="letter-answer")


def test_not_sent_it_is_still_found_on_the_next_day(desk: Desk) -> None:
    desk.log(**AGREED)
    later = desk.on(day(1))
    page = later.person()
    assert "What you agreed has not gone out in writing yet." in page.text
    assert sent_door() in {link.attrs["href"] for link in page.all("a", href=True)}
    page = later.look(sent_door())
    assert "Ingrid, thank you" in letter(page)
    later.send(page, sent_door())
    assert "has not gone out" not in later.person().text


def test_a_no_by_mail_is_answered_and_that_is_the_thank_you(desk: Desk) -> None:
    page = desk.log(told_by="mail", email="ingrid@example.org")
    assert letter(page).startswith("Thank you for writing, Ingrid")
    page = desk.send(page, sent_door())
    assert FollowUp.objects.get(kind=Kind.THANK_YOU).status == Status.DONE
    assert Loss.objects.get().confirmation.startswith("Thank you for writing, Ingrid")


def test_silence_gets_the_closing_note(desk: Desk) -> None:
    page = desk.log(conversation="drifted", told_by="silence")
    assert "would rather not become a nuisance" in letter(page)


def test_after_please_stop_nothing_goes_out(desk: Desk) -> None:
    page = desk.log(ask_stay_in_touch="stop")
    assert not page.all(id="letter-answer")


def test_a_meeting_goes_into_the_calendar(desk: Desk) -> None:
    page = desk.log(**{**AGREED, "next_contact_manner": "meeting"})
    assert planned(page)[Kind.AGREED_MEETING] == ["2026-04-08"]
    link = next(
        link.attrs["href"] for link in page.all("a", href=True) if link.attrs["href"].endswith(".ics")
    )
    answer = desk.client.get(link)
    assert answer["Content-Type"].startswith("text/calendar")
    body = answer.content.decode()
    assert "BEGIN:VEVENT\r\n" in body
    assert "DTSTART;VALUE=DATE:20260408\r\n" in body
    assert "Ingrid Solheim" in body


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("in six weeks", "2026-04-13"),
        ("mid May", "2026-05-15"),
        ("after the summer", "2026-09-07"),
        ("KW 20", "2026-05-11"),
        ("after the budget round in June", "2026-07-01"),
        ("nicht vor Juni", "2026-06-01"),
    ],
)
def test_words_for_a_day_become_a_day_that_is_shown_before_it_is_saved(
    desk: Desk, said: str, due: str
) -> None:
    page = desk.preview(prospect_name="Ingrid Solheim", conversation="not_a_priority", next_contact=said)
    reading = page.one(id="id_next_contact_helptext").text
    assert reading
    assert reading != desk.look("/no/").one(id="id_next_contact_helptext").text
    page = desk.log(next_contact=said)
    loss = Loss.objects.get()
    assert (loss.next_contact_words, loss.next_contact_on.isoformat()) == (said, due)  # type: ignore[union-attr]
    assert planned(page)[Kind.CHECK_IN] == [due]
    assert said in flowing(page.one(id="main"))


def test_words_it_cannot_read_are_said_and_kept(desk: Desk) -> None:
    page = desk.refused(
        desk.look("/no/"),
        "/no/",
        conversation="cannot",
        prospect_name="Tom Reed",
        next_contact="when pigs fly",
    )
    assert page.one("input", name="next_contact").attrs["value"] == "when pigs fly"
    assert page.one("input", name="next_contact").attrs["aria-invalid"] == "true"
    assert not Loss.objects.exists()


def test_an_agreed_day_beats_the_window(desk: Desk) -> None:
    page = desk.log(next_contact_on="2026-03-20", next_contact_manner="call")
    row = FollowUp.objects.get(kind=Kind.CHECK_IN)
    assert (row.opens_on, row.due_on, row.closes_on) == (day(18), day(18), day(18))
    assert (row.is_agreed, row.manner) == (True, "call")
    assert planned(page)[Kind.CHECK_IN] == ["2026-03-20"]


def test_one_on_a_day_off_moves_to_the_working_day_after_and_says_so(desk: Desk) -> None:
    typed = {"prospect_name": "Ingrid Solheim", "conversation": "cannot", "next_contact_on": "2026-04-11"}
    page = desk.preview(**typed)
    assert "Saturday 11 April is no working day of yours, so it is planned for Monday 13 April." in page.text
    assert planned(desk.log(**typed))[Kind.CHECK_IN] == ["2026-04-13"]


@pytest.mark.parametrize(("manner", "verb"), [("call", "call"), ("mail", "write"), ("meeting", "come by")])
def test_the_manner_swaps_the_verb(desk: Desk, manner: str, verb: str) -> None:
    page = desk.preview(
        conversation="not_a_priority", prospect_name="Ingrid Solheim", next_contact_on="2026-04-08",
        next_contact_manner=manner,
    )  # fmt: skip
    assert f"I'll leave you to it and {verb} on 8 April." in words(page)


def test_a_day_far_off_asks_for_something_useful_until_then(desk: Desk) -> None:
    page = desk.preview(
        conversation="not_a_priority", prospect_name="Ingrid Solheim", next_contact_on="2026-10-01"
    )
    assert page.one(id="far-off").text
    page = desk.log(next_contact_on="2026-10-01", promise_every="6")
    assert planned(page)[Kind.PROMISE] == ["2026-03-16"]
