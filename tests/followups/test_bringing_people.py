"""People out of an address book: new ones, and what it completes of those we know. All, or nothing."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from accounts.changes import Change
from accounts.models import User
from followups.actions import (
    Arrival,
    Arrived,
    Became,
    Welcome,
    ask_to_stop,
    bring_people,
    erase_person,
    undo_change,
)
from followups.models import FollowUp, FollowUpPlan
from prospects.cards import Card
from prospects.conversations import Relation
from prospects.models import Organisation, Prospect
from tests.cast import MONDAY, NINE

ALONE = Welcome()
WHOLE = Card(
    name="Piet Claes",
    organisation="Claes & Zonen",
    title="Zaakvoerder",
    email="Piet@Claes.example",
    phone="+32 9 123 45 67",
    postal_address="Kaai 1\n9000 Gent",
    personal_cues="Rides to work",
    language="nl",
    time_zone="Europe/Brussels",
)


def bring(by: User, *cards: Card, welcome: Welcome = ALONE, known: Prospect | None = None) -> list[Arrived]:
    arrivals = [Arrival(card, known.pk if known else None) for card in cards]
    return bring_people(arrivals, welcome, by=by, today=MONDAY, now=NINE)


def a_person(owner: User, **columns: str) -> Prospect:
    return Prospect.objects.create(team=owner.team, owner=owner, **{"name": "Piet Claes", **columns})


def test_somebody_new_comes_in_with_everything_the_card_tells(owner: User) -> None:
    assert bring(owner, WHOLE) == [Arrived(Became.ADDED)]
    person = Prospect.objects.get()
    assert person.owner == owner
    assert person.as_card() == replace(WHOLE, email="piet@claes.example")


def test_without_being_asked_for_nobody_gets_a_plan(owner: User) -> None:
    bring(owner, WHOLE)
    assert not FollowUpPlan.objects.exists()
    assert not FollowUp.objects.exists()


def test_asked_for_plans_keep_to_the_daily_limit(owner: User) -> None:
    cards = [Card(name=f"Person {number}") for number in range(40)]
    arrived = bring(owner, *cards, welcome=Welcome(Relation.PARTNER, (60, 90)))
    days = Counter(one.due_on for one in arrived)
    assert sum(days.values()) == FollowUp.objects.count() == 40
    assert max(days.values()) <= owner.team.daily_limit
    first, last = MONDAY + timedelta(days=60), MONDAY + timedelta(days=90)
    assert all(day and first <= day <= last for day in days)
    assert set(Prospect.objects.values_list("relation", flat=True)) == {"partner"}


def test_of_somebody_known_only_what_is_empty_is_filled_in(owner: User) -> None:
    person = a_person(owner, title="Boss", email="piet@claes.example")
    assert bring(owner, WHOLE, known=person) == [Arrived(Became.COMPLETED)]
    person.refresh_from_db()
    assert (person.title, person.phone) == ("Boss", "+32 9 123 45 67")
    assert person.organisation == Organisation.objects.get(name="Claes & Zonen")
    assert bring(owner, WHOLE, known=person) == [Arrived(Became.NOTHING_NEW)]
    assert Change.objects.filter(object_id=person.pk).count() == 1


def test_each_person_can_be_taken_back_alone(owner: User) -> None:
    bring(owner, WHOLE, Card(name="Ana Sousa"), welcome=Welcome(window=(60, 90)))
    undo_change(Change.objects.get(label="Piet Claes").pk, by=owner, now=NINE)
    assert [person.name for person in Prospect.objects.all()] == ["Ana Sousa"]
    assert FollowUp.objects.count() == 1


def test_what_was_completed_can_be_taken_back(owner: User) -> None:
    person = a_person(owner)
    bring(owner, WHOLE, known=person)
    undo_change(Change.objects.get(action="edit_prospect").pk, by=owner, now=NINE)
    person.refresh_from_db()
    assert person.as_card() == Card(name="Piet Claes")


def test_an_address_that_became_known_meanwhile_is_not_added_again(owner: User) -> None:
    a_person(owner, email="piet@claes.example")
    assert bring(owner, WHOLE) == [Arrived(Became.KNOWN_MEANWHILE)]
    assert Prospect.objects.count() == 1


def test_two_cards_with_one_address_make_one_person(owner: User) -> None:
    arrived = bring(owner, WHOLE, replace(WHOLE, name="P. Claes"))
    assert [one.became for one in arrived] == [Became.ADDED, Became.KNOWN_MEANWHILE]


def test_an_address_that_another_row_has_is_left_to_it(owner: User) -> None:
    a_person(owner, name="Somebody else", email="piet@claes.example")
    person = a_person(owner)
    assert bring(owner, WHOLE, known=person) == [Arrived(Became.COMPLETED)]
    person.refresh_from_db()
    assert (person.email, person.title) == ("", "Zaakvoerder")


def test_a_colleague_s_row_is_out_of_sight(owner: User, colleague: User) -> None:
    person = a_person(colleague)
    assert bring(owner, WHOLE, known=person) == [Arrived(Became.OUT_OF_SIGHT)]
    person.refresh_from_db()
    assert person.as_card() == Card(name="Piet Claes")
    gone = bring_people([Arrival(WHOLE, uuid4())], ALONE, by=owner, today=MONDAY, now=NINE)
    assert gone == [Arrived(Became.OUT_OF_SIGHT)]


def test_a_manager_completes_people_of_others(owner: User, manager: User) -> None:
    person = a_person(owner)
    assert bring(manager, WHOLE, known=person) == [Arrived(Became.COMPLETED)]
    person.refresh_from_db()
    assert person.owner == owner


def test_somebody_who_asked_a_colleague_to_stop_gets_no_plan(owner: User, colleague: User) -> None:
    theirs = a_person(colleague, email="piet@claes.example")
    ask_to_stop(theirs, by=colleague, today=MONDAY, now=NINE)
    bring(owner, WHOLE, welcome=Welcome(window=(60, 90)))
    mine = Prospect.objects.get(owner=owner)
    assert mine.asked_to_stop_on == MONDAY
    assert not FollowUp.objects.filter(prospect=mine).exists()


def test_whoever_was_erased_comes_back_as_somebody_to_leave_alone(owner: User) -> None:
    gone = a_person(owner, email="piet@claes.example")
    erase_person(gone, now=NINE, objects=True)
    bring(owner, WHOLE, welcome=Welcome(window=(60, 90)))
    assert Prospect.objects.get(owner=owner).asked_to_stop_on == MONDAY
    assert not FollowUp.objects.exists()


def test_one_unusable_card_and_nobody_comes_in(owner: User) -> None:
    with pytest.raises(ValidationError):
        bring(owner, WHOLE, Card(name="x" * 201))
    assert not Prospect.objects.exists()
    assert not Organisation.objects.exists()


def test_it_is_told_how_far_it_has_come(owner: User) -> None:
    heard: list[int] = []
    cards = [Arrival(Card(name=f"Person {number}")) for number in range(3)]
    bring_people(cards, ALONE, by=owner, today=MONDAY, now=NINE, progress=heard.append)
    assert heard == [1, 2, 3]
