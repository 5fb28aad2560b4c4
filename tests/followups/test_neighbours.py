"""Two of us at one organisation within a week see that, and no more than that."""

from typing import Any

import pytest

from accounts.models import User
from followups.actions import NewTouch, log_touch
from followups.contacts import By
from followups.kinds import Channel, Direction
from followups.neighbours import colleagues_near
from prospects.models import Prospect
from tests.followups.telling import day, log, nine_on, step_of


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner).prospect


def theirs(colleague: User, organisation: str = "Havbruk Nordic") -> Prospect:
    return log(colleague, "Olav Berg", organisation=organisation).prospect


def say(person: Prospect, offset: int, **told: Any) -> None:
    touch = NewTouch(told.pop("channel", Channel.MAIL), day(offset), **told)
    on = day(offset)
    log_touch(person, touch, by=person.owner, today=on, now=nine_on(on))


@pytest.mark.parametrize(("offset", "seen"), [(20, True), (27, True), (28, False), (13, True), (12, False)])
def test_what_a_colleague_wrote_there_within_a_week(
    colleague: User, ingrid: Prospect, offset: int, seen: bool
) -> None:
    person = theirs(colleague)
    say(person, 20, summary="A secret")
    near = colleagues_near(ingrid, day(offset))
    assert [(one.by, one.day) for one in near] == ([(By.COLLEAGUE, day(20))] if seen else [])


def test_what_a_colleague_plans_there(colleague: User, ingrid: Prospect) -> None:
    step = step_of(theirs(colleague))
    near = colleagues_near(ingrid, step.due_on)
    assert [(one.by, one.day, one.is_planned) for one in near] == [(By.COLLEAGUE, step.due_on, True)]


def test_our_own_and_what_they_sent_is_no_news(owner: User, colleague: User, ingrid: Prospect) -> None:
    log(owner, "Kari Lie")
    say(ingrid, 20)
    say(theirs(colleague), 20, direction=Direction.IN)
    assert colleagues_near(ingrid, day(20)) == ()


def test_another_house_is_no_neighbour(colleague: User, stranger: User, ingrid: Prospect) -> None:
    say(theirs(colleague, "Brandt"), 20)
    say(theirs(stranger), 20)
    assert colleagues_near(ingrid, day(20)) == ()


def test_a_note_reaches_nobody(colleague: User, ingrid: Prospect) -> None:
    say(theirs(colleague), 20, channel=Channel.NOTE, summary="Met their driver")
    assert colleagues_near(ingrid, day(20)) == ()


def test_who_works_nowhere_has_no_neighbours(owner: User, colleague: User) -> None:
    alone = log(owner, "Nobody", organisation="").prospect
    log(colleague, "Somebody", organisation="")
    assert colleagues_near(alone, day(45)) == ()
