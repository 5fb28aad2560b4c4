"""Correcting what is known of a person leaves a trail, and refuses what no column takes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import Change
from accounts.models import User
from followups.actions import Typed, edit_prospect, undo_change
from prospects.conversations import Likelihood, TopicKind
from prospects.facts import ProspectFacts, Told
from prospects.models import Prospect
from tests.cast import NINE
from tests.followups.telling import day, log


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner, email="ingrid@havbruk.example").prospect


def test_what_is_typed_is_cleaned_and_saved(owner: User, ingrid: Prospect) -> None:
    typed = ProspectFacts(
        " Ingrid  Berg ", "havbruk NORDIC", "Boss\x00", "Ingrid@Berg.example", "+47 1", True
    )
    edit_prospect(ingrid, typed, by=owner, now=NINE)
    organisation = ingrid.organisation
    ingrid.refresh_from_db()
    assert (ingrid.name, ingrid.email, ingrid.title) == ("Ingrid Berg", "ingrid@berg.example", "Boss")
    assert ingrid.organisation == organisation
    assert Change.objects.filter(action="edit_prospect", object_id=ingrid.pk).count() == 1


def test_saving_the_same_again_leaves_no_trail(owner: User, ingrid: Prospect) -> None:
    typed = ProspectFacts("Ingrid Solheim", "Havbruk Nordic", email="ingrid@havbruk.example")
    edit_prospect(ingrid, typed, by=owner, now=NINE)
    assert not Change.objects.filter(action="edit_prospect").exists()


@pytest.mark.parametrize(
    "typed",
    [
        ProspectFacts(" "),
        ProspectFacts("x" * 201),
        ProspectFacts("Ingrid", "x" * 201),
        ProspectFacts("Ingrid", email="no address"),
        ProspectFacts("Ingrid", phone="1" * 41),
    ],
)
def test_what_does_not_fit_is_refused(owner: User, ingrid: Prospect, typed: ProspectFacts) -> None:
    with pytest.raises(ValidationError), transaction.atomic():
        edit_prospect(ingrid, typed, by=owner, now=NINE)
    ingrid.refresh_from_db()
    assert (ingrid.name, ingrid.email) == ("Ingrid Solheim", "ingrid@havbruk.example")


def topics_of(person: Prospect) -> set[tuple[str, str]]:
    return {(row.kind, row.topic.name) for row in person.topics.select_related("topic")}


def test_a_part_leaves_the_others_alone(owner: User, ingrid: Prospect) -> None:
    edit_prospect(ingrid, Typed(details={"learned": "They grow", "pace": "slow"}), by=owner, now=NINE)
    edit_prospect(ingrid, Typed(details={"postal_address": "Bryggen 1\nBergen"}), by=owner, now=NINE)
    ingrid.refresh_from_db()
    assert (ingrid.learned, ingrid.pace, ingrid.name) == ("They grow", "slow", "Ingrid Solheim")
    assert ingrid.postal_address == "Bryggen 1\nBergen"


def test_columns_nobody_may_type_are_left_alone(owner: User, ingrid: Prospect, stranger: User) -> None:
    details = {"owner_id": stranger.pk, "team_id": stranger.team_id, "asked_to_stop_on": day(0), "name": "X"}
    edit_prospect(ingrid, Typed(details=details), by=owner, now=NINE)
    ingrid.refresh_from_db()
    assert (ingrid.owner, ingrid.asked_to_stop_on, ingrid.name) == (owner, None, "Ingrid Solheim")
    assert not Change.objects.filter(action="edit_prospect").exists()


def test_topics_of_a_kind_are_those_that_were_typed(owner: User, ingrid: Prospect) -> None:
    first = {TopicKind.GOAL: ("New plant", "Less waste"), TopicKind.INTEREST: ("Sailing",)}
    edit_prospect(ingrid, Typed(topics=first), by=owner, now=NINE)
    assert topics_of(ingrid) == {("goal", "New plant"), ("goal", "Less waste"), ("interest", "Sailing")}
    edit_prospect(ingrid, Typed(topics={TopicKind.GOAL: ("new PLANT",)}), by=owner, now=NINE)
    assert topics_of(ingrid) == {("goal", "New plant"), ("interest", "Sailing")}


def test_a_goal_becomes_an_interest(owner: User, ingrid: Prospect) -> None:
    edit_prospect(ingrid, Typed(topics={TopicKind.GOAL: ("Sailing",)}), by=owner, now=NINE)
    moved = {TopicKind.INTEREST: ("Sailing",), TopicKind.GOAL: ()}
    edit_prospect(ingrid, Typed(topics=moved), by=owner, now=NINE)
    assert topics_of(ingrid) == {("interest", "Sailing")}


def test_what_was_told_belongs_to_the_newest_no(owner: User, ingrid: Prospect) -> None:
    older = ingrid.losses.get()
    newest = log(owner, email="ingrid@havbruk.example", on=day(3))
    told = Told("Two planners", "After May", " 40,000 ", Likelihood.HIGH, right_but_early=True)
    edit_prospect(ingrid, Typed(told=told), by=owner, now=NINE)
    newest.refresh_from_db()
    older.refresh_from_db()
    assert (newest.needs, newest.timing, newest.budget) == ("Two planners", "After May", "40,000")
    assert (newest.likelihood, newest.right_but_early, older.likelihood) == ("high", True, "")


def test_an_edit_is_taken_back_with_the_topics_it_took_away(owner: User, ingrid: Prospect) -> None:
    edit_prospect(ingrid, Typed(topics={TopicKind.GOAL: ("New plant",)}), by=owner, now=NINE)
    typed = Typed(details={"learned": "They grow"}, topics={TopicKind.GOAL: ("Less waste",)})
    edit_prospect(ingrid, typed, by=owner, now=NINE)
    change = next(row for row in Change.objects.all() if "They grow" in str(row.after))
    undo_change(change.pk, by=owner, now=NINE)
    ingrid.refresh_from_db()
    assert (topics_of(ingrid), ingrid.learned) == ({("goal", "New plant")}, "")
