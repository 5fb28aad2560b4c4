"""Hand-overs in the digest: they are listed, they cause one, and without names they are only counted."""

import pytest
from django.conf import settings

from accounts.models import User
from digests.beside import beside_of
from digests.planning import plan_digests
from followups.actions import ask_giver, withdraw_hand_over
from followups.models import HandOver
from outbox.states import State
from tests.cast import MONDAY
from tests.digests.stage import TUESDAY, at, deliveries, tick
from tests.digests.test_mails import digest_mail, part
from tests.followups.handing import offer, said_yes
from tests.followups.telling import day, log

pytestmark = pytest.mark.django_db


@pytest.fixture
def marketer(marketer: User) -> User:
    plan_digests(at(marketer, MONDAY, 6, 0))
    return marketer


def offered(owner: User, marketer: User, name: str = "Tom Whitfield") -> HandOver:
    person = log(owner, name, on=day(-20), organisation="Kestrel Freight").prospect
    said_yes(person, by=owner, on=day(-20))
    return offer(person, marketer)


def test_what_waits_causes_a_digest_and_is_listed(owner: User, marketer: User) -> None:
    row = offered(owner, marketer)
    mail = digest_mail(marketer)
    assert mail["Subject"] == "Nobody today. One hand-over waits for your answer"
    address = f"{settings.SITE_URL}/handovers/{row.pk}/"
    said = "Maren Vogt would like you to look after them until 1 May"
    assert f"Tom Whitfield, Kestrel Freight\n{said}\n{address}\n" in part(mail, "plain")
    assert all(words in part(mail, "html") for words in (said, "Tom Whitfield", address))


def test_whoever_gave_it_hears_of_the_question(owner: User, marketer: User) -> None:
    row = offered(owner, marketer)
    ask_giver(row.pk, "Which letter?", by=marketer, now=at(owner, MONDAY, 12, 0))
    assert beside_of(marketer, TUESDAY).to_accept == ()
    waiting = beside_of(owner, TUESDAY).to_accept
    assert [(one.name, one.colleague, one.is_question) for one in waiting] == [
        ("Tom Whitfield", "Tessa", True)
    ]


def test_taken_back_meanwhile_it_needs_no_digest(owner: User, marketer: User) -> None:
    row = offered(owner, marketer)
    plan_digests(at(marketer, TUESDAY))
    withdraw_hand_over(row.pk, by=owner, now=at(owner, TUESDAY))
    tick(at(marketer, TUESDAY))
    assert deliveries(marketer)[-1][2] == State.DROPPED


def test_without_names_they_are_counted(owner: User, marketer: User) -> None:
    User.objects.filter(pk=marketer.pk).update(digest_without_names=True)
    offered(owner, marketer)
    offered(owner, marketer, "Birgit Novak")
    mail = digest_mail(marketer)
    for text in (part(mail, "plain"), part(mail, "html")):
        assert "2 hand-overs wait for your answer" in text
        assert "Tom" not in text
        assert "Kestrel" not in text


def test_more_than_a_few_are_counted_and_the_first_listed(owner: User, marketer: User) -> None:
    for number in range(7):
        offered(owner, marketer, f"Person {number}")
    text = part(digest_mail(marketer), "plain")
    assert "7 hand-overs wait for your answer" in text
    assert text.count("would like you to look after them") == 5
