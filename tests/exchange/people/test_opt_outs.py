"""Whoever opted out elsewhere does not become somebody to keep in touch with here."""

import pytest

from accounts.models import User
from exchange.people.codes import Found
from tests.exchange.people.bringing import people_of, staged

pytestmark = pytest.mark.django_db

CONTACTS = (
    b"Id,AccountId,LastName,FirstName,Email,HasOptedOutOfEmail,DoNotCall\n"
    b"1,9,Sousa,Ana,ana@example.org,FALSE,0\n"
    b"2,9,Berg,Ola,ola@example.org,TRUE,0\n"
    b"3,9,Dahl,Bo,bo@example.org,,1\n"
)


def test_they_stay_outside_and_it_is_said(owner: User) -> None:
    ana, *others = people_of(staged(owner, CONTACTS, name="Contact.csv"))
    assert ana.found == Found.NEW
    assert [(row.found, row.told) for row in others] == [(Found.REFUSED, {"why": "opted_out"})] * 2
