"""The contact rules hold when two of us reach out to one person in the very same moment."""

from functools import partial

import pytest

from accounts.models import User
from followups.actions import (
    NewTouch,
    NotNow,
    NotOpen,
    Result,
    complete_follow_up,
    log_touch,
    record_no,
    snooze,
)
from followups.kinds import Channel, Kind, Outcome, Status, TouchKind
from followups.models import FollowUp, Touch
from prospects.models import Prospect
from tests.cast import MONDAY, NINE, a_no, make_team, make_user
from tests.followups.telling import day, log, nine_on, step_of
from tests.followups.together import at_the_same_time, raised

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "ingrid@havbruk.example"
ON = day(70)
NOW = nine_on(ON)
HELPFUL = NewTouch(Channel.MAIL, ON, kind=TouchKind.HELPFUL, relevance="It is about their hall")


@pytest.fixture
def owner() -> User:
    return make_user(make_team("Vogt and partners"), "maren@example.com")


@pytest.fixture
def colleague(owner: User) -> User:
    return make_user(owner.team, "colleague@example.com")


@pytest.fixture
def ingrid(owner: User) -> Prospect:
    return log(owner, email=ADDRESS).prospect


def test_two_of_us_with_the_same_person_make_one_contact(
    owner: User, colleague: User, ingrid: Prospect
) -> None:
    theirs = log(colleague, email=ADDRESS).prospect
    FollowUp.objects.exclude(kind=Kind.CHECK_IN).delete()
    results = at_the_same_time(
        partial(log_touch, ingrid, HELPFUL, by=owner, today=ON, now=NOW),
        partial(log_touch, theirs, HELPFUL, by=colleague, today=ON, now=NOW),
    )
    # Each stands against the other's open check-in, too: what counts is that never both go out.
    assert Touch.objects.filter(kind=TouchKind.HELPFUL).count() + len(raised(results)) == 2
    assert all(isinstance(error, NotNow) for error in raised(results))
    assert len(raised(results)) >= 1


def test_a_check_in_and_a_colleagues_word_do_not_both_pass(
    owner: User, colleague: User, ingrid: Prospect
) -> None:
    theirs = Prospect.objects.create(team=owner.team, owner=colleague, name="Ingrid", email=ADDRESS)
    # So that the colleague is somebody who plans for her.
    log(colleague, email=ADDRESS, prospect_id=theirs.pk)
    FollowUp.objects.filter(prospect=theirs).delete()
    step = step_of(ingrid)
    results = at_the_same_time(
        partial(complete_follow_up, step.pk, Result(Outcome.SPOKE), by=owner, today=ON, now=NOW),
        partial(log_touch, theirs, HELPFUL, by=colleague, today=ON, now=NOW),
    )
    assert [type(error) for error in raised(results)] == [NotNow]
    assert Touch.objects.filter(happened_on=ON).count() == 1


def test_one_check_in_pressed_twice_is_one_contact(owner: User, ingrid: Prospect) -> None:
    act = partial(complete_follow_up, step_of(ingrid).pk, Result(Outcome.SPOKE), by=owner, today=ON, now=NOW)
    results = at_the_same_time(act, act, act)
    assert [type(error) for error in raised(results)] == [NotOpen, NotOpen]
    assert Touch.objects.filter(happened_on=ON).count() == 1
    assert FollowUp.objects.filter(prospect=ingrid, status=Status.OPEN, kind=Kind.CHECK_IN).count() == 1


def test_moved_and_done_at_once_it_is_one_of_the_two(owner: User, ingrid: Prospect) -> None:
    step = step_of(ingrid)
    results = at_the_same_time(
        partial(complete_follow_up, step.pk, Result(Outcome.SPOKE), by=owner, today=ON, now=NOW,
                expected_version=step.version),
        partial(snooze, step.pk, day(75), by=owner, today=ON, now=NOW, expected_version=step.version,
                past_window_is_fine=True),
    )  # fmt: skip
    assert [type(error) for error in raised(results)] == [NotOpen]


def test_two_noes_of_somebody_known_keep_their_check_ins_apart(
    owner: User, colleague: User, ingrid: Prospect
) -> None:
    theirs = log(colleague, email=ADDRESS).prospect
    again = [
        partial(record_no, a_no(prospect_id=person.pk, name=""), by=by, today=MONDAY, now=NINE)
        for person, by in ((ingrid, owner), (theirs, colleague))
    ]
    assert not raised(at_the_same_time(*again))
    days = sorted(step_of(person).due_on for person in (ingrid, theirs))
    assert (days[1] - days[0]).days >= 14
