"""What decided it, in their own words: one question, one tap, correctable while the link lives."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.test import Client
from time_machine import travel

from accounts.changes import Change
from accounts.models import User
from followups.actions import note_feedback
from nurture.feedback import feedback_link
from prospects.conversations import Decided
from prospects.models import Feedback, Loss
from tests.cast import NINE
from tests.desk.reading import read
from tests.followups.telling import log
from tests.followups.together import at_the_same_time, raised
from tests.security.tables import everything_stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def loss(owner: User) -> Loss:
    return log(owner, email="ingrid@havbruk.example")


def link(loss: Loss) -> str:
    return "/" + feedback_link(loss, now=NINE).split("/", 3)[3]


def ask(loss: Loss, now: datetime = NINE) -> str:
    with travel(now, tick=False):
        return Client().get(link(loss)).content.decode()


def answer(loss: Loss, now: datetime = NINE + timedelta(hours=1), **sent: str) -> str:
    with travel(now, tick=False):
        return Client(enforce_csrf_checks=True).post(link(loss), sent).content.decode()


def test_one_question_eight_answers_as_written(loss: Loss) -> None:
    with travel(NINE, tick=False):
        page = read(Client().get(link(loss))).one("main")
    assert page.one("h1").text == "What decided it for you?"
    said = (
        "Thank you for considering us. One question, one tap. Maren Vogt reads the answer and will not argue"
        " with it, and it starts no new round."
    )
    assert said in " ".join(page.text.split())
    assert [button.text for button in page.all("button")] == [
        "The timing",
        "The price",
        "Someone else convinced us",
        "Another offer fitted better",
        "We're staying with who we have",
        "Nothing is decided yet",
        "It couldn't work for us",
        "I'd rather not say",
    ]


def test_one_tap_answers_and_a_line_may_follow(loss: Loss) -> None:
    assert "Thank you. That was all." in answer(loss, answer="price")
    told = Feedback.objects.get()
    assert (told.loss, told.prospect, told.decided, told.line) == (loss, loss.prospect, "price", "")
    answer(loss, answer="price", better="Answer faster,\r\nplease.")
    assert Feedback.objects.get().line == "Answer faster,\nplease."
    change = Change.objects.filter(action="note_feedback").latest("at")
    assert (change.actor, change.object_id) == (None, loss.prospect_id)


def test_another_tap_takes_its_place_and_keeps_the_line(loss: Loss) -> None:
    answer(loss, answer="price", better="Answer faster")
    assert "You said: The price." in ask(loss)
    answer(loss, answer="timing")
    told = Feedback.objects.get()
    assert (told.decided, told.line) == ("timing", "Answer faster")


def test_the_same_tap_twice_is_written_once(loss: Loss) -> None:
    answer(loss, answer="timing")
    before = everything_stored()
    answer(loss, answer="timing")
    assert everything_stored() == before


@pytest.mark.parametrize("sent", [{}, {"answer": "cheaper"}, {"answer": "price", "better": "x" * 5000}])
def test_what_is_no_answer_is_said_and_not_stored(sent: dict[str, str], loss: Loss) -> None:
    assert 'role="alert"' in answer(loss, **sent)
    assert not Feedback.objects.exists()


def test_looking_changes_nothing(loss: Loss) -> None:
    before, client = everything_stored(), Client()
    with travel(NINE, tick=False):
        for method in (client.get, client.head, client.options):
            method(f"{link(loss)}?answer=price")
    assert everything_stored() == before
    assert not client.cookies


def test_it_lives_for_thirty_days(loss: Loss) -> None:
    assert "What decided it" in ask(loss, NINE + timedelta(days=30))
    over = NINE + timedelta(days=30, seconds=1)
    assert "This link has run out" in ask(loss, over)
    assert "This link has run out" in answer(loss, over, answer="price")
    assert not Feedback.objects.exists()


def test_the_link_of_a_no_that_is_gone_leads_nowhere(loss: Loss) -> None:
    address = link(loss)
    for dead in (address[:-2] + "/", "/feedback/nothing/", address.replace("/feedback/", "/confirm/")):
        assert Client().get(dead).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_taps_in_one_moment_are_one_answer(owner: User) -> None:
    loss = log(owner, email="ingrid@havbruk.example")
    said = (Decided.PRICE, Decided.TIMING)
    taps = [partial(note_feedback, loss.pk, decided, "", now=NINE) for decided in said]
    assert raised(at_the_same_time(*taps)) == []
    assert Feedback.objects.count() == 1
