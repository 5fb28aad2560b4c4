"""The same act from two tabs in the very same moment is done once, whatever act it is."""

from functools import partial
from typing import Any

import pytest

from accounts.changes import Change
from accounts.models import User
from followups.actions import (
    NothingToUndo,
    NotOpen,
    Result,
    complete_follow_up,
    drop_wake_up,
    note_confirmation,
    skip,
    snooze,
    trigger_wake_up,
    undo,
)
from followups.kinds import Kind, Outcome, Status
from followups.models import FollowUp, Touch
from library.models import Topic
from prospects.conversations import WakeUpKind
from prospects.models import Loss, WakeUp
from prospects.new_no import Condition
from tests.cast import make_team, make_user
from tests.followups.telling import day, log, nine_on, step_of
from tests.followups.together import at_the_same_time, raised

pytestmark = pytest.mark.django_db(transaction=True)

ON = day(45)
NOW = nine_on(ON)


@pytest.fixture
def owner() -> User:
    return make_user(make_team("Vogt and partners"), "maren@example.com")


@pytest.fixture
def loss(owner: User) -> Loss:
    return log(owner, condition=Condition(WakeUpKind.WE_SHIP, "Single sign-on"))


def three_times(act: partial[Any]) -> list[Exception]:
    return raised(at_the_same_time(act, act, act))


@pytest.mark.parametrize("what", ["complete", "skip", "snooze"])
def test_an_act_on_a_follow_up(owner: User, loss: Loss, what: str) -> None:
    row = step_of(loss.prospect)
    pressed: dict[str, Any] = {"by": owner, "today": ON, "now": NOW, "expected_version": row.version}
    act = {
        "complete": partial(complete_follow_up, row.pk, Result(Outcome.SPOKE), **pressed),
        "skip": partial(skip, row.pk, **pressed),
        "snooze": partial(snooze, row.pk, day(50), **pressed),
    }[what]
    assert [type(error) for error in three_times(act)] == [NotOpen, NotOpen]
    assert Change.objects.filter(action=what).count() == 1
    assert Touch.objects.filter(follow_up=row).count() == (1 if what == "complete" else 0)
    assert FollowUp.objects.open().standing().count() == 1


def test_undo(owner: User, loss: Loss) -> None:
    row = step_of(loss.prospect)
    moved = snooze(row.pk, day(50), by=owner, today=ON, now=NOW)
    act = partial(undo, row.pk, by=owner, now=NOW, expected_version=moved.version)
    assert [type(error) for error in three_times(act)] == [NothingToUndo, NothingToUndo]
    assert step_of(loss.prospect).due_on == row.due_on


def test_a_trigger(owner: User, loss: Loss) -> None:
    act = partial(trigger_wake_up, Topic.objects.get(), by=owner, now=NOW)
    assert three_times(act) == []
    assert FollowUp.objects.filter(kind=Kind.WAKE_UP, prospect=loss.prospect).count() == 1


def test_a_drop(owner: User, loss: Loss) -> None:
    act = partial(drop_wake_up, WakeUp.objects.get(), by=owner, now=NOW)
    assert three_times(act) == []
    assert Change.objects.filter(action="drop_wake_up").count() == 1


def test_a_drop_beside_a_trigger_wakes_once_or_never(owner: User, loss: Loss) -> None:
    results = at_the_same_time(
        partial(drop_wake_up, WakeUp.objects.get(), by=owner, now=NOW),
        partial(trigger_wake_up, Topic.objects.get(), by=owner, now=NOW),
    )
    assert not raised(results)
    woken = FollowUp.objects.filter(kind=Kind.WAKE_UP, status=Status.OPEN).count()
    assert woken == (1 if WakeUp.objects.get().state == "triggered" else 0)


def test_a_confirmation(owner: User, loss: Loss) -> None:
    act = partial(note_confirmation, loss, "Thank you", by=owner, today=ON, now=NOW)
    assert three_times(act) == []
    assert Touch.objects.filter(loss=loss, summary="Thank you").count() == 1
    assert Change.objects.filter(action="confirm").count() == 1
