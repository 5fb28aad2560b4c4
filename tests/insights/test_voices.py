"""Whose noes speak with the buyer's voice, and what they pressed beside what we wrote."""

from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from insights.proportions import Share
from insights.selection import Selection, selection_of
from insights.voices import pairs, price_words, voices
from prospects.conversations import AskAnswer, AskKind, Decided, ExitConversation
from prospects.models import ExitAsk
from tests.cast import MONDAY
from tests.insights.noted import a_noted_no, pressed, reason_of


def mine(user: User) -> Selection:
    return selection_of({}, user, MONDAY)


def test_a_voice_is_words_an_answer_or_what_they_said_when_asked(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_noted_no(owner, in_their_words="We could not tell who would do the work.")
    pressed(a_noted_no(owner), Decided.PRICE)
    for answer, words in ((AskAnswer.YES, "Too late"), (AskAnswer.LATER, ""), (AskAnswer.NOT_ASKED, "")):
        ExitAsk.objects.create(loss=a_noted_no(owner), kind=AskKind.FEEDBACK, answer=answer, words=words)
    ExitAsk.objects.create(loss=a_noted_no(owner), kind=AskKind.REFERRAL, answer=AskAnswer.YES, words="Tom")
    with django_assert_num_queries(1):
        found = voices(mine(owner))
    assert found.heard == Share(3, 6)
    # Asked why: two at the no, and whoever answered on our page.
    assert found.asked == Share(3, 6)
    assert found.answered == Share(2, 3)


def test_noes_we_said_ourselves_are_counted_apart_here_too(owner: User) -> None:
    a_noted_no(owner, in_their_words="Too dear.")
    a_noted_no(owner, conversation=ExitConversation.WE_DECLINED, in_their_words="What a pity.")
    a_noted_no(owner, offer_made=False, in_their_words="We don't need any.")
    assert voices(mine(owner)).heard == Share(1, 1)


def test_pairs_say_whether_our_reason_is_the_price(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    chosen = ExitConversation.COMPETITOR_CHOSEN
    pressed(a_noted_no(owner, conversation=chosen), Decided.SOMEONE_ELSE)
    price = reason_of(owner, chosen, "Price")
    for decided in (Decided.PRICE, Decided.PRICE, Decided.SOMEONE_ELSE):
        pressed(a_noted_no(owner, conversation=chosen, reason=price), decided)
    a_noted_no(owner, conversation=chosen)
    with django_assert_num_queries(1):
        found = pairs(mine(owner))
    assert found == {
        (chosen, False, Decided.SOMEONE_ELSE): 1,
        (chosen, True, Decided.PRICE): 2,
        (chosen, True, Decided.SOMEONE_ELSE): 1,
    }


def test_price_is_known_in_every_language() -> None:
    assert set(price_words()) == {"Price", "Preis"}
