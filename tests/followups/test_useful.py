"""What of a library somebody would be glad of: which of its items are looked at."""

from datetime import timedelta

import pytest

from accounts.models import User
from followups import useful
from followups.contact_history import history_of
from followups.useful import useful_for
from library.models import ItemTopic, Topic, ValueItem
from prospects.models import Prospect, ProspectTopic
from tests.cast import MONDAY, NINE

MOST = 5


@pytest.fixture
def person(owner: User, monkeypatch: pytest.MonkeyPatch) -> Prospect:
    monkeypatch.setattr(useful, "MOST_OF_A_TOPIC", MOST)
    return Prospect.objects.create(team=owner.team, owner=owner, name="Ingrid Solheim")


def cares_about(person: Prospect, name: str, *, others: int = 0) -> Topic:
    topic = Topic.objects.create(team=person.team, name=name)
    ProspectTopic.objects.create(prospect=person, topic=topic)
    for number in range(others):
        other = Prospect.objects.create(team=person.team, owner=person.owner, name=f"Somebody {number}")
        ProspectTopic.objects.create(prospect=other, topic=topic)
    return topic


def an_item(person: Prospect, title: str, *topics: Topic, days_old: int) -> ValueItem:
    made_at = NINE - timedelta(days=days_old)
    item = ValueItem.objects.create(
        team=person.team, title=title, text="Read me", added_by=person.owner, created_at=made_at
    )
    ItemTopic.objects.bulk_create(ItemTopic(item=item, topic=topic) for topic in topics)
    return item


def titles(person: Prospect) -> list[str]:
    return [one.title for one in useful_for(person, history_of(person), today=MONDAY)]


def test_an_old_item_about_what_few_write_of_is_found_among_many_new_ones(person: Prospect) -> None:
    common, rare = cares_about(person, "stock", others=20), cares_about(person, "night shifts")
    for number in range(MOST * 3):
        an_item(person, f"Stock {number}", common, days_old=number)
    an_item(person, "Night shifts that hold", rare, days_old=900)
    assert titles(person)[0] == "Night shifts that hold"


def test_of_what_very_many_items_are_about_the_newest_are_looked_at(person: Prospect) -> None:
    stock, audits = cares_about(person, "stock"), cares_about(person, "audits")
    for number in range(MOST * 3):
        # An item about both is one of the newest once, not twice.
        an_item(person, f"Stock {number}", stock, audits, days_old=number)
    assert titles(person) == [f"Stock {number}" for number in range(MOST)]


def test_a_topic_that_few_items_are_about_is_looked_at_whole(person: Prospect) -> None:
    stock = cares_about(person, "stock")
    for number in range(MOST):
        an_item(person, f"Stock {number}", stock, days_old=number * 400)
    assert len(titles(person)) == MOST
