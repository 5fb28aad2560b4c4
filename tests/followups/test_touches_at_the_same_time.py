"""What is done on a person's page by two people, or in two tabs, in the very same moment."""

from dataclasses import replace
from functools import partial

import pytest

from accounts.changes import Change
from accounts.models import User
from followups.actions import (
    NewTouch,
    NothingToUndo,
    Result,
    Word,
    add_side_prospect,
    ask_to_stop,
    complete_follow_up,
    grant_permission,
    keep_in_touch,
    log_touch,
    note_new_need,
    undo_change,
)
from followups.kinds import Channel, Direction, Outcome
from followups.models import FollowUp, FollowUpPlan, Touch
from prospects.conversations import ExitConversation, PermissionChannel, Relation
from prospects.facts import ProspectFacts
from prospects.models import Deal, LossReason, Permission, Prospect
from prospects.reasons import add_reason
from tests.cast import make_team, make_user
from tests.followups.telling import day, log, nine_on, step_of
from tests.followups.together import at_the_same_time, raised

pytestmark = pytest.mark.django_db(transaction=True)

ON = day(10)
NOW = nine_on(ON)
ADDRESS = "ingrid@havbruk.example"
THEY_WROTE = NewTouch(Channel.MAIL, ON, direction=Direction.IN)


@pytest.fixture
def owner() -> User:
    return make_user(make_team("Vogt and partners"), "maren@example.com", is_manager=True)


@pytest.fixture
def colleague(owner: User) -> User:
    return make_user(owner.team, "colleague@example.com", is_manager=True)


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner, email=ADDRESS).prospect


def test_two_touches_leave_one_check_in(owner: User, colleague: User, ingrid: Prospect) -> None:
    acts = [partial(log_touch, ingrid, THEY_WROTE, by=by, today=ON, now=NOW) for by in (owner, colleague)]
    assert not raised(at_the_same_time(*acts, *acts))
    assert Touch.objects.filter(loss__isnull=True).count() == 4
    assert step_of(ingrid).opens_on == day(40)


def test_one_form_sent_twice_at_once_makes_one_touch(owner: User, ingrid: Prospect) -> None:
    act = partial(log_touch, ingrid, replace(THEY_WROTE, submission="k"), by=owner, today=ON, now=NOW)
    results = at_the_same_time(act, act, act)
    assert not raised(results)
    assert len({result.touch.pk for result in results}) == 1
    assert len({result.change.pk for result in results}) == 1
    assert Touch.objects.filter(loss__isnull=True).count() == 1


def test_one_form_sent_twice_at_once_makes_one_permission(owner: User, ingrid: Prospect) -> None:
    word = Word((PermissionChannel.CALL, PermissionChannel.MAIL), ON, submission="k")
    act = partial(grant_permission, ingrid, word, by=owner, today=ON, now=NOW)
    results = at_the_same_time(act, act, act)
    assert not raised(results)
    assert len({change.pk for change in results}) == 1
    assert Permission.objects.count() == 2


def test_one_form_sent_twice_at_once_makes_one_new_need(owner: User, ingrid: Prospect) -> None:
    deal = ingrid.deals.get()
    act = partial(note_new_need, deal, "A second site", None, by=owner, now=NOW, submission="k")
    results = at_the_same_time(act, act, act)
    assert not raised(results)
    assert Deal.objects.filter(title="A second site").count() == 1


def test_one_form_sent_twice_at_once_makes_one_reason(owner: User) -> None:
    act = partial(add_reason, ExitConversation.CANNOT, "Too far away", by=owner, now=NOW, submission="k")
    results = at_the_same_time(act, act, act)
    assert not raised(results)
    assert LossReason.objects.filter(label="Too far away").count() == 1


def test_a_touch_beside_a_check_in_being_done(owner: User, ingrid: Prospect) -> None:
    step = step_of(ingrid)
    results = at_the_same_time(
        partial(log_touch, ingrid, THEY_WROTE, by=owner, today=ON, now=NOW),
        partial(complete_follow_up, step.pk, Result(Outcome.SPOKE), by=owner, today=ON, now=NOW),
    )
    assert not raised(results)
    assert step_of(ingrid).opens_on == day(40)


def test_a_touch_beside_a_stop_plans_nothing(owner: User, colleague: User, ingrid: Prospect) -> None:
    theirs = log(colleague, email=ADDRESS, prospect_id=None).prospect
    results = at_the_same_time(
        partial(log_touch, ingrid, THEY_WROTE, by=owner, today=ON, now=NOW),
        partial(ask_to_stop, ingrid, by=owner, today=ON, now=NOW),
        partial(ask_to_stop, theirs, by=colleague, today=ON, now=NOW),
    )
    assert not raised(results)
    assert not FollowUp.objects.open().exists()
    assert not FollowUpPlan.objects.active().exists()


def test_one_form_sent_twice_at_once_adds_one_person(owner: User) -> None:
    act = partial(
        add_side_prospect,
        ProspectFacts("Piet"),
        Relation.PARTNER,
        by=owner,
        today=ON,
        now=NOW,
        submission="k",
    )
    assert not raised(at_the_same_time(act, act, act))
    assert Prospect.objects.count() == 1


def test_one_address_added_twice_is_one_person(owner: User) -> None:
    typed = ProspectFacts("Piet Claes", email="piet@noordzee.example")
    act = partial(add_side_prospect, typed, Relation.PARTNER, by=owner, today=ON, now=NOW)
    results = at_the_same_time(act, act, act)
    assert not raised(results)
    assert sorted(result.is_new for result in results) == [False, False, True]
    assert FollowUp.objects.open().standing().count() == 1


def test_two_windows_chosen_at_once_leave_one_plan(owner: User) -> None:
    person = Prospect.objects.create(team=owner.team, owner=owner, name="Piet Claes")
    acts = [
        partial(keep_in_touch, person, window, by=owner, today=ON, now=NOW) for window in ((7, 14), (30, 60))
    ]
    assert not raised(at_the_same_time(*acts))
    assert FollowUpPlan.objects.get().status == "active"
    assert FollowUp.objects.open().standing().count() == 1


def test_what_is_taken_back_twice_goes_once(owner: User, ingrid: Prospect) -> None:
    word = Word((PermissionChannel.CALL,), ON)
    change = grant_permission(ingrid, word, by=owner, today=ON, now=NOW)
    act = partial(undo_change, change.pk, by=owner, now=NOW)
    results = at_the_same_time(act, act, act)
    assert [type(error) for error in raised(results)] == [NothingToUndo, NothingToUndo]
    assert not Permission.objects.exists()
    assert Change.objects.filter(action="undo").count() == 1
