"""Every line of COPY.md, in every language: it reads well however little is known."""

import itertools
import re
from dataclasses import fields

import pytest
from django.conf import settings
from django.utils.functional import Promise as LazyText

from prospects import lines
from prospects.conversations import AskKind, ExitConversation
from prospects.exit_lines import LineFacts, fill, flaw_of
from prospects.labels import CHIPS
from prospects.lines import text_in

BLANKS = [blank.name for blank in fields(LineFacts)]
TABLES = {
    "short": lines.SHORT,
    "full": lines.FULL,
    "goodbye, short": lines.GOODBYES_SHORT,
    "goodbye, full": lines.GOODBYES_FULL,
    "opener": lines.OPENERS,
    "ask": lines.ASK_LINES,
    "ask of one conversation": lines.ASK_LINES_OF,
}
# Words of ours that fill a blank, or stand beside a line: no sentences.
FILLINGS = re.compile(r"WHEN_|CALL$|YOURSELF|TEN_MINUTES|SAMPLE_|THEIR_WORDS_|TOPIC_")
SINGLE = [
    name for name, value in vars(lines).items() if isinstance(value, LazyText) and not FILLINGS.match(name)
]
NAMED = [
    *((f"{table} {code}", words) for table, found in TABLES.items() for code, words in found.items()),
    *((name, getattr(lines, name)) for name in SINGLE),
]
every_line = pytest.mark.parametrize(
    "words", [words for _name, words in NAMED], ids=[name for name, _ in NAMED]
)
every_language = pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
ALWAYS_KNOWN = {"call": "write", "me": "Maren Vogt", "their_words": "the new plant", "deal": "the pilot",
                "month": "May 2026", "former_name": "Ingrid Solheim", "topic": "hand-overs",
                "link": "https://example.com/a", "referrer": "Ingrid Solheim"}  # fmt: skip
KNOWN_OR_NOT = {
    "first_name": ("", "Ingrid", "Łukasz"),
    "when": ("", "on 7 April"),
    "promise": ("", "the two-page checklist"),
    "yourself": ("", "yourself"),
    "ten_minutes": ("", "ten minutes"),
}
WHAT_IS_KNOWN = [
    LineFacts(**ALWAYS_KNOWN, **dict(zip(KNOWN_OR_NOT, values, strict=True)), anrede=address)
    for values in itertools.product(*KNOWN_OR_NOT.values())
    for address in ("", "Frau Lindner")
]


@every_language
@every_line
def test_every_line_reads_well_however_little_is_known(words: LazyText, language: str) -> None:
    for facts in WHAT_IS_KNOWN:
        said = fill(text_in(language, words), facts)
        assert not re.search(r"[{}\[\]]|  | [,.?!;:]|,[.,?!]|\n\n", said), said
        assert said == said.strip()
        assert said[0].isupper() or said[0] in "“„", said
        assert re.search(r"[.?!”“]$|\nMaren Vogt$|https://example.com/a$", said), said


@every_language
@every_line
def test_a_translation_has_the_blanks_of_its_line(words: LazyText, language: str) -> None:
    def blanks(text: str) -> set[str]:
        found = set(re.findall(r"\{(\w+)\}", text))
        return {"name" if blank in {"first_name", "anrede"} else blank for blank in found}

    theirs, ours = text_in(language, words), text_in("en", words)
    assert flaw_of(theirs, BLANKS) is None
    needed = blanks(ours) - {"call", "yourself", "ten_minutes"}
    assert needed <= blanks(theirs) <= blanks(ours)


@pytest.mark.parametrize("table", [lines.SHORT, lines.FULL])
@pytest.mark.parametrize("conversation", list(ExitConversation))
def test_a_name_that_is_known_is_said(
    table: dict[ExitConversation, LazyText], conversation: ExitConversation
) -> None:
    assert "Łukasz" in fill(str(table[conversation]), LineFacts("Łukasz", "in May", call="call"))


@pytest.mark.parametrize("conversation", list(ExitConversation))
def test_our_own_lines_can_be_edited_as_they_are(conversation: ExitConversation) -> None:
    for table in (lines.SHORT, lines.FULL):
        assert flaw_of(str(table[conversation])) is None


@pytest.mark.parametrize("conversation", list(ExitConversation))
def test_a_goodbye_promises_no_further_contact(conversation: ExitConversation) -> None:
    for table, common in (
        (lines.GOODBYES_SHORT, lines.GOODBYE_SHORT),
        (lines.GOODBYES_FULL, lines.GOODBYE_FULL),
    ):
        assert "{when}" not in str(table.get(conversation, common))
    for words in (lines.CONFIRMATION_CLOSED, lines.REPLY_TO_MAIL_CLOSED, lines.CLOSING_NOTE_CLOSED):
        assert "{when}" not in str(words)


@pytest.mark.parametrize("words", [CHIPS, lines.HINTS, lines.SHORT, lines.FULL, lines.OPENERS, lines.WATCH])
def test_every_conversation_has_its_words(words: dict[ExitConversation, object]) -> None:
    assert list(words) == list(ExitConversation)
    assert all(str(text).strip() for text in words.values())


def test_every_ask_has_its_words_and_every_conversation_two_that_fit() -> None:
    assert set(lines.ASK_LINES) == set(AskKind)
    assert set(lines.FITTING_ASKS) == set(ExitConversation)
    assert all(len(set(asks)) == 2 for asks in lines.FITTING_ASKS.values())
    assert lines.FITTING_ASKS[ExitConversation.WE_DECLINED] == (AskKind.STAY_IN_TOUCH, AskKind.MAILING_LIST)


def test_an_ask_is_said_as_the_conversation_needs() -> None:
    quiet = lines.ask_line(AskKind.FEEDBACK, ExitConversation.DRIFTED)
    assert str(quiet) == "Is it the timing, the risk, or us?"
    assert lines.ask_line(AskKind.FEEDBACK, ExitConversation.CANNOT) == lines.ask_line(AskKind.FEEDBACK)


@pytest.mark.parametrize(
    ("theirs", "spoken"),
    [("de", "de"), ("de-AT", "de"), ("en", "en"), ("", "en"), ("no", "en"), ("xx-YY", "en")],
)
def test_a_line_is_in_their_language_if_we_speak_it(theirs: str, spoken: str) -> None:
    assert lines.language_for(theirs) == spoken
