"""Filling a line with what is known, and finding the one that fits the moment."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prospects.conversations import AskAnswer, ExitConversation, GoodDeal, Manner, ToldBy
from prospects.exit_lines import (
    EXIT_BLANKS,
    Ending,
    ExitMoment,
    ExitText,
    Flaw,
    LineFacts,
    Piece,
    anrede,
    chosen_moment,
    default_moment,
    ending,
    exit_text,
    fill,
    first_name,
    flaw_of,
    pieces,
    takes_minutes,
    told_personally,
)


def test_every_blank_is_filled() -> None:
    line = fill("Understood, {first_name}. I'll call {when}.", LineFacts("Ingrid", "on 7 April"))
    assert line == "Understood, Ingrid. I'll call on 7 April."


def test_a_part_in_brackets_drops_out_with_its_blank() -> None:
    line = "Fair enough. [I'll send you {promise}.] I'll call {when}."
    assert fill(line, LineFacts("", "in May")) == "Fair enough. I'll call in May."
    assert (
        fill(line, LineFacts("", "in May", "the list"))
        == "Fair enough. I'll send you the list. I'll call in May."
    )


def test_a_bracket_at_either_end_leaves_no_gap() -> None:
    assert fill("So it is. [I'll send you {promise}.]", LineFacts()) == "So it is."
    assert fill("[I'll send you {promise}.] So it is.", LineFacts()) == "So it is."


def test_a_part_inside_a_sentence_drops_out_with_its_commas() -> None:
    line = "Then I'll {call} {when}[, {ten_minutes},] and we'll see."
    assert fill(line, LineFacts(call="write", when="in May")) == "Then I'll write in May and we'll see."
    talk = LineFacts(call="call", when="in May", ten_minutes="ten minutes")
    assert fill(line, talk) == "Then I'll call in May, ten minutes, and we'll see."


def test_yourself_is_said_only_when_it_is_true() -> None:
    line = "Thanks for telling me [{yourself}], {first_name}."
    assert fill(line, LineFacts("Ingrid")) == "Thanks for telling me, Ingrid."
    assert fill(line, LineFacts("Ingrid", yourself="yourself")) == "Thanks for telling me yourself, Ingrid."


@pytest.mark.parametrize("name", ["first_name", "anrede"])
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Thanks, {name}, for that.", "Thanks, for that."),
        ("Understood, {name}. Bye.", "Understood. Bye."),
        ("Das ist gut, {name}.", "Das ist gut."),
        ("{name}, thank you.", "Thank you."),
        ("{name}, ich habe nachgefragt.", "Ich habe nachgefragt."),
        ("Ich habe nachgedacht, {name}: Dafür nicht.", "Ich habe nachgedacht: Dafür nicht."),
        ("Ist es so, {name}? Gut.", "Ist es so? Gut."),
        ("Good. {name}, call me.", "Good. Call me."),
        ("Hello {name}!", "Hello!"),
        ("Good\n{name}, call me.", "Good\nCall me."),
        ("„{name}, ich rufe an.“", "„Ich rufe an.“"),
    ],
)
def test_a_name_nobody_knows_takes_its_comma_along(name: str, line: str, said: str) -> None:
    assert fill(line.replace("{name}", f"{{{name}}}"), LineFacts()) == said


def test_a_name_that_looks_like_a_blank_is_a_name() -> None:
    assert fill("Hello, {first_name}. {when}", LineFacts("{when}", "Soon")) == "Hello, {when}. Soon"


def test_the_pieces_of_a_line_say_what_was_filled_in() -> None:
    found = pieces("Thanks, {first_name}. I'll call {when}.", LineFacts("on 7 April", "on 7 April"))
    assert found == [
        Piece("Thanks, "),
        Piece("on 7 April", "first_name"),
        Piece(". I'll call "),
        Piece("on 7 April", "when"),
        Piece("."),
    ]


def test_an_empty_line_has_no_pieces() -> None:
    assert pieces("[{promise}]", LineFacts()) == []


@given(st.text(), st.text(min_size=1), st.text())
def test_whatever_is_typed_is_said_as_it_is(name: str, when: str, promise: str) -> None:
    line = fill("({first_name}|{when}|{promise})", LineFacts(name, when, promise))
    assert line == f"({name}|{when}|{promise})"


@pytest.mark.parametrize(
    ("full", "first"),
    [
        ("Ingrid Solheim", "Ingrid"),
        ("Cher", "Cher"),
        ("", ""),
        (",", ""),
        ("Dr. Ingrid Solheim", "Ingrid"),
        ("Prof. Dr. med. Ingrid Solheim", "Ingrid"),
        ("Dr. Solheim", ""),
        ("Mr Smith", ""),
        ("Frau Lindner", ""),
        ("Solheim, Ingrid", "Ingrid"),
        ("van Dijk, Jan", "Jan"),
        ("Ingrid Solheim, PhD", "Ingrid"),
        ("Phil Collins", "Phil"),
    ],
)
def test_people_are_called_by_their_first_name(full: str, first: str) -> None:
    assert first_name(full) == first


@pytest.mark.parametrize(
    ("noted", "name", "address"),
    [
        ("Frau Lindner", "Petra Lindner", "Frau Lindner"),
        ("", "Petra Lindner", ""),
        ("", "Frau Petra Lindner", "Frau Lindner"),
        ("", "Herrn Dr. Karl Weber", "Herr Dr. Weber"),
        ("", "Frau", ""),
    ],
)
def test_a_form_of_address_is_never_guessed(noted: str, name: str, address: str) -> None:
    assert anrede(noted, name) == address


@given(st.text())
def test_any_name_can_be_called(name: str) -> None:
    assert first_name(name) in name
    assert anrede("", name) == "" or anrede("", name).split()[-1] in name


@pytest.mark.parametrize(
    ("line", "flaw"),
    [
        ("Hello {frist_name}.", (Flaw.UNKNOWN_BLANK, "{frist_name}")),
        ("Hello { when }.", (Flaw.UNKNOWN_BLANK, "{ when }")),
        ("Hello {}.", (Flaw.UNKNOWN_BLANK, "{}")),
        ("Hello {topic}.", (Flaw.UNKNOWN_BLANK, "{topic}")),
        ("Hello {first_name.", (Flaw.OPEN_BRACE, "")),
        ("Hello first_name}.", (Flaw.OPEN_BRACE, "")),
        ("Good. [I'll send {promise}.", (Flaw.OPEN_BRACKET, "")),
        ("Good. I'll send {promise}.]", (Flaw.OPEN_BRACKET, "")),
        ("Good. [I'll [send {promise}.]]", (Flaw.OPEN_BRACKET, "")),
        ("Good. [Bye.]", (Flaw.PART_WITHOUT_BLANK, "[Bye.]")),
    ],
)
def test_a_line_that_can_not_be_filled_is_told_from_one_that_can(line: str, flaw: tuple[Flaw, str]) -> None:
    assert flaw_of(line) == flaw


@given(st.text(alphabet="ab {}[],."), st.sampled_from(["", "in May"]))
def test_what_passes_leaves_no_brace_behind(line: str, when: str) -> None:
    assert flaw_of(line) or not re.search(r"[{}\[\]]", fill(line, LineFacts(when=when)))


@given(
    st.lists(st.sampled_from([*(f"{{{blank}}}" for blank in EXIT_BLANKS), "[so ", "]", " and", ", ", ". "]))
)
def test_any_line_is_filled_or_told_to_be_wrong(parts: list[str]) -> None:
    line = "".join(parts)
    assert flaw_of(line) or not re.search(r"[{}\[\]]", fill(line, LineFacts("Ingrid", "in May")))


@pytest.mark.parametrize("told_by", [None, *ToldBy])
def test_the_switch_starts_where_the_telling_puts_it(told_by: ToldBy | None) -> None:
    written = told_by in {ToldBy.MAIL, ToldBy.SILENCE}
    assert default_moment(told_by) == (ExitMoment.IN_WRITING if written else ExitMoment.ON_THE_LINE)
    assert chosen_moment("", "", told_by) == default_moment(told_by)
    assert chosen_moment("nonsense", "", told_by) == default_moment(told_by)


def test_the_switch_stays_where_it_was_put_until_the_telling_changes() -> None:
    on_the_line = ExitMoment.ON_THE_LINE.value
    assert chosen_moment("over", on_the_line, ToldBy.CALL) == ExitMoment.OVER
    assert chosen_moment("over", "", ToldBy.MAIL) == ExitMoment.OVER
    assert chosen_moment("on_the_line", on_the_line, ToldBy.MAIL) == ExitMoment.IN_WRITING
    assert chosen_moment("on_the_line", "in_writing", ToldBy.MAIL) == ExitMoment.ON_THE_LINE


@pytest.mark.parametrize(
    ("stay_in_touch", "good_deal", "left"),
    [
        (AskAnswer.NOT_ASKED, GoodDeal.UNSURE, Ending.GOES_ON),
        (AskAnswer.YES, GoodDeal.YES, Ending.GOES_ON),
        (AskAnswer.LATER, GoodDeal.UNSURE, Ending.GOES_ON),
        (AskAnswer.NO, GoodDeal.YES, Ending.CLOSED),
        (AskAnswer.YES, GoodDeal.NO, Ending.CLOSED),
        (AskAnswer.STOP, GoodDeal.NO, Ending.STOPPED),
    ],
)
def test_what_a_parting_leaves_open(stay_in_touch: AskAnswer, good_deal: GoodDeal, left: Ending) -> None:
    assert ending(stay_in_touch, good_deal) == left


PARTINGS = list(itertools.product(ExitConversation, [None, *ToldBy], Ending))


@pytest.mark.parametrize(("conversation", "told_by", "left"), PARTINGS)
def test_while_they_are_on_the_line_there_is_something_to_say(
    conversation: ExitConversation, told_by: ToldBy | None, left: Ending
) -> None:
    assert exit_text(conversation, told_by, ExitMoment.ON_THE_LINE, left) == ExitText.SAY


@pytest.mark.parametrize(("conversation", "told_by", "left"), PARTINGS)
def test_who_asked_us_to_stop_gets_nothing_in_writing(
    conversation: ExitConversation, told_by: ToldBy | None, left: Ending
) -> None:
    for moment in (ExitMoment.OVER, ExitMoment.IN_WRITING):
        sent = exit_text(conversation, told_by, moment, left)
        assert (sent == ExitText.NOTHING) == (left == Ending.STOPPED)


@pytest.mark.parametrize(
    ("conversation", "told_by", "moment", "text"),
    [
        ("cannot", None, "over", ExitText.CONFIRMATION),
        ("cannot", ToldBy.CALL, "over", ExitText.CONFIRMATION),
        ("cannot", ToldBy.MAIL, "in_writing", ExitText.REPLY),
        ("cannot", None, "in_writing", ExitText.REPLY),
        ("cannot", ToldBy.SILENCE, "in_writing", ExitText.CLOSING_NOTE),
        ("drifted", None, "over", ExitText.CLOSING_NOTE),
        ("drifted", None, "in_writing", ExitText.CLOSING_NOTE),
        ("drifted", ToldBy.SILENCE, "over", ExitText.CLOSING_NOTE),
        ("drifted", ToldBy.CALL, "over", ExitText.CONFIRMATION),
        ("drifted", ToldBy.CALL, "in_writing", ExitText.CLOSING_NOTE),
        ("drifted", ToldBy.MAIL, "in_writing", ExitText.REPLY),
        ("we_declined", None, "in_writing", ExitText.OUR_NO),
        ("we_declined", None, "over", ExitText.CONFIRMATION),
    ],
)
def test_what_is_sent_fits_how_it_was_told(
    conversation: str, told_by: ToldBy | None, moment: str, text: ExitText
) -> None:
    found = exit_text(ExitConversation(conversation), told_by, ExitMoment(moment), Ending.GOES_ON)
    assert found == text


def test_yourself_needs_a_voice() -> None:
    spoken = {told for told in ToldBy if told_personally(told, ExitMoment.ON_THE_LINE)}
    assert spoken == {ToldBy.MET, ToldBy.CALL}
    assert told_personally(None, ExitMoment.ON_THE_LINE)
    assert not told_personally(None, ExitMoment.IN_WRITING)


def test_a_letter_takes_no_minutes() -> None:
    assert [takes_minutes(manner) for manner in (None, Manner.CALL, Manner.MEETING, Manner.MAIL)] == [
        True, True, True, False,
    ]  # fmt: skip
