"""On our side: what they set, asked and answered on their own page, and the links to give them."""

from datetime import timedelta

import pytest
from time_machine import travel

from accounts.models import User
from followups.actions import (
    Pause,
    Wishes,
    Word,
    confirm_in_writing,
    grant_permission,
    note_feedback,
    note_wishes,
    raise_hand,
    said_aloud,
    stop_on_page,
)
from prospects.conversations import Decided, PermissionChannel, PermissionStrength, ToldBy
from prospects.models import Loss, Prospect
from tests.cast import MONDAY, NINE
from tests.desk.reading import read
from tests.desk.visiting import signed_in
from tests.followups.telling import day, log, nine_on

pytestmark = pytest.mark.django_db
MAIL, LETTER = PermissionChannel.MAIL, PermissionChannel.NEWSLETTER


@pytest.fixture
def loss(owner: User) -> Loss:
    return log(owner, email="ingrid@havbruk.example")


def page_of(user: User, address: str, on: int = 0) -> str:
    with travel(nine_on(day(on)) + timedelta(hours=1), tick=False):
        return " ".join(read(signed_in(user).get(address)).one("main").text.split())


def say(person: Prospect, *channels: PermissionChannel, how: PermissionStrength) -> None:
    word = Word(channels, MONDAY, how, "Go on", 13)
    grant_permission(person, word, by=person.owner, today=MONDAY, now=NINE)


def test_what_they_say_decided_it_stands_beside_what_we_noted(loss: Loss, owner: User) -> None:
    note_feedback(loss.pk, Decided.PRICE, "You were slow", now=NINE)
    for address in (loss.prospect.get_absolute_url(), loss.deal.get_absolute_url()):
        text = page_of(owner, address)
        assert "They say" in text
        assert "The price" in text
        assert "You were slow" in text


def test_the_pause_and_what_they_want_nothing_about_are_told(loss: Loss, owner: User) -> None:
    note_wishes(loss.prospect, Wishes(pause=Pause(day(90))), now=NINE)
    assert "They asked for a pause until 31 May 2026." in page_of(owner, loss.prospect.get_absolute_url())
    assert "They asked for a pause" not in page_of(owner, loss.prospect.get_absolute_url(), on=91)


def test_today_says_first_who_would_like_to_talk(loss: Loss, owner: User) -> None:
    log(owner, "Erik Dahl", on=day(-30))
    raise_hand(loss.prospect, now=nine_on(day(0)))
    text = page_of(owner, "/")
    assert "would like to talk" in text
    assert "They would like to talk" in page_of(owner, loss.prospect.get_absolute_url())


def test_the_list_of_what_was_done_knows_their_acts(loss: Loss, owner: User) -> None:
    person = loss.prospect
    say(person, MAIL, how=PermissionStrength.SAID)
    confirm_in_writing(person, [row.pk for row in said_aloud(person)], now=NINE)
    note_wishes(person, Wishes(pause=Pause(day(90))), now=NINE)
    note_feedback(loss.pk, Decided.PRICE, "", now=NINE)
    raise_hand(person, now=NINE)
    stop_on_page(person, now=NINE)
    text = page_of(owner, f"{person.get_absolute_url()}done/")
    for words in (
        "They confirmed in writing what they had said",
        "They changed what they want to hear, on their own page",
        "They told what decided it",
        "They would like to talk",
        "They stopped everything, on their own page",
    ):
        assert words in text


def receipt_of(loss: Loss) -> str:
    with travel(NINE + timedelta(hours=1), tick=False):
        return signed_in(loss.prospect.owner).get(f"/losses/{loss.pk}/confirmation-sent/").content.decode()


def test_a_yes_said_aloud_brings_its_link_into_the_confirmation(loss: Loss) -> None:
    assert "/confirm/" not in receipt_of(loss)
    say(loss.prospect, LETTER, how=PermissionStrength.SAID)
    assert "so that I have it in writing: http" in receipt_of(loss)
    assert "You said I may send you our letter four times a year." in receipt_of(loss)


def test_mail_said_aloud_has_a_line_of_its_own_and_the_persons_page_has_it_too(loss: Loss) -> None:
    say(loss.prospect, MAIL, how=PermissionStrength.SAID)
    assert "You said I may write to you. Please press here once" in receipt_of(loss)
    page = signed_in(loss.prospect.owner).get(loss.prospect.get_absolute_url()).content.decode()
    assert "Ask for it in writing" in page
    assert "/confirm/" in page


@pytest.mark.parametrize("told_by", [ToldBy.CALL, ToldBy.MAIL])
def test_the_question_is_offered_with_a_yes_in_writing_alone(told_by: ToldBy, owner: User) -> None:
    loss = log(owner, email="ingrid@havbruk.example", told_by=told_by)
    assert "/feedback/" not in receipt_of(loss)
    say(loss.prospect, MAIL, how=PermissionStrength.CONFIRMED)
    assert "/feedback/" in receipt_of(loss)
