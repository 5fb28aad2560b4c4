"""From an existing database: the lesson lines of noes become debriefs of whoever wrote them, and back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.changes import Change
from accounts.models import User
from followups.actions import undo_change
from insights.models import Debrief
from prospects.models import Loss
from tests.cast import NINE
from tests.followups.telling import log

BEFORE = [("insights", "0001_learning_from_no"), ("prospects", "0009_learning_from_no")]
AFTER = [("insights", "0002_lessons_of_noes"), ("prospects", "0010_lessons_are_debriefs")]

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(*wanted: tuple[str, str]) -> Apps:
    executor = MigrationExecutor(connection)
    executor.migrate(list(wanted))
    return MigrationExecutor(connection).loader.project_state(list(wanted)).apps


@pytest.fixture
def back_again() -> Iterator[None]:
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.usefixtures("back_again")
def test_lessons_become_debriefs_of_their_writers_and_return(owner: User, manager: User) -> None:
    with_lesson, without = log(owner), log(owner, "Priya Raman")
    old: Any = migrate(*BEFORE).get_model("prospects", "Loss")
    old.objects.filter(pk=with_lesson.pk).update(lesson="Ask first")
    migrate(*AFTER)
    row = Debrief.objects.get()
    assert (row.loss_id, row.author, row.team_id) == (with_lesson.pk, owner, owner.team_id)
    assert (row.lesson, row.is_shared, row.answered_on) == ("Ask first", False, None)
    assert row.created_at == with_lesson.logged_at
    Debrief.objects.create(team=manager.team, loss=without, author=manager, lesson="Somebody else's")
    old = migrate(*BEFORE).get_model("prospects", "Loss")
    assert set(old.objects.values_list("pk", "lesson")) == {(with_lesson.pk, "Ask first"), (without.pk, "")}


def test_what_the_trail_knew_of_a_lesson_does_not_stand_in_the_way(owner: User) -> None:
    """A no put right by an older release: taken back, it stands as before; its lesson is a debrief now."""
    loss = log(owner, notes="Two")
    before, after = ({"notes": "One", "lesson": "Old"}, {"notes": "Two", "lesson": "New"})
    key = f"prospects.loss:{loss.pk}"
    change = Change.objects.create(
        team=owner.team, actor=owner, at=NINE, action="correct_no", object_type="prospects.loss",
        object_id=loss.pk, before=[[key, before]], after=[[key, after]],
    )  # fmt: skip
    undo_change(change.pk, by=owner, now=NINE)
    assert Loss.objects.get(pk=loss.pk).notes == "One"
