"""What people told you: their own words, newest first, of people one may see."""

from datetime import timedelta

from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from insights.proportions import Share
from insights.quotes import what_people_told
from insights.selection import Selection, selection_of
from prospects.conversations import AskAnswer, AskKind, Decided, ExitConversation
from prospects.models import ExitAsk
from tests.cast import MONDAY
from tests.insights.noted import SAID, a_noted_no, pressed, reason_of


def of(user: User, **said: str) -> Selection:
    return selection_of(said, user, MONDAY)


def words(selection: Selection) -> list[str]:
    return [quote.words for quote in what_people_told(selection).quotes]


def test_words_of_every_kind_stand_newest_first(
    owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    timing = reason_of(owner, ExitConversation.NOT_A_PRIORITY, "Timing")
    a_noted_no(owner, in_their_words="We were not ready.", said_on=SAID, reason=timing)
    pressed(a_noted_no(owner, said_on=SAID + timedelta(days=2)), Decided.TIMING, line="You came late.")
    ExitAsk.objects.create(
        loss=a_noted_no(owner, said_on=SAID + timedelta(days=1)),
        kind=AskKind.FEEDBACK,
        answer=AskAnswer.YES,
        words="Too many slides.",
    )
    with django_assert_num_queries(5):
        told = what_people_told(of(owner))
    assert [quote.words for quote in told.quotes] == [
        "You came late.",
        "Too many slides.",
        "We were not ready.",
    ]
    assert told.voices.asked == Share(2, 3)
    assert told.voices.answered == Share(2, 2)


def test_one_of_each_reason_speaks_and_says_for_how_many(owner: User) -> None:
    price = reason_of(owner, ExitConversation.NOT_A_PRIORITY, "Price")
    for days, said in enumerate(("Oldest", "Older", "Newest")):
        a_noted_no(owner, in_their_words=said, reason=price, said_on=SAID + timedelta(days=days))
    a_noted_no(owner, reason=price)
    a_noted_no(owner, in_their_words="Something else", said_on=SAID - timedelta(days=1))
    quotes = what_people_told(of(owner)).quotes
    assert [(quote.words, quote.reason, quote.said_by) for quote in quotes] == [
        ("Newest", "Price", 3),
        ("Something else", "", 1),
    ]


def test_the_same_label_under_another_kind_of_no_is_another_reason(owner: User) -> None:
    for kind in (ExitConversation.NOT_A_PRIORITY, ExitConversation.CANNOT):
        a_noted_no(owner, in_their_words=kind, conversation=kind, reason=reason_of(owner, kind, "Price"))
    assert {quote.said_by for quote in what_people_told(of(owner)).quotes} == {1}


def test_a_no_speaks_once_with_what_they_wrote_themselves(owner: User) -> None:
    loss = a_noted_no(owner, in_their_words="As we noted it")
    pressed(loss, Decided.PRICE, line="As they wrote it")
    assert words(of(owner)) == ["As they wrote it"]


def test_nobodys_notes_are_quoted(owner: User) -> None:
    a_noted_no(owner, notes="Private", needs="Theirs")
    ExitAsk.objects.create(
        loss=a_noted_no(owner), kind=AskKind.REFERRAL, answer=AskAnswer.YES, words="Ask Tom"
    )
    assert words(of(owner)) == []


def test_words_of_others_people_are_for_whoever_may_see_them(
    owner: User, colleague: User, manager: User, marketer: User, stranger: User
) -> None:
    a_noted_no(colleague, in_their_words="Told to a colleague")
    a_noted_no(stranger, in_their_words="Told elsewhere")
    for user in (owner, marketer, manager):
        assert words(of(user)) == []
    for user in (owner, marketer):
        assert words(of(user, whose="team")) == []
    assert words(of(manager, whose="team")) == ["Told to a colleague"]
