"""What a team keeps to send: adding, changing, putting aside; what a link may be."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.changes import Change
from accounts.models import User
from common.submissions import SavedOtherwise
from library.items import ItemFacts, add_item, edit_item, set_archived
from library.kinds import Form, Purpose
from library.models import ItemTopic, Topic, ValueItem
from tests.cast import NINE

GUIDE = ItemFacts(
    title="Forecasting with two planners",
    link="https://example.org/guide",
    why="For teams that lost people and kept the workload.",
    form=Form.GUIDE,
    language="en",
    topics=("Short-handed", "Less waste"),
)


def add(by: User, facts: ItemFacts = GUIDE, **more: Any) -> ValueItem:
    return add_item(facts, by=by, now=NINE, **more)


def topics_of(item: ValueItem) -> list[str]:
    return sorted(item.topics.values_list("topic__name", flat=True))


def test_what_was_typed_is_kept_and_the_trail_says_who_added_it(owner: User) -> None:
    item = add(owner)
    assert (item.title, item.link, item.purpose, item.form) == (
        "Forecasting with two planners", "https://example.org/guide", Purpose.HELPFUL, Form.GUIDE,
    )  # fmt: skip
    assert topics_of(item) == ["Less waste", "Short-handed"]
    change = Change.objects.get(action="add_item")
    assert (change.actor, change.object_id, change.label) == (owner, item.pk, item.title)


def test_a_topic_the_team_has_is_taken_however_it_is_written(owner: User) -> None:
    known = Topic.objects.create(team=owner.team, name="Less Waste")
    item = add(owner, replace(GUIDE, topics=("less waste", "LESS WASTE")))
    assert [row.topic for row in item.topics.all()] == [known]


def test_a_text_of_our_own_needs_no_link(owner: User) -> None:
    assert add(owner, ItemFacts(title="A tip", text="Count the trolleys first.")).link == ""


@pytest.mark.parametrize(
    ("facts", "at"),
    [
        (ItemFacts(title=" \u200b ", link="https://example.org"), "title"),
        (ItemFacts(title="Nothing in it"), "link"),
        (ItemFacts(title="x" * 201, link="https://example.org"), "title"),
        (ItemFacts(title="Long", text="x" * 4001), "text"),
        (ItemFacts(title="Long", link="https://example.org/" + "x" * 1000), "link"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(owner: User, facts: ItemFacts, at: str) -> None:
    with pytest.raises(ValidationError) as refused:
        add(owner, facts)
    assert list(refused.value.message_dict) == [at]
    assert not ValueItem.objects.exists()
    assert not Topic.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("example.org/guide", "https://example.org/guide"),
        ("www.example.org", "https://www.example.org"),
        ("http://example.org", "http://example.org"),
        ("HTTPS://Example.org/A?b=c#d", "HTTPS://Example.org/A?b=c#d"),
        ("example.org:8080/x", "https://example.org:8080/x"),
        ("https://münchen.example/ä", "https://münchen.example/ä"),
        (" https://example.org/a\n", "https://example.org/a"),
    ],
)
def test_a_link_opens_a_page(owner: User, typed: str, kept: str) -> None:
    assert add(owner, replace(GUIDE, link=typed)).link == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "JavaScript://example.org/%0aalert(1)", "data:text/html,<b>x", "file:///etc/passwd",
        "mailto:a@example.org", "https://", "https:// example.org", "just words", "nothing", "//",
        "https://example.org@evil.example", "https://a:b@example.org", "https://[::1", "ftp://example.org",
        "vbscript:x", "https:example.org", "java\tscript:alert(1)",
    ],
)  # fmt: skip
def test_what_opens_no_page_is_refused(owner: User, typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        add(owner, replace(GUIDE, link=typed))
    assert "link" in refused.value.message_dict


@pytest.mark.parametrize("stored", ["javascript:alert(1)", "data:text/html,x", "//example.org", ""])
def test_what_came_to_stand_there_all_the_same_opens_nothing(owner: User, stored: str) -> None:
    assert add(owner).page() == GUIDE.link
    assert ValueItem(link=stored).page() == ""


def test_the_same_form_twice_adds_it_once(owner: User) -> None:
    first = add(owner, submission="a key")
    assert add(owner, submission="a key") == first
    assert ValueItem.objects.count() == Change.objects.filter(action="add_item").count() == 1
    with pytest.raises(SavedOtherwise):
        add(owner, replace(GUIDE, title="Another"), submission="a key")


def test_editing_writes_what_changed_and_nothing_else(owner: User, colleague: User) -> None:
    item = add(owner)
    later = NINE + timedelta(hours=1)
    change = edit_item(
        item, replace(GUIDE, title="Planning", topics=("Less waste", "Bees")), by=colleague, now=later
    )
    item.refresh_from_db()
    assert (item.title, topics_of(item), item.added_by) == ("Planning", ["Bees", "Less waste"], owner)
    assert change is not None
    touched = {name.partition(":")[0] for name, _row in change.after}
    assert touched == {"library.valueitem", "library.topic", "library.itemtopic"}
    again = replace(GUIDE, title="Planning", topics=("Less waste", "Bees"))
    assert edit_item(item, again, by=colleague, now=later) is None


def test_what_is_put_aside_is_not_offered_until_it_is_again(owner: User) -> None:
    item = add(owner)
    assert set_archived(item, True, by=owner, now=NINE)
    assert set_archived(item, True, by=owner, now=NINE) is None
    assert not ValueItem.objects.of_team(owner.team_id).offered().exists()
    assert set_archived(item, False, by=owner, now=NINE)
    assert list(ValueItem.objects.of_team(owner.team_id).offered()) == [item]


def test_a_day_of_its_own_is_kept(owner: User) -> None:
    assert add(owner, replace(GUIDE, dated_on=date(2025, 5, 1))).dated_on == date(2025, 5, 1)


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"link": "", "text": ""}, {"purpose": "spam"}, {"form": "parchment"}],
)
def test_the_table_itself_refuses_what_is_none(owner: User, wrong: dict[str, str]) -> None:
    item = add(owner)
    with pytest.raises(IntegrityError):
        ValueItem.objects.filter(pk=item.pk).update(**wrong)


def test_a_topic_stands_once_at_an_item(owner: User) -> None:
    item = add(owner)
    row = item.topics.first()
    assert row is not None
    with pytest.raises(IntegrityError):
        ItemTopic.objects.create(item=item, topic=row.topic)
