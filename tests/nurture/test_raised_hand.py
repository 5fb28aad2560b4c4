"""They would like to talk: they read by when, whoever looks after them has a mail, once a day."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from time_machine import travel

from accounts.models import User
from followups.actions import ask_to_stop
from lostdeals.clock import MAIL_KINDS
from nurture.raised_hand import RAISED_HAND
from outbox.models import Delivery
from prospects.mail_keys import mail_key_of
from prospects.models import Prospect
from tests.cast import MONDAY
from tests.desk.reading import read
from tests.followups.telling import day, log, nine_on

pytestmark = pytest.mark.django_db
NOW = nine_on(day(4))


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    person = log(owner, email="ingrid@havbruk.example").prospect
    Prospect.objects.filter(pk=person.pk).update(phone="+47 55 12 34")
    return person


def press(person: Prospect) -> str:
    with travel(NOW, tick=False):
        sent = Client(enforce_csrf_checks=True).post(
            f"/preferences/{mail_key_of(person)}/", {"press": "talk"}
        )
    return " ".join(read(sent).one("main").text.split())


def test_they_read_who_calls_and_by_when(ingrid: Prospect) -> None:
    # Day 4 is a Friday.
    for _time in range(3):
        assert "Maren Vogt will call you by Monday 9 March." in press(ingrid)
    assert Delivery.objects.filter(kind="raised-hand").count() == 1


def test_the_mail_says_who_with_their_number_and_the_way_to_their_page(ingrid: Prospect, owner: User) -> None:
    press(ingrid)
    row = Delivery.objects.get(kind="raised-hand")
    assert RAISED_HAND in MAIL_KINDS
    assert RAISED_HAND.may_send(row, NOW).state is None
    message = RAISED_HAND.render(row, NOW)
    assert message.subject == "Ingrid Solheim would like to talk"
    for part in (message.text, message.html):
        assert "+47 55 12 34" in part
        assert f"/prospects/{ingrid.pk}/" in part
    assert (row.recipient, row.address) == (owner, owner.email)


def test_without_names_where_the_reader_wants_none(ingrid: Prospect, owner: User) -> None:
    press(ingrid)
    User.objects.filter(pk=owner.pk).update(digest_without_names=True)
    message = RAISED_HAND.render(Delivery.objects.get(kind="raised-hand"), NOW)
    for part in (message.subject, message.text, message.html):
        assert "Solheim" not in part
        assert "+47" not in part


def test_after_a_stop_it_does_not_leave(ingrid: Prospect, owner: User) -> None:
    press(ingrid)
    ask_to_stop(ingrid, by=owner, today=MONDAY, now=NOW + timedelta(minutes=1))
    assert RAISED_HAND.may_send(Delivery.objects.get(kind="raised-hand"), NOW).state is not None
    assert mail.outbox == []
