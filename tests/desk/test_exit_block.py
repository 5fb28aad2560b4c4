"""The words on the log page: what to say, what to send, in whose language, and what is never promised."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from desk.exit_block import ExitBlock, exit_block, text_to_send
from desk.parting import NextContact, Parting
from prospects.conversations import AskAnswer, ExitConversation, GoodDeal, Manner, ToldBy
from prospects.exit_lines import ExitMoment
from prospects.models import Prospect
from prospects.new_no import About, NewNo, Promised, Who
from prospects.team_lines import Lines
from tests.cast import MONDAY
from tests.desk.reading import Element, filled_in, form_to, read
from tests.desk.visiting import HTMX, signed_in, typed_no
from tests.followups.telling import log

SAY, OVER, WRITE = ExitMoment.ON_THE_LINE, ExitMoment.OVER, ExitMoment.IN_WRITING
ENGLISH = Lines("en")
ON_5_MAY = NextContact(day=date(2026, 5, 5))


def parting(conversation: str = "not_a_priority", **known: Any) -> Parting:
    return Parting(
        **{
            "conversation": ExitConversation(conversation),
            "name": "Ingrid Solheim",
            "me": "Maren Vogt",
            **known,
        }
    )


def block(conversation: str = "not_a_priority", moment: ExitMoment = SAY, **known: Any) -> ExitBlock:
    return exit_block(parting(conversation, **known), ENGLISH, moment, MONDAY)


def words_of(found: ExitBlock) -> str:
    return " ".join([found.whole(), found.full, found.text])


def preview(client: Client, **changes: Any) -> Element:
    """The block of the log page as htmx gets it."""
    answer = client.post("/no/preview/", typed_no(**changes), headers=HTMX)
    return read(answer).one(id="exit")


def test_the_short_line_is_parted_around_its_day() -> None:
    found = block(next=ON_5_MAY)
    assert (found.when, found.before[-9:], found.after[:3]) == ("on 5 May", "and call ", ". I")


@pytest.mark.parametrize(
    ("manner", "said"),
    [
        (None, "I'll call"),
        (Manner.CALL, "I'll call"),
        (Manner.MAIL, "I'll write"),
        (Manner.MEETING, "I'll come by"),
    ],
)
def test_the_manner_swaps_the_verb(manner: Manner | None, said: str) -> None:
    found = block("staying_with_supplier", manner=manner)
    assert said in found.whole()
    assert said in found.full
    assert said in block("unknown", OVER, manner=manner).text


def test_only_a_talk_takes_ten_minutes() -> None:
    assert "in a few weeks, ten minutes, and" in block(manner=Manner.CALL).full
    assert "Then I'll write in a few weeks and we'll see" in block(manner=Manner.MAIL).full


@pytest.mark.parametrize(
    ("told_by", "is_said"),
    [(None, True), (ToldBy.MET, True), (ToldBy.CALL, True), (ToldBy.MAIL, False), (ToldBy.OTHER, False)],
)
def test_yourself_is_for_those_who_said_it_themselves(told_by: ToldBy | None, is_said: bool) -> None:
    found = block("competitor_chosen", told_by=told_by)
    assert ("yourself" in found.whole(), "yourself" in found.full) == (is_said, is_said)


@pytest.mark.parametrize(
    ("agreed", "when"),
    [
        (NextContact(), "in a few weeks"),
        (NextContact("after the summer", date(2026, 9, 7)), "after the summer"),
        (NextContact("In six weeks.", date(2026, 4, 13)), "in six weeks"),
        (NextContact("in six weeks", date(2026, 5, 5)), "on 5 May"),
        (NextContact("in six weeks", date(2026, 4, 10), said_on=date(2026, 2, 27)), "in the week of 6 April"),
        (NextContact("KW 12", date(2026, 3, 16)), "in the week of 16 March"),
        (NextContact("September", date(2026, 9, 1)), "in September"),
        (NextContact("when pigs fly"), "in a few weeks"),
        (NextContact(day=date(2026, 4, 7)), "on 7 April"),
        (NextContact(day=date(2027, 4, 7)), "on 7 April 2027"),
    ],
)
def test_the_next_contact_is_said_as_they_put_it_or_as_its_day(agreed: NextContact, when: str) -> None:
    assert block(next=agreed).when == when


def test_what_we_will_send_is_said_where_there_is_time() -> None:
    found = block(promise="The two-page checklist.")
    assert "I'll send you the two-page checklist, and" in found.full
    assert "[" not in found.full + block().full


@pytest.mark.parametrize("conversation", list(ExitConversation))
def test_every_conversation_says_what_to_watch_for(conversation: ExitConversation) -> None:
    assert bool(block(conversation).watch) == (conversation != ExitConversation.UNKNOWN)


ENDINGS = [
    {"stay_in_touch": AskAnswer.NO},
    {"good_deal": GoodDeal.NO},
    {"stay_in_touch": AskAnswer.STOP},
]


@pytest.mark.parametrize(("conversation", "moment"), list(product(ExitConversation, ExitMoment)))
@pytest.mark.parametrize("left", ENDINGS, ids=["refused", "let go", "stop"])
def test_who_hears_no_more_from_us_is_promised_no_contact(
    conversation: ExitConversation, moment: ExitMoment, left: dict[str, Any]
) -> None:
    found = block(conversation, moment, next=ON_5_MAY, promise="the list", **left)
    assert (found.when, found.watch) == ("", ())
    assert "on 5 May" not in words_of(found)
    assert "in a few weeks" not in words_of(found)


@pytest.mark.parametrize("moment", list(ExitMoment))
@pytest.mark.parametrize("conversation", list(ExitConversation))
def test_who_asked_us_to_stop_is_sent_nothing(conversation: ExitConversation, moment: ExitMoment) -> None:
    found = block(conversation, moment, stay_in_touch=AskAnswer.STOP, promise="the list")
    assert "the list" not in words_of(found)
    assert (found.text, found.full) == ("", "")


def test_a_promise_made_is_kept_even_where_the_door_closes() -> None:
    assert "I'll still send you the list" in block(stay_in_touch=AskAnswer.NO, promise="the list").full
    assert (
        "I'll still send you the list"
        in block("cannot", OVER, good_deal=GoodDeal.NO, promise="the list").text
    )


def test_our_own_no_stays_our_own_where_the_door_closes() -> None:
    found = block("we_declined", good_deal=GoodDeal.NO)
    assert found.whole().startswith("We're not the right help for this, Ingrid")
    assert "a straight answer" in found.full


def test_once_it_is_over_there_is_a_confirmation_to_send() -> None:
    found = block("cannot", OVER, next=ON_5_MAY, promise="the checklist")
    assert found.heading == "To send within the hour"
    assert found.text == (
        "Ingrid, thank you for today. So we both have it: I'll send you the checklist. I'll call on 5 May, "
        "and until then you'll have peace from me. If you'd rather I didn't, one word back is enough.\n"
        "Maren Vogt"
    )
    assert (found.before, found.full, found.watch) == ("", "", ())


def test_a_no_by_mail_gets_an_answer_and_silence_a_closing_note() -> None:
    assert block("cannot", WRITE, told_by=ToldBy.MAIL).text.startswith("Thank you for writing, Ingrid")
    assert block("drifted", WRITE).text.startswith("Ingrid, I've written a few times")
    assert block("cannot", OVER, told_by=ToldBy.SILENCE).text.startswith("Ingrid, I've written a few times")


def test_our_own_no_in_writing_is_the_full_line_with_our_name() -> None:
    text = block("we_declined", WRITE, promise="a name").text
    assert text.startswith("I've thought about it, Ingrid, and we're not the right help")
    assert text.endswith("You'll get a straight answer.\nMaren Vogt")


def test_the_letter_is_asked_for_in_writing_before_the_name() -> None:
    sent = text_to_send(parting("cannot"), ENGLISH, OVER, MONDAY, link="https://example.com/yes")
    assert sent.endswith("in writing: https://example.com/yes\nMaren Vogt")
    assert "https" not in text_to_send(parting("cannot"), ENGLISH, OVER, MONDAY)
    stopped = parting(stay_in_touch=AskAnswer.STOP)
    assert text_to_send(stopped, ENGLISH, OVER, MONDAY, link="https://example.com/yes") == ""


def test_a_line_is_in_the_prospects_language_and_the_page_in_ours() -> None:
    agreed = NextContact("mid April", date(2026, 4, 15))
    said = parting("drifted", form_of_address="Frau Lindner", next=agreed)
    with override("en"):
        found = exit_block(said, Lines("de"), SAY, MONDAY)
    assert found.language == "de"
    assert found.when == "Mitte April"
    assert "Frau Lindner" in found.whole()
    assert found.heading == "Before you hang up"


def test_a_german_line_leaves_out_whom_nobody_told_how_to_address() -> None:
    found = exit_block(parting("drifted"), Lines("de"), SAY, MONDAY)
    assert "Ingrid" not in found.whole() + found.full
    assert found.full[0].isupper()


def test_the_block_knows_what_a_no_says_about_them(owner: User) -> None:
    new_no = NewNo(
        conversation=ExitConversation.CANNOT, said_on=MONDAY, who=Who(name="Petra Lindner"),
        next_contact_words="in May", next_contact_manner=Manner.MAIL, promise=Promised("the list"),
        about=About(form_of_address="Frau Lindner", language="de"), told_by=ToldBy.CALL,
    )  # fmt: skip
    known = Prospect(name="Petra Lindner", form_of_address="Frau Dr. Lindner", language="en")
    of_new = Parting.of_new(new_no, "Petra Lindner", owner, known)
    assert (of_new.form_of_address, of_new.language) == ("Frau Lindner", "de")
    assert (of_new.promise, of_new.next.words, of_new.manner) == ("the list", "in May", Manner.MAIL)


def test_a_saved_no_has_the_words_it_had_on_the_form(owner: User) -> None:
    loss = log(owner, conversation="cannot", told_by=ToldBy.CALL, stay_in_touch=AskAnswer.NO)
    found = Parting.of_loss(loss, owner)
    assert (found.name, found.told_by, found.stay_in_touch) == ("Ingrid Solheim", ToldBy.CALL, AskAnswer.NO)
    assert "I won't call again" in text_to_send(found, ENGLISH, OVER, MONDAY)


# On the page


def test_one_press_on_a_chip_shows_what_to_say(desk: Client) -> None:
    found = preview(desk)
    assert found.one(id="exit-line").text.startswith("Understood, Ingrid.")
    assert found.one(id="exit-full").text.startswith("That makes sense, Ingrid")
    assert "checked" in found.one("input", type="radio", value="on_the_line").attrs
    assert "A new boss" in found.text


@pytest.mark.parametrize("moment", ["over", "in_writing"])
def test_the_switch_changes_the_words_and_stays_where_it_was_put(desk: Client, moment: str) -> None:
    found = preview(desk, moment=moment, moment_default="on_the_line")
    assert "checked" in found.one("input", value=moment).attrs
    assert found.one(id="exit-text").text.endswith("Maren Vogt")
    assert found.all(id="exit-line") == []


def test_told_by_mail_the_answer_comes_up_by_itself(desk: Client) -> None:
    found = preview(desk, told_by="mail", moment="on_the_line", moment_default="on_the_line")
    assert found.one(id="exit-text").text.startswith("Thank you for writing, Ingrid")
    back = preview(desk, told_by="mail", moment="on_the_line", moment_default="in_writing")
    assert back.one(id="exit-line").text


def test_without_script_the_switch_works_by_the_button(desk: Client) -> None:
    page = read(desk.post("/no/preview/", typed_no(moment="over")))
    sent = filled_in(form_to(page, "/no/"))
    assert (sent["moment"], sent["moment_default"]) == ("over", "on_the_line")
    assert page.one(id="exit-text").text.startswith("Ingrid, thank you for today.")


def test_a_switch_nobody_knows_stands_where_it_started(desk: Client) -> None:
    assert preview(desk, moment="yesterday").one(id="exit-line").text


def test_the_words_are_marked_with_their_language(owner: User) -> None:
    person = log(owner).prospect
    Prospect.objects.filter(pk=person.pk).update(language="de", form_of_address="Frau Solheim")
    found = preview(signed_in(owner), prospect=str(person.pk), prospect_name=None)
    assert found.all("blockquote")[0].attrs["lang"] == "de"


@pytest.mark.parametrize(
    ("days", "said"),
    [(None, "in a few weeks"), (3, "in the next few days"), (14, "in a few weeks"), (45, "in a few weeks"),
     (62, "in a few weeks"), (63, "in May"), (400, "in April 2027")],
)  # fmt: skip
def test_where_nothing_was_agreed_it_says_roughly_when(days: int | None, said: str) -> None:
    on = None if days is None else MONDAY + timedelta(days=days)
    assert block(next=NextContact(check_in_on=on)).when == said


def test_a_tender_is_not_told_a_few_weeks(desk: Client) -> None:
    found = preview(desk, tender="on", tender_award_on="2026-08-14")
    assert "in a few weeks" not in found.text
    assert "in August" in found.text or "in September" in found.text


def test_an_old_no_logged_late_is_not_told_a_few_weeks(desk: Client) -> None:
    found = preview(desk, said_on="2025-11-03")
    assert "in a few weeks" not in found.text
    assert "in the next few days" in found.text
