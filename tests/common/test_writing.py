"""Rows that are held are in the database once they are flushed, as they stand then, and not before."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from common.writing import Held
from prospects.models import Organisation, Prospect


def a_person(owner: User, **columns: Any) -> Prospect:
    return Prospect(team=owner.team, owner=owner, **{"name": "Ingrid Solheim", **columns})


def test_nothing_is_there_before(owner: User) -> None:
    held = Held()
    held.insert(a_person(owner))
    assert not Prospect.objects.exists()
    held.flush()
    assert Prospect.objects.get().name == "Ingrid Solheim"


def test_what_changed_meanwhile_is_written_along(owner: User) -> None:
    held = Held()
    person = a_person(owner)
    held.insert(person)
    person.title = "CFO"
    held.save(person, ["title"])
    held.flush()
    assert Prospect.objects.get().title == "CFO"


def test_a_row_that_stands_is_changed_where_it_changed_and_nowhere_else(owner: User) -> None:
    held = Held()
    person = a_person(owner)
    held.insert(person)
    held.flush()
    Prospect.objects.update(phone="+47 1")
    person.title, person.phone = "CFO", "not saved"
    held.save(person, ["title"])
    person.organisation = Organisation(team=owner.team, name="Havbruk")
    held.insert(person.organisation)
    held.save(person, ["organisation"])
    held.flush()
    found = Prospect.objects.get()
    assert (found.title, found.phone, str(found.organisation)) == ("CFO", "+47 1", "Havbruk")


def test_those_that_refer_to_each_other_may_come_in_any_order(owner: User) -> None:
    held = Held()
    organisation = Organisation(team=owner.team, name="Havbruk")
    held.insert_all([a_person(owner, organisation=organisation), a_person(owner)])
    held.insert(organisation)
    held.flush()
    assert Prospect.objects.filter(organisation=organisation).count() == 1


def test_flushed_twice_it_writes_once(owner: User) -> None:
    held = Held()
    held.insert(a_person(owner))
    held.flush()
    held.flush()
    assert Prospect.objects.count() == 1


def test_what_is_there_already_is_refused(owner: User) -> None:
    held = Held()
    pk = uuid4()
    held.insert_all([a_person(owner, pk=pk), a_person(owner, pk=pk)])
    with pytest.raises(IntegrityError), transaction.atomic():
        held.flush()
    assert not Prospect.objects.exists()
