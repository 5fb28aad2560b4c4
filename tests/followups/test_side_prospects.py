"""People who matter without a no: a plan with a window of their own (PRODUCT.md, row 31)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from followups.actions import (
    Added,
    DoorClosed,
    Kept,
    Word,
    add_side_prospect,
    ask_to_stop,
    grant_permission,
    keep_in_touch,
    undo_change,
)
from followups.kinds import Kind, Outcome, PlanStatus
from followups.models import FollowUpPlan
from followups.outcomes import outcomes_for
from prospects.conversations import AskAnswer, PermissionChannel, Relation
from prospects.facts import ProspectFacts
from prospects.models import Prospect
from tests.followups.telling import complete, day, log, nine_on, plan_of, step_of

PIET = ProspectFacts("Piet Claes", "Noordzee Vis", "Buyer", "Piet@noordzee.example", "+32 1")


def add(by: User, typed: ProspectFacts = PIET, **more: Any) -> Added:
    relation = more.pop("relation", Relation.PARTNER)
    return add_side_prospect(typed, relation, by=by, today=day(0), now=nine_on(day(0)), **more)


def keep(person: Prospect, window: tuple[int, int] | None, on: int = 0, **more: Any) -> Kept:
    return keep_in_touch(person, window, by=person.owner, today=day(on), now=nine_on(day(on)), **more)


def window_of(person: Prospect) -> tuple[int, int]:
    step = step_of(person)
    last = plan_of(person).last_two_way_on
    return (step.opens_on - last).days, (step.closes_on - last).days


def test_a_partner_gets_a_plan_without_a_no(owner: User) -> None:
    person = add(owner).prospect
    assert (person.name, person.email, person.relation) == ("Piet Claes", "piet@noordzee.example", "partner")
    assert (str(person.organisation), person.title, person.phone) == ("Noordzee Vis", "Buyer", "+32 1")
    plan = plan_of(person)
    assert (plan.loss, plan.status, plan.owner) == (None, PlanStatus.ACTIVE, owner)
    assert (plan.window_from, plan.window_to) == (60, 90)
    step = step_of(person)
    assert (step.kind, step.opens_on, step.closes_on) == (Kind.CHECK_IN, day(60), day(90))
    # The middle of the window is its best day.
    assert step.due_on == day(74)


@pytest.mark.parametrize("window", [(30, 60), (90, 180), (7, 14), (1, 730)])
def test_the_window_is_the_one_that_was_chosen(owner: User, window: tuple[int, int]) -> None:
    assert window_of(add(owner, window=window).prospect) == window


@pytest.mark.parametrize("window", [(0, 30), (60, 60), (90, 60), (30, 731), (-5, 5)])
def test_a_window_goes_from_a_day_to_a_later_one(owner: User, window: tuple[int, int]) -> None:
    with pytest.raises(ValidationError):
        add(owner, window=window)
    assert not Prospect.objects.exists()


def test_a_known_address_is_that_very_person(owner: User) -> None:
    known = log(owner, email="piet@noordzee.example", name="P. Claes", organisation="").prospect
    before = step_of(known)
    added = add(owner)
    assert (added.prospect, added.is_new, added.step) == (known, False, None)
    known.refresh_from_db()
    assert (known.name, known.also_called, known.title) == ("P. Claes", "Piet Claes", "Buyer")
    assert step_of(known) == before
    assert Prospect.objects.count() == 1


def test_a_colleagues_person_stays_theirs(owner: User, colleague: User) -> None:
    log(colleague, email="piet@noordzee.example")
    assert add(owner).is_new
    assert Prospect.objects.filter(email="piet@noordzee.example").count() == 2


def test_who_asked_a_colleague_to_stop_gets_no_plan(owner: User, colleague: User) -> None:
    theirs = log(colleague, email="piet@noordzee.example").prospect
    ask_to_stop(theirs, by=colleague, today=day(0), now=nine_on(day(0)))
    added = add(owner)
    assert added.step is None
    assert added.prospect.asked_to_stop_on == day(0)
    assert not FollowUpPlan.objects.filter(prospect=added.prospect).exists()


def test_a_name_is_needed(owner: User) -> None:
    with pytest.raises(ValidationError):
        add(owner, ProspectFacts(" \x00"))


def test_the_rhythm_goes_on_in_its_own_window(owner: User) -> None:
    person = add(owner, window=(90, 180)).prospect
    complete(step_of(person), Outcome.SPOKE, on=day(120))
    step = step_of(person)
    assert (step.opens_on, step.closes_on) == (day(210), day(300))


def test_nothing_can_come_back_that_was_never_declined(owner: User) -> None:
    step = step_of(add(owner).prospect)
    offered = outcomes_for(step.kind, has_no=False)
    assert Outcome.SPOKE in offered
    assert {Outcome.WON_BACK, Outcome.NEW_NEED} & set(offered) == set()


def test_a_window_changed_later_moves_the_check_in_in_its_row(owner: User) -> None:
    person = add(owner).prospect
    step = step_of(person)
    kept = keep(person, (30, 60), on=10)
    assert kept.step == step_of(person) == step
    assert window_of(person) == (30, 60)


def test_a_window_changed_is_changed_back(owner: User) -> None:
    person = add(owner).prospect
    before = step_of(person).due_on
    kept = keep(person, (30, 60), on=10)
    undo_change(kept.change.pk, by=owner, now=nine_on(day(10)))
    assert (window_of(person), step_of(person).due_on) == ((60, 90), before)


def test_a_no_may_have_a_window_of_its_own_too(owner: User) -> None:
    person = log(owner).prospect
    keep(person, (90, 180), on=1)
    assert window_of(person) == (90, 180)
    keep(person, None, on=2)
    plan = plan_of(person)
    assert (plan.window_from, plan.window_to, window_of(person)) == (None, None, (30, 60))


def test_without_a_no_there_is_always_a_window(owner: User) -> None:
    person = add(owner, window=(7, 14)).prospect
    keep(person, None, on=1)
    assert window_of(person) == (60, 90)


def test_an_agreed_day_stays_when_the_window_changes(owner: User) -> None:
    person = log(owner, next_contact_on=day(40)).prospect
    assert keep(person, (90, 180)).step is None
    assert step_of(person).due_on == day(42)  # the Monday after
    assert plan_of(person).window_from == 90


def test_a_try_that_is_under_way_stays(owner: User) -> None:
    person = log(owner).prospect
    complete(step_of(person), Outcome.NO_ANSWER, on=day(45))
    before = step_of(person).due_on
    keep(person, (90, 180), on=46)
    assert step_of(person).due_on == before


def test_who_has_no_plan_yet_gets_one(owner: User) -> None:
    person = Prospect.objects.create(team=owner.team, owner=owner, name="Piet Claes")
    kept = keep(person, (30, 60), relation=Relation.COLLEAGUE)
    person.refresh_from_db()
    assert (person.relation, kept.step, window_of(person)) == ("colleague", step_of(person), (30, 60))


def test_a_client_who_came_back_is_kept_in_touch_with(owner: User) -> None:
    person = log(owner).prospect
    complete(step_of(person), Outcome.WON_BACK, on=day(45))
    keep(person, (90, 180), on=46, relation=Relation.CLIENT)
    assert plan_of(person).loss is None
    assert window_of(person) == (90, 180)


def test_a_closed_door_stays_closed(owner: User) -> None:
    person = log(owner, stay_in_touch=AskAnswer.NO).prospect
    with pytest.raises(DoorClosed):
        keep(person, (90, 180), on=5)


@pytest.mark.parametrize(
    ("channel", "opens"), [(PermissionChannel.CALL, True), (PermissionChannel.NEWSLETTER, False)]
)
def test_a_yes_said_since_opens_it_again(owner: User, channel: PermissionChannel, opens: bool) -> None:
    person = log(owner, stay_in_touch=AskAnswer.NO).prospect
    word = Word((channel,), day(30))
    grant_permission(person, word, by=owner, today=day(30), now=nine_on(day(30)))
    if opens:
        assert keep(person, (30, 60), on=30).step is not None
    else:
        with pytest.raises(DoorClosed):
            keep(person, (30, 60), on=30)


def test_who_asked_to_stop_is_left_alone(owner: User) -> None:
    person = add(owner).prospect
    ask_to_stop(person, by=owner, today=day(1), now=nine_on(day(1)))
    with pytest.raises(DoorClosed):
        keep(person, (30, 60), on=1)


def test_days_count_from_the_day_they_were_added(owner: User) -> None:
    person = add(owner).prospect
    assert plan_of(person).last_two_way_on == day(0)
    assert step_of(person).opens_on - day(0) == timedelta(days=60)
