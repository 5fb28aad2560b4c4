"""A manager gives all people of somebody to a colleague: seen before, done at once, taken back at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from followups.actions import (
    Given,
    HandsChanged,
    NotAColleague,
    SomethingBuiltOnIt,
    bring_home,
    give_people,
    undo_change,
)
from followups.handing_on import people_of
from followups.kinds import Kind, Outcome
from followups.models import FollowUp, FollowUpPlan
from prospects.models import Prospect
from prospects.new_no import Promised
from tests.cast import NINE
from tests.followups.being_away import away, fresh, put
from tests.followups.telling import complete, day, log, nine_on, open_row, step_of

LATER = NINE + timedelta(hours=1)


def give(giver: User, to: User, by: User, **more: str) -> Given:
    return give_people(giver, to, by=by, now=LATER, **more)


def stands() -> list[tuple[object, ...]]:
    rows = FollowUp.objects.order_by("pk").values_list("pk", "owner", "opens_on", "due_on", "closes_on")
    people = Prospect.objects.order_by("pk").values_list("pk", "owner")
    return [*rows, *people, *FollowUpPlan.objects.order_by("pk").values_list("pk", "owner")]


def test_everything_goes_and_comes_back_in_one_press(owner: User, colleague: User, manager: User) -> None:
    for name in ("Ingrid", "Erik"):
        put(step_of(log(owner, name).prospect), 30, 43, 60)
    away(colleague, 43, 43)
    before = stands()
    given = give(owner, colleague, manager)
    assert {row.owner for row in FollowUp.objects.open()} == {colleague}
    assert [move.due_on for move in given.hands.moved()] == [day(42), day(42)]
    assert given.change
    assert given.change.object_id == owner.pk
    undo_change(given.change.pk, by=manager, now=nine_on(day(1)))
    assert stands() == before


def test_taking_it_back_is_refused_once_somebody_acted(owner: User, colleague: User, manager: User) -> None:
    ingrid = log(owner).prospect
    given = give(owner, colleague, manager)
    complete(open_row(ingrid, Kind.THANK_YOU), Outcome.DONE, on=day(1))
    assert given.change
    with pytest.raises(SomethingBuiltOnIt) as refusal:
        undo_change(given.change.pk, by=manager, now=nine_on(day(2)))
    assert refusal.value.later
    assert refusal.value.later.action == "complete"


def test_taking_it_back_is_refused_once_something_was_planned(
    owner: User, colleague: User, manager: User
) -> None:
    ingrid = log(owner).prospect
    given = give(owner, colleague, manager)
    log(manager, prospect_id=ingrid.pk, on=day(1), promise=Promised("An article", day(20)))
    assert given.change
    with pytest.raises(SomethingBuiltOnIt):
        undo_change(given.change.pk, by=manager, now=nine_on(day(2)))
    assert {row.owner for row in FollowUp.objects.open()} == {colleague}


def test_the_load_is_shown_before_and_after(owner: User, colleague: User, manager: User) -> None:
    put(step_of(log(owner).prospect), 1, 3, 10)
    put(step_of(log(colleague, "Erik").prospect), 1, 3, 10)
    hands = people_of(owner, colleague, now=LATER)
    assert (hands.load[day(3)], hands.then[day(3)]) == (1, 2)
    assert (hands.days()[0], len(hands.days()), hands.running) == (day(0), 14, 1)


def test_a_day_over_the_limit_takes_no_row_that_has_to_move(
    owner: User, colleague: User, manager: User
) -> None:
    owner.team.daily_limit = 1
    owner.team.save()
    put(step_of(log(owner).prospect), 39, 43, 47)
    put(step_of(log(colleague, "Erik").prospect), 39, 42, 47)
    away(colleague, 43, 43)
    assert [move.due_on for move in people_of(fresh(owner), fresh(colleague), now=LATER).moved()] == [day(44)]


def test_what_they_do_for_a_colleague_is_not_theirs_to_give(
    owner: User, colleague: User, manager: User
) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    away(owner, 1, 4, colleague)
    give(colleague, manager, manager)
    thanks.refresh_from_db()
    assert thanks.owner == colleague


def test_what_was_given_for_good_does_not_go_home_after_an_absence(
    owner: User, colleague: User, manager: User
) -> None:
    thanks = open_row(log(owner).prospect, Kind.THANK_YOU)
    away(owner, 1, 4, colleague)
    give(owner, colleague, manager)
    bring_home(nine_on(day(7)))
    thanks.refresh_from_db()
    assert (thanks.owner, thanks.plan.owner) == (colleague, colleague)


def test_what_was_shown_is_what_happens(owner: User, colleague: User, manager: User) -> None:
    log(owner)
    shown = people_of(owner, colleague, now=LATER).token()
    complete(open_row(Prospect.objects.get(), Kind.THANK_YOU), Outcome.DONE, on=day(0))
    before = stands()
    with pytest.raises(HandsChanged):
        give(owner, colleague, manager, shown=shown)
    assert stands() == before


def test_only_a_manager_gives_and_only_to_a_colleague_who_sells(
    owner: User, colleague: User, marketer: User, manager: User, stranger: User
) -> None:
    log(owner)
    before = stands()
    with pytest.raises(PermissionDenied):
        give(owner, colleague, colleague)
    for nobody in (owner, marketer, stranger):
        with pytest.raises(NotAColleague):
            give(owner, nobody, manager)
    with pytest.raises(NotAColleague):
        give(owner, colleague, stranger)
    assert stands() == before
