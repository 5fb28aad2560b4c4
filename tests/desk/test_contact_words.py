"""What the contact rules say to people: plainly, and of a colleague no more than needed."""

import pytest
from django.utils.translation import override

from desk.contact_words import blocked_text, contact_text, instead_texts, next_day_text, refusal_text
from followups.contact_rules import Blocked, Instead, Reason, judge
from followups.contacts import By, Closed, Contact, History, State
from followups.kinds import Channel, Kind, TouchKind
from followups.permission_rules import Refusal
from tests.cast import MONDAY
from tests.followups.reaching_out import PLANNED, check_in, day, item

LATER = day(10)


def told(contact: Contact) -> str:
    with override("en"):
        return contact_text(contact, LATER)


def test_a_colleagues_mail_is_told_with_its_day_and_the_next_good_one() -> None:
    theirs = item(1, by=By.COLLEAGUE, channel=Channel.MAIL)
    blocked = judge(item(10), History((theirs,)), today=LATER)
    assert isinstance(blocked, Blocked)
    with override("en"):
        assert blocked_text(blocked, LATER) == (
            "A colleague wrote on 3 March. Leave them a little room. The next good day is Tuesday 17 March."
        )


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        (Channel.CALL, "A colleague called on 3 March."),
        (Channel.MAIL, "A colleague wrote on 3 March."),
        (Channel.LETTER, "A colleague wrote on 3 March."),
        (Channel.MEETING, "A colleague met them on 3 March."),
        (None, "A colleague was in touch on 3 March."),
    ],
)
def test_a_colleague_is_told_by_channel_and_by_nothing_else(channel: Channel | None, words: str) -> None:
    for kind in (Kind.VALUE_ITEM, Kind.CHECK_IN, Kind.CONGRATULATE):
        assert told(Contact(day(1), kind, TouchKind.PITCH, channel, by=By.COLLEAGUE)) == words


@pytest.mark.parametrize("kind", [Kind.VALUE_ITEM, Kind.CHECK_IN, Kind.CONGRATULATE, Kind.ASK])
def test_what_a_colleague_plans_is_told_without_saying_what(kind: Kind) -> None:
    planned = Contact(day(12), kind, by=By.COLLEAGUE, state=State.PLANNED)
    assert told(planned) == "A colleague will be in touch on 14 March."


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        (item(1, channel=Channel.MAIL), "You wrote on 3 March."),
        (check_in(1, channel=Channel.CALL), "You called on 3 March."),
        (item(1, channel=Channel.MEETING), "You met on 3 March."),
        (item(1), "You were in touch on 3 March."),
        (item(1, state=State.QUEUED), "You approved a mail to them on 3 March."),
        (item(1, by=By.APP), "A mail from us went out on 3 March."),
        (item(12, **PLANNED), "Something useful is due on 14 March."),
        (check_in(12, **PLANNED), "A check-in is due on 14 March."),
        (check_in(10, **PLANNED), "A check-in is due today."),
        (Contact(day(12), Kind.CONGRATULATE, **PLANNED), "A congratulation is due on 14 March."),
        (Contact(day(12), touch=TouchKind.PITCH, **PLANNED), "Something else is due on 14 March."),
        (item(10, channel=Channel.MAIL), "You wrote today."),
        (item(-90, channel=Channel.MAIL), "You wrote on 2 Dec 2025."),
    ],
)
def test_your_own_contacts_are_told_as_what_they_are(contact: Contact, words: str) -> None:
    assert told(contact) == words


@pytest.mark.parametrize("count", [1, 2])
def test_a_pitch_says_how_many_helpful_ones_it_waits_for(count: int) -> None:
    words = {
        1: "First be of use to them once more, then make an offer.",
        2: "First be of use to them 2 more times, then make an offer.",
    }
    with override("en"):
        assert blocked_text(Blocked(Reason.PITCH_TOO_EARLY, missing=count), MONDAY) == words[count]


NEEDS_CONTACT = {Reason.TOO_SOON_AFTER, Reason.TOO_CLOSE_BEFORE}


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in NEEDS_CONTACT])
def test_every_reason_has_its_sentence_and_its_next_day(reason: Reason) -> None:
    with override("en"):
        alone = blocked_text(Blocked(reason, missing=1), MONDAY)
        with_day = blocked_text(Blocked(reason, day(30), missing=1), MONDAY)
    assert alone.endswith(".")
    assert with_day == f"{alone} The next good day is Wednesday 1 April."


def test_the_next_day_is_told_with_its_year_when_that_is_another() -> None:
    with override("en"):
        assert next_day_text(day(310), MONDAY) == "The next good day is Wednesday 6 January 2027."
        assert next_day_text(MONDAY, MONDAY) == "Today is fine."
        assert next_day_text(None, MONDAY) == ""


def test_what_would_be_fine_instead_stands_in_lines_of_its_own() -> None:
    blocked = Blocked(Reason.TOO_MANY, instead=tuple(Instead))
    with override("en"):
        lines = instead_texts(blocked)
    assert len(set(lines)) == len(Instead)
    assert lines[0] == "Answer them, whenever they write."


def test_after_a_stop_nothing_is_offered_instead() -> None:
    blocked = judge(item(0), History(closed=Closed.STOPPED), today=MONDAY)
    assert isinstance(blocked, Blocked)
    assert instead_texts(blocked) == []
    with override("en"):
        assert blocked_text(blocked, MONDAY) == "They asked us to stop. Nothing goes to them any more."


@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refused_channel_has_its_sentence(refusal: Refusal) -> None:
    with override("en"):
        assert refusal_text(refusal).endswith(".")


@pytest.mark.parametrize("word", ["prospect", "blocked", "limit", "spam", "violat"])
def test_the_words_are_plain(word: str) -> None:
    everything: list[str] = []
    with override("en"):
        everything += [refusal_text(one) for one in Refusal]
        for one in Reason:
            by = item(0) if one in NEEDS_CONTACT else None
            everything.append(blocked_text(Blocked(one, day(30), by=by, missing=2), MONDAY))
        everything += instead_texts(Blocked(Reason.TOO_MANY, instead=tuple(Instead)))
    assert not [text for text in everything if word in text.lower()]
