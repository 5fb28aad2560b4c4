"""What a team changes after a quarter: written by managers through the trail, one at a time."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.changes import Change
from accounts.models import User
from insights.calendar_quarters import Quarter
from insights.decisions import (
    DecidedMeanwhile,
    Wanted,
    decide,
    decisions_of,
    how_it_stands,
    may_own,
    note_kept,
)
from insights.models import QuarterDecision
from tests.cast import NINE, make_user
from tests.outbox.test_races import at_the_same_time

pytestmark = pytest.mark.django_db

QUARTER = Quarter(2026, 1)
MAY = date(2026, 5, 1)


def said(manager: User) -> list[tuple[int, str, str, object]]:
    rows = decisions_of(manager.team, QUARTER)
    return [(row.position, row.what, row.owner.get_full_name(), row.was_kept) for row in rows]


def test_three_decisions_are_one_act_in_the_trail(manager: User, owner: User) -> None:
    wanted = [Wanted("Ask  first", owner.pk, MAY), None, Wanted("Send the price early", manager.pk, MAY)]
    assert decide(QUARTER, wanted, by=manager, now=NINE)
    assert said(manager) == [
        (1, "Ask first", "Maren Vogt", None),
        (3, "Send the price early", "Manager", None),
    ]
    change = Change.objects.get()
    assert (change.action, change.actor, change.object_id) == ("decide_quarter", manager, manager.team_id)
    assert {row.team_id for row in QuarterDecision.objects.all()} == {manager.team_id}


def test_saying_the_same_again_writes_nothing(manager: User, owner: User) -> None:
    wanted = [Wanted("Ask first", owner.pk, MAY)]
    decide(QUARTER, wanted, by=manager, now=NINE)
    assert not decide(QUARTER, wanted, by=manager, now=NINE)
    assert Change.objects.count() == 1


def test_one_taken_away_is_gone_and_another_thing_was_not_kept(manager: User, owner: User) -> None:
    decide(QUARTER, [Wanted("One", owner.pk, MAY), Wanted("Two", owner.pk, MAY)], by=manager, now=NINE)
    first, second = decisions_of(manager.team, QUARTER)
    note_kept(QUARTER, {first.pk: True, second.pk: False}, by=manager, now=NINE)
    later = MAY + timedelta(days=9)
    decide(QUARTER, [Wanted("One", owner.pk, later), Wanted("Else", owner.pk, MAY)], by=manager, now=NINE)
    assert said(manager) == [(1, "One", "Maren Vogt", True), (2, "Else", "Maren Vogt", None)]
    decide(QUARTER, [Wanted("One", owner.pk, later), None], by=manager, now=NINE)
    assert [row[1] for row in said(manager)] == ["One"]


def test_kept_not_kept_and_not_said(manager: User, owner: User, stranger: User) -> None:
    decide(QUARTER, [Wanted("One", owner.pk, MAY)], by=manager, now=NINE)
    (row,) = decisions_of(manager.team, QUARTER)
    assert not note_kept(QUARTER, {row.pk: None}, by=manager, now=NINE)
    for kept in (True, False, None):
        assert note_kept(QUARTER, {row.pk: kept}, by=manager, now=NINE)
        row.refresh_from_db()
        assert row.was_kept is kept
    note_kept(QUARTER, {row.pk: True}, by=stranger, now=NINE)
    row.refresh_from_db()
    assert row.was_kept is None


def test_whoever_sees_to_it_is_of_the_team(manager: User, stranger: User) -> None:
    with pytest.raises(ValidationError):
        decide(QUARTER, [Wanted("One", stranger.pk, MAY)], by=manager, now=NINE)
    assert not QuarterDecision.objects.exists()


def test_who_has_left_stays_where_they_stood_and_gets_nothing_new(manager: User, owner: User) -> None:
    decide(QUARTER, [Wanted("One", owner.pk, MAY)], by=manager, now=NINE)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    decide(QUARTER, [Wanted("One, later", owner.pk, MAY)], by=manager, now=NINE)
    assert said(manager) == [(1, "One, later", "Maren Vogt", None)]
    wanted = [Wanted("One, later", owner.pk, MAY), Wanted("Two", owner.pk, MAY)]
    with pytest.raises(ValidationError):
        decide(QUARTER, wanted, by=manager, now=NINE)
    assert owner not in may_own(manager.team)


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(manager: User, owner: User) -> None:
    seen = how_it_stands(decisions_of(manager.team, QUARTER))
    decide(QUARTER, [Wanted("Theirs", owner.pk, MAY)], by=manager, now=NINE, seen=seen)
    with pytest.raises(DecidedMeanwhile):
        decide(QUARTER, [Wanted("Mine", owner.pk, MAY)], by=manager, now=NINE, seen=seen)
    assert [row[1] for row in said(manager)] == ["Theirs"]


@pytest.mark.django_db(transaction=True)
def test_two_managers_at_the_same_time_make_three_and_not_six(manager: User) -> None:
    other = make_user(manager.team, "other@example.com", is_manager=True)
    both, turn = [manager, other], iter(range(100))

    def write() -> bool:
        by = both[next(turn) % 2]
        return decide(QUARTER, [Wanted(f"Thing {n}", by.pk, MAY) for n in range(3)], by=by, now=NINE)

    at_the_same_time(write)
    rows = decisions_of(manager.team, QUARTER)
    assert len(rows) == 3
    assert len({row.owner_id for row in rows}) == 1
