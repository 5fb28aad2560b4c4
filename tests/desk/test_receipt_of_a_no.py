"""Right after a no: what to send, in which words, and that it has gone out."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.test import Client
from time_machine import Traveller

from accounts.models import User
from desk.letters import mailto, sms
from followups.actions import Result, complete_follow_up, note_confirmation
from followups.kinds import Kind, Outcome
from prospects.conversations import AskAnswer, AskKind, ExitConversation, Manner, ToldBy, TopicKind
from prospects.models import Loss, Prospect, SuppressedAddress
from prospects.new_no import About, Asked, Named, Promised, Who
from tests.cast import NINE
from tests.desk.reading import Element, described_by, filled_in, form_to, read, said
from tests.desk.visiting import act, post_no, signed_in
from tests.followups.telling import day, log, open_row

INGRID = Who(
    name="Ingrid Solheim", organisation="Havbruk", email="i@havbruk.example", phone="+47 22 00 00 00"
)


def sent_url(loss: Loss) -> str:
    return f"/losses/{loss.pk}/confirmation-sent/"


def page_of(client: Client, loss: Loss) -> Element:
    answer = client.get(loss.prospect.get_absolute_url())
    assert answer.status_code == 200
    return read(answer)


def receipt(client: Client, loss: Loss) -> Element:
    return page_of(client, loss).one("section", id="receipt")


def has_receipt(client: Client, loss: Loss) -> bool:
    return bool(page_of(client, loss).all("section", id="receipt"))


def words(page: Element, key: str = "answer") -> str:
    (text,) = page.one("textarea", id=f"letter-{key}").children
    assert isinstance(text, str)
    return text


def link(page: Element, scheme: str) -> tuple[str, dict[str, list[str]]]:
    """The address a mail or a message would go to, and what it would hold."""
    (href,) = [a.attrs["href"] for a in page.all("a", href=True) if a.attrs["href"].startswith(f"{scheme}:")]
    parts = urlsplit(href)
    return unquote(parts.path), parse_qs(parts.query)


# What stands there


def test_saving_leads_to_the_words_to_send(desk: Client) -> None:
    answer = post_no(desk, told_by="call", next_contact_on="2026-09-01", promise="the two-page checklist")
    assert answer.status_code == 303
    page = read(desk.get(answer["Location"]))
    assert "Noted. Next check-in" in said(page)
    section = page.one("section", id="receipt")
    assert "To send within the hour" in section.text
    assert words(section) == (
        "Ingrid, thank you for today. So we both have it: I'll send you the two-page checklist. "
        "I'll call on 1 September, and until then you'll have peace from me. "
        "If you'd rather I didn't, one word back is enough.\nMaren Vogt"
    )
    assert not section.all("details"), "on the day itself nothing is folded away"


@pytest.mark.parametrize(
    ("told", "heading", "begins"),
    [
        ({"told_by": ToldBy.MET}, "To send within the hour", "Ingrid, thank you for today."),
        ({"told_by": ToldBy.MAIL}, "Your answer", "Thank you for writing, Ingrid,"),
        ({"conversation": ExitConversation.DRIFTED}, "The closing note", "Ingrid, I've written a few times"),
        ({"told_by": ToldBy.SILENCE}, "The closing note", "Ingrid, I've written a few times"),
        (
            {"conversation": ExitConversation.WE_DECLINED, "told_by": ToldBy.MAIL},
            "Your answer",
            "I've thought about it, Ingrid,",
        ),
    ],
)
def test_the_words_fit_how_it_was_told(
    desk: Client, owner: User, told: dict[str, Any], heading: str, begins: str
) -> None:
    section = receipt(desk, log(owner, **told))
    assert section.one("label", for_="letter-answer").text == heading
    assert words(section).startswith(begins)


def test_where_we_part_for_good_no_call_is_promised(desk: Client, owner: User) -> None:
    text = words(receipt(desk, log(owner, told_by=ToldBy.CALL, stay_in_touch=AskAnswer.NO)))
    assert "I won't call again" in text


def test_nothing_goes_out_to_somebody_who_asked_to_stop(desk: Client, owner: User) -> None:
    loss = log(owner, stay_in_touch=AskAnswer.STOP)
    assert not has_receipt(desk, loss)
    page = read(desk.get(sent_url(loss)))
    assert "nothing goes out" in page.text
    assert not page.all("textarea")
    assert "Nothing goes out to them" in said(read(desk.post(sent_url(loss), {"text": "A"}, follow=True)))
    loss.refresh_from_db()
    assert loss.confirmed_at is None


def test_the_letter_they_said_yes_to_comes_with_the_link_to_confirm_it(desk: Client, owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL, asks=(Asked(AskKind.MAILING_LIST, AskAnswer.YES),))
    said = words(receipt(desk, loss))
    assert "You said I may send you our letter four times a year. Please press here once" in said
    assert "/confirm/" in said
    assert "letter" not in words(receipt(desk, log(owner, "Erik Dahl", told_by=ToldBy.CALL)))


def test_the_words_are_in_the_prospects_language(desk: Client, owner: User) -> None:
    about = About(language="de", form_of_address="Frau Lindner")
    who = Who(name="Petra Lindner", email="petra@example.de")
    loss = log(owner, who=who, about=about, told_by=ToldBy.CALL, next_contact_on=date(2026, 9, 1))
    section = receipt(desk, loss)
    assert words(section).startswith("Frau Lindner, danke für heute.")
    assert "am 1. September" in words(section)
    assert section.one("textarea", id="letter-answer").attrs["lang"] == "de"
    assert "To send within the hour" in section.text
    _address, mail = link(section, "mailto")
    assert mail["subject"] == ["Was wir vereinbart haben"]


def test_somebody_without_a_name_of_their_own_signs_with_their_address(owner: User, desk: Client) -> None:
    owner.name = ""
    owner.save()
    assert words(receipt(desk, log(owner, told_by=ToldBy.CALL))).endswith("\nmaren")


# A mail, a message


def test_a_mail_opens_with_address_subject_and_words(desk: Client, owner: User) -> None:
    section = receipt(desk, log(owner, who=INGRID, told_by=ToldBy.CALL))
    address, mail = link(section, "mailto")
    assert address == "i@havbruk.example"
    assert mail == {"subject": ["What we agreed"], "body": [words(section).replace("\n", "\r\n")]}


def test_a_message_opens_with_number_and_words(desk: Client, owner: User) -> None:
    section = receipt(desk, log(owner, who=INGRID, told_by=ToldBy.CALL))
    assert link(section, "sms") == ("+4722000000", {"body": [words(section)]})


def test_without_address_or_number_there_is_the_copy_button(desk: Client, owner: User) -> None:
    section = receipt(desk, log(owner, told_by=ToldBy.CALL))
    assert not [a for a in section.all("a", href=True) if ":" in a.attrs["href"]]
    assert section.one("button", data_copy="#letter-answer").has_class("needs-js")


def test_an_address_that_takes_no_mail_is_not_offered(desk: Client, owner: User) -> None:
    loss = log(owner, who=INGRID, told_by=ToldBy.CALL)
    SuppressedAddress.objects.create(team=owner.team, address="i@havbruk.example", why="left", since=day(0))
    hrefs = [a.attrs["href"] for a in receipt(desk, loss).all("a", href=True)]
    assert not any(href.startswith("mailto:") for href in hrefs)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ""),
        ("a@b.example", "mailto:a@b.example?subject=A%20%26%20B&body=1%0D%0A2%3F%22"),
        ("a&b?c@d.example", "mailto:a%26b%3Fc@d.example?subject=A%20%26%20B&body=1%0D%0A2%3F%22"),
    ],
)
def test_a_mail_address_is_written_as_the_rules_want(address: str, expected: str) -> None:
    assert mailto(address, "A & B", '1\n2?"') == expected


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("+47 22 00 00 00", "sms:+4722000000?body=A%20%26%20B"),
        ("(030) 123-456", "sms:030123456?body=A%20%26%20B"),
        ("ask Tom", ""),
        ("12", ""),
        ("+47 + 22 00", ""),
        ("", ""),
    ],
)
def test_a_number_nobody_can_dial_is_left_out(phone: str, expected: str) -> None:
    assert sms(phone, "A & B") == expected


# What else goes out


def test_the_introduction_they_offered_stands_beside_it(desk: Client, owner: User) -> None:
    loss = log(
        owner, who=INGRID, told_by=ToldBy.CALL, asks=(Asked(AskKind.REFERRAL, AskAnswer.YES),),
        about=About(topics=((TopicKind.CHALLENGE, "night shifts"),)),
    )  # fmt: skip
    text = words(receipt(desk, loss), "introduction")
    assert text.startswith("Ingrid, as you offered.")
    assert "I came across Maren Vogt" in text
    assert "about night shifts" in text


def test_whom_they_named_gets_a_first_line_that_says_so(desk: Client, owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL, referral=Named("Piet Claes", "Noordzee Vis"))
    Prospect.objects.filter(name="Piet Claes").update(email="piet@example.nl")
    section = receipt(desk, loss)
    assert "The first line to Piet Claes" in section.text
    assert words(section, "first-line-0").startswith("Ingrid Solheim suggested I write to you")
    address, mail = link(section, "mailto")
    assert (address, mail["subject"]) == ("piet@example.nl", ["Ingrid Solheim suggested I write to you"])


def test_what_they_did_not_offer_is_not_there(desk: Client, owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL, asks=(Asked(AskKind.REFERRAL, AskAnswer.NO),))
    assert [box.attrs["id"] for box in receipt(desk, loss).all("textarea")] == ["letter-answer"]


def test_an_agreed_meeting_brings_its_calendar_file(desk: Client, owner: User) -> None:
    loss = log(owner, told_by=ToldBy.MET, next_contact_on=day(20), next_contact_manner=Manner.MEETING)
    meeting = open_row(loss.prospect, Kind.AGREED_MEETING)
    (found,) = [a for a in receipt(desk, loss).all("a", href=True) if a.attrs["href"].endswith(".ics")]
    assert found.attrs["href"] == f"/followups/{meeting.pk}/meeting.ics"


# It has gone out


def test_pressing_the_button_keeps_the_words_as_they_were_changed(desk: Client, owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    form = form_to(page_of(desk, loss), sent_url(loss))
    answer = desk.post(sent_url(loss), {**filled_in(form), "text": "Ingrid, as we said.\r\nMaren"})
    assert (answer.status_code, answer["Location"]) == (303, loss.prospect.get_absolute_url())
    loss.refresh_from_db()
    assert loss.confirmation == "Ingrid, as we said.\nMaren"
    page = page_of(desk, loss)
    assert "Kept, as you sent it." in said(page)
    assert not page.all("section", id="receipt")


def test_the_button_sends_the_words_as_they_stand(desk: Client, owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    page = page_of(desk, loss)
    desk.post(sent_url(loss), filled_in(form_to(page, sent_url(loss))))
    loss.refresh_from_db()
    assert loss.confirmation == words(page)


def test_the_story_tells_what_went_out_and_when(desk: Client, owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    desk.post(sent_url(loss), {"text": "Ingrid, as we said.\nMaren"})
    story = page_of(desk, loss).one("ol", class_="timeline")
    (event,) = [item for item in story.all("li") if "Ingrid, as we said." in item.text]
    assert "Confirmed in writing" in event.text
    assert event.one("time").attrs["datetime"] == "2026-03-02"


def test_the_undo_in_the_message_brings_the_words_back(desk: Client, owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    desk.post(sent_url(loss), {"text": "Ingrid, as we said."})
    page = page_of(desk, loss)
    (undo,) = [form for status in page.all(role="status") for form in status.all("form")]
    desk.post(undo.attrs["action"], filled_in(undo))
    loss.refresh_from_db()
    assert loss.confirmed_at is None
    assert has_receipt(desk, loss)


def test_an_answer_by_mail_is_the_thank_you_in_the_plan(desk: Client, owner: User) -> None:
    loss = log(owner, told_by=ToldBy.MAIL)
    row = open_row(loss.prospect, Kind.THANK_YOU)
    desk.post(sent_url(loss), {"text": "Thank you for writing."})
    row.refresh_from_db()
    assert row.outcome == Outcome.DONE
    page = page_of(desk, loss)
    (undo,) = [form for status in page.all(role="status") for form in status.all("form")]
    assert undo.attrs["action"] == f"/followups/{row.pk}/undo/"


def test_pressing_twice_keeps_the_first(desk: Client, owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    desk.post(sent_url(loss), {"text": "First"})
    answer = desk.post(sent_url(loss), {"text": "Second"}, follow=True)
    assert "It was kept before" in said(read(answer))
    loss.refresh_from_db()
    assert loss.confirmation == "First"


@pytest.mark.parametrize(
    ("typed", "sentence"), [("  ", "Which words went out?"), ("a" * 4001, "at most 4000 characters")]
)
def test_words_that_cannot_be_kept_come_back(desk: Client, owner: User, typed: str, sentence: str) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    answer = desk.post(sent_url(loss), {"text": typed})
    assert answer.status_code == 200
    page = read(answer)
    assert sentence in described_by(page, "text")
    assert words(page) == (typed if typed.strip() else words(receipt(desk, loss)))
    loss.refresh_from_db()
    assert loss.confirmed_at is None


# Found again


def test_the_next_day_it_waits_on_its_own_page_and_no_longer_says_today(
    desk: Client, owner: User, clock: Traveller
) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    clock.move_to(NINE + timedelta(days=1))
    section = receipt(desk, loss)
    assert "has not gone out in writing yet" in section.text
    assert section.one("a").attrs["href"] == sent_url(loss)
    page = read(desk.get(sent_url(loss)))
    assert words(page).startswith("Ingrid, thank you for our talk.")
    assert "What you agreed, in writing" in page.text
    desk.post(sent_url(loss), filled_in(form_to(page, sent_url(loss))))
    assert not has_receipt(desk, loss)


def test_after_two_weeks_it_stands_on_its_own_page_only(owner: User, clock: Traveller) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    clock.move_to(NINE + timedelta(days=14))
    desk = signed_in(owner)
    assert has_receipt(desk, loss)
    clock.move_to(NINE + timedelta(days=15))
    assert not has_receipt(desk, loss)
    assert words(read(desk.get(sent_url(loss)))).startswith("Ingrid, thank you for our talk.")


def test_a_day_that_has_passed_is_not_promised_any_more(desk: Client, owner: User, clock: Traveller) -> None:
    loss = log(owner, told_by=ToldBy.CALL, next_contact_on=day(7))
    assert "on 9 March" in words(receipt(desk, loss))
    clock.move_to(NINE + timedelta(days=8))
    assert "I'll call in the next few days" in words(read(desk.get(sent_url(loss))))


def test_a_day_agreed_before_this_no_is_named(desk: Client, owner: User) -> None:
    first = log(owner, on=day(-20), next_contact_on=day(40))
    second = log(owner, who=Who(prospect_id=first.prospect_id), told_by=ToldBy.CALL)
    assert "on 13 April" in words(receipt(desk, second))


def test_a_promise_that_was_kept_is_not_made_again(desk: Client, owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL, promise=Promised("the checklist", on=day(0)))
    assert "I'll send you the checklist" in words(receipt(desk, loss))
    act(
        desk, open_row(loss.prospect, Kind.PROMISE), "complete", outcome="done", kept="yes", relevance="Asked"
    )
    assert "checklist" not in words(receipt(desk, loss))


def test_once_the_answer_is_out_it_is_gone(desk: Client, owner: User) -> None:
    loss = log(owner, told_by=ToldBy.MAIL)
    row = open_row(loss.prospect, Kind.THANK_YOU)
    complete_follow_up(row.pk, Result(Outcome.DONE), by=owner, today=day(0), now=NINE)
    assert not has_receipt(desk, loss)
    assert "out already" in read(desk.get(sent_url(loss))).text


def test_its_page_shows_what_went_out(desk: Client, owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    note_confirmation(loss, "Ingrid, as we said.", by=owner, today=day(0), now=NINE)
    page = read(desk.get(sent_url(loss)))
    assert "Ingrid, as we said." in page.one("blockquote").text
    assert "It went out on 2 Mar 2026" in page.text
    assert not page.all("textarea")


def test_an_older_no_has_nothing_to_confirm_on_the_page(desk: Client, owner: User) -> None:
    loss = log(owner, said_on=day(-40), told_by=ToldBy.CALL)
    assert not has_receipt(desk, loss)


def test_a_person_who_came_back_has_nothing_to_confirm(desk: Client, owner: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    desk.post(f"/deals/{loss.deal_id}/won-back/", {"why_yes": "The new plant"})
    assert not has_receipt(desk, loss)


def test_what_was_typed_survives_a_session_that_ran_out(owner: User, desk: Client) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    form = filled_in(form_to(page_of(desk, loss), sent_url(loss)))
    signed_out = Client(SERVER_NAME="localhost")
    answer = signed_out.post(sent_url(loss), {**form, "text": "Half a letter"})
    assert answer.status_code == 403
    assert b"carried" in answer.content
    loss.refresh_from_db()
    assert loss.confirmed_at is None


def test_a_stranger_finds_nothing(owner: User, stranger: User, colleague: User) -> None:
    loss = log(owner, told_by=ToldBy.CALL)
    for other in (stranger, colleague):
        client = signed_in(other)
        assert client.get(sent_url(loss)).status_code == 404
        assert client.post(sent_url(loss), {"text": "A"}).status_code == 404
    loss.refresh_from_db()
    assert loss.confirmed_at is None
