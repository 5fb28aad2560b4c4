"""How to open a talk: a promise first, then what was said, never a pitch."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from desk.openers import introduction_for, opener_of, referred_line, successor_line, voicemail_for
from prospects.conversations import ExitConversation, PromiseState
from prospects.models import Loss, Promise, Prospect
from prospects.new_no import Offer
from tests.cast import MONDAY, NINE
from tests.followups.telling import log

LATER = MONDAY + timedelta(days=45)


def promised(loss: Loss, what: str, state: PromiseState, on: date | None) -> Promise:
    return Promise.objects.create(
        team=loss.team,
        prospect=loss.prospect,
        loss=loss,
        what=what,
        state=state,
        settled_on=on,
        created_at=NINE,
    )


@pytest.mark.parametrize("conversation", list(ExitConversation))
def test_every_conversation_opens_with_a_question_of_its_own(
    conversation: ExitConversation, owner: User
) -> None:
    said = opener_of(log(owner, conversation=conversation), MONDAY, LATER)
    assert "?" in said
    assert "{" not in said


@pytest.mark.parametrize(
    ("words", "thing"),
    [
        ("The new plant.", "the new plant"),
        ("Come back in spring, we have no budget.", "something else"),
        ("", "something else"),
    ],
)
def test_their_words_come_in_where_they_make_a_sentence(words: str, thing: str, owner: User) -> None:
    said = opener_of(log(owner, in_their_words=words), MONDAY, LATER)
    assert said == f"You had {thing} in front of you. Is that behind you now?"


@pytest.mark.parametrize(
    ("state", "opener"),
    [
        (PromiseState.KEPT, "I sent you the checklist. Was it any use? Be honest."),
        (PromiseState.NOT_KEPT, "I said I'd send the checklist and I didn't. That was my fault."),
    ],
)
def test_a_promise_comes_first(state: PromiseState, opener: str, owner: User) -> None:
    loss = log(owner)
    promised(loss, "The checklist.", state, MONDAY + timedelta(days=10))
    assert opener_of(loss, MONDAY, LATER).startswith(opener)


def test_a_promise_we_have_talked_about_since_is_no_news(owner: User) -> None:
    loss = log(owner)
    promised(loss, "the checklist", PromiseState.KEPT, MONDAY + timedelta(days=10))
    promised(loss, "a case", PromiseState.OPEN, None)
    assert "checklist" not in opener_of(loss, MONDAY + timedelta(days=11), LATER)


@pytest.mark.parametrize(
    ("days", "start"),
    [(364, "You had"), (365, "It's a year since you decided about S&OP"), (900, "It's a good while since")],
)
def test_an_old_decision_is_asked_about_as_one(days: int, start: str, owner: User) -> None:
    loss = log(owner, offer=Offer(title="S&OP"))
    assert opener_of(loss, MONDAY, MONDAY + timedelta(days=days)).startswith(start)


def test_an_opener_is_in_their_language(owner: User) -> None:
    loss = log(owner)
    loss.prospect.language = "de"
    assert opener_of(loss, MONDAY, LATER) != opener_of(log(owner, "Walter Brandt"), MONDAY, LATER)


def someone(**known: Any) -> Prospect:
    return Prospect(**{"name": "Ingrid Solheim", "language": "en", **known})


def test_a_message_after_the_tone_asks_for_nothing() -> None:
    said = voicemail_for(someone(), "Maren", date(2026, 5, 5), MONDAY, "the night shift")
    assert said.startswith("Ingrid, Maren here.")
    assert "how the night shift went. I'll try again on 5 May" in said
    assert "how things went. I'll try again in a few weeks" in voicemail_for(someone(), "Maren", None, MONDAY)


def test_a_successor_hears_whom_we_spoke_to_about_what(owner: User) -> None:
    loss = log(owner, offer=Offer(title="the pilot"))
    said = successor_line(someone(name="Tom Okafor"), loss.prospect, loss)
    assert said.startswith("Ingrid Solheim and I spoke in March 2026 about the pilot.")


def test_whom_somebody_named_hears_who_it_was() -> None:
    named = someone(name="Tom Okafor", referred_by=someone())
    assert referred_line(named).startswith("Ingrid Solheim suggested I write to you")
    assert referred_line(someone()) == ""


def test_an_introduction_can_be_forwarded_with_or_without_a_subject() -> None:
    assert "good questions about hand-overs. Worth" in introduction_for(someone(), "Maren Vogt", "hand-overs")
    assert "good questions. Worth" in introduction_for(someone(), "Maren Vogt")
